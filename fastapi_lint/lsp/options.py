"""What an editor may set: ``initializationOptions``, or the section ``fastapi-lint`` of its settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from fastapi_lint.workspace.problems import ConfigError, did_you_mean

SECTION = "fastapi-lint"
ORIGIN = "editor settings"


class Options(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The settings of an editor; they go over those of the project, and None says nothing."""

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    unsafe_fixes: bool | None = None
    configuration: str | None = None
    """A configuration file instead of ``pyproject.toml``, relative to the workspace folder."""


def read_options(value: Any) -> Options:
    """The options in what an editor sent; raises ``ConfigError``."""
    if not isinstance(value, Mapping):
        return Options()
    try:
        return msgspec.convert(value, Options)
    except msgspec.ValidationError as error:
        raise ConfigError(ORIGIN, str(error)) from error


def unknown_options(value: Any) -> list[str]:
    """A notice for each key that means nothing to us; it may well be the extension's own."""
    known = [field.encode_name for field in msgspec.structs.fields(Options)]
    given = value if isinstance(value, Mapping) else {}
    return [f"{ORIGIN}: no setting `{key}`{did_you_mean(key, known)}" for key in given if key not in known]
