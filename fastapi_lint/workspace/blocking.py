"""The user's own knowledge of what blocks: ``[tool.fastapi-lint.blocking]`` and ``not-blocking``."""

from __future__ import annotations

import re

from fastapi_lint.model.knowledge.blocking import BY_NAME
from fastapi_lint.model.loop.blocking import Blocking
from fastapi_lint.workspace.problems import ConfigError, did_you_mean
from fastapi_lint.workspace.settings import Settings

_DOTTED = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*\.([^\W\d]\w*|\*)")


def blocking_calls(settings: Settings) -> Blocking:
    """What blocks, as the settings have it; raises ``ConfigError`` for a name or a family that cannot be."""
    added, instead = {}, {}
    for name, entry in settings.blocking.items():
        _check_name(name, settings, "blocking")
        family = entry if isinstance(entry, str) else entry.family
        if family not in BY_NAME:
            known = ", ".join(f"`{known}`" for known in sorted(BY_NAME))
            hint = did_you_mean(family, BY_NAME) or f", expected one of {known}"
            message = f'`blocking."{name}"`: there is no family `{family}`{hint}'
            raise ConfigError(settings.origin("blocking"), message)
        added[name] = family
        if not isinstance(entry, str) and entry.instead:
            instead[name] = entry.instead
    for name in settings.not_blocking:
        _check_name(name, settings, "not-blocking")
        if name in added:
            message = f"`{name}` is under `blocking` and under `not-blocking`"
            raise ConfigError(settings.origin("not-blocking"), message)
    return Blocking(added, instead, settings.not_blocking)


def _check_name(name: str, settings: Settings, key: str) -> None:
    if _DOTTED.fullmatch(name) is None:
        message = f'`{key}`: "{name}" is no dotted name, such as `acme.Client.fetch` or `acme.Client.*`'
        raise ConfigError(settings.origin(key), message)
