"""The staff's own room: everything of one RFC, and the figures of how the portal is doing."""
