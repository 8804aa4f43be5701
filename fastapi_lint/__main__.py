"""``python -m fastapi_lint``."""

from __future__ import annotations

import sys

from fastapi_lint.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
