"""What is known of third-party libraries, as tables apart from code."""
