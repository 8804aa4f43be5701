"""What path operations answer, and to whom."""
