"""The abstract interpreter: follows names and values in source order, and runs nothing."""
