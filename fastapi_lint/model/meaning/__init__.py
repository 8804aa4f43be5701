"""What expressions stand for: the kinds of values, and what each of them gives."""
