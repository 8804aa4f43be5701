"""What a program finds while it starts: modules, files, settings."""
