"""``python -m fastapi_lint``."""

from __future__ import annotations

from fastapi_lint.cli.main import entry

if __name__ == "__main__":
    entry()
