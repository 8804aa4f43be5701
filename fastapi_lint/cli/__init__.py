"""The command line: a thin host, from arguments to settings and from a result to bytes and an exit code."""
