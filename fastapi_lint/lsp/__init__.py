"""The language server: the same engine, behind an editor."""
