"""What runs in a process of its own over the bytes that somebody sent: no Django, no settings, no secrets."""
