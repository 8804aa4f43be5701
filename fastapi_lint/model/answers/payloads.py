"""Payloads: dictionaries that say that something went wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable

from fastapi_lint.model.file import syntax as s

_ERRORS = frozenset({"error", "errors", "err"})
_FLAGS = frozenset({"success", "ok", "succeeded"})
_STATES = frozenset({"error", "fail", "failed", "failure"})
_MESSAGES = frozenset({"message", "detail", "msg"})
_SAID = _ERRORS | _MESSAGES | {"code", "reason", "description", "traceback", "error_code", "status_code"}
"""What a dictionary holds beside its status when that is the status of the request, and not of a payment or a job."""
_MISSING = re.compile(r"\bnot found\b|\bno such\b|\bdoes not exist\b|\bdoesn't exist\b", re.IGNORECASE)


def keys_of(expr: s.Expr | None) -> tuple[str, ...]:
    """The literal keys of a dictionary display."""
    keys = expr.keys if isinstance(expr, s.Mapping) else ()
    return tuple(key.value for key in keys if isinstance(key, s.Constant) and isinstance(key.value, str))


def error_of(expr: s.Expr | None) -> str | None:
    """The key of a dictionary display that says that something went wrong; None without one."""
    if not isinstance(expr, s.Mapping) or "jsonrpc" in keys_of(expr):
        return None
    for key, value in zip(expr.keys, expr.values, strict=True):
        if (
            isinstance(key, s.Constant)
            and isinstance(key.value, str)
            and _is_error(key.value.lower(), value, keys_of(expr))
        ):
            return key.value
    return None


def _is_error(key: str, value: s.Expr, keys: tuple[str, ...]) -> bool:
    if key in _ERRORS:
        is_text = isinstance(value, (s.Constant, s.Joined)) or _is_said(value)
        return is_text and not (isinstance(value, s.Constant) and not value.value)
    if key in _FLAGS:
        return isinstance(value, s.Constant) and value.value is False
    if key == "status":
        is_bad = isinstance(value, s.Constant) and str(value.value).lower() in _STATES
        return is_bad and {name.lower() for name in keys} <= _SAID | {"status"}
    return key in _MESSAGES and len(keys) == 1 and _says_missing(value)


def _is_said(value: s.Expr) -> bool:
    """``str(error)``, ``"…" + name``, ``"…".format(name)``."""
    if isinstance(value, s.Binary):
        return value.op in ("Add", "Mod")
    return isinstance(value, s.Call) and (
        s.dotted(value.func) in ("str", "repr")
        or (isinstance(value.func, s.Attribute) and value.func.attr == "format")
    )


def _says_missing(value: s.Expr) -> bool:
    parts = value.parts if isinstance(value, s.Joined) else (value,)
    return any(
        isinstance(part, s.Constant) and isinstance(part.value, str) and _MISSING.search(part.value)
        for part in parts
    )


def is_envelope(key: str, others: Iterable[s.Expr | None]) -> bool:
    """Whether an answer that is no error has the key as well."""
    return any(key in keys_of(other) and error_of(other) is None for other in others)
