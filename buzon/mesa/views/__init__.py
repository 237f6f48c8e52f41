"""Pages of the staff's room."""
