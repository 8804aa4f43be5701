"""The built-in rules: a plugin like any other, loaded through the `fastapi_lint.rules` entry points."""
