"""What runs where, and the ways from the event loop to what blocks."""
