"""Whether a file that somebody attaches is fit to be kept."""
