"""``fastapi-lint clean``: remove the cache of a project."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from fastapi_lint.cli.errors import UserError
from fastapi_lint.cli.main import CLEAN
from fastapi_lint.workspace import config
from fastapi_lint.workspace.files import absolute
from fastapi_lint.workspace.settings import Settings

_TAG = "CACHEDIR.TAG"


def clean(paths: Sequence[str], cache_dir: str | None) -> int:
    """Remove the cache of the project that the paths belong to."""
    settings = config.override(config.load(paths), cache_dir=cache_dir)
    folder = Path(absolute(settings.cache_dir, settings.root))
    if not folder.exists():
        sys.stdout.write(f"There is no cache at {folder}\n")
        return CLEAN
    # A mistyped `cache-dir` must not cost anybody a folder that is not ours.
    if not (folder / _TAG).is_file() and folder.name != Settings().cache_dir:
        raise UserError(f"{folder} has no {_TAG} and may not be a cache; remove it yourself if it is")
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise UserError(
            f"{error.filename or folder}: cannot be removed: {(error.strerror or '').lower()}"
        ) from error
    sys.stdout.write(f"Removed {folder}\n")
    return CLEAN
