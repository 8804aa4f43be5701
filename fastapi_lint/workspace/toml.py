"""TOML, read with whatever the interpreter has, and errors that name the file and the line."""

from __future__ import annotations

import sys
from typing import Any

from fastapi_lint.workspace.problems import ConfigError


def parse_toml(data: bytes, path: str) -> dict[str, Any]:
    """The document; raises ``ConfigError`` naming ``path`` and the line."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        raise ConfigError(path, f"is no valid TOML: {message[:1].lower()}{message[1:]}") from error
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ConfigError(path, f"is no valid TOML: not UTF-8 (at line {line})") from error
