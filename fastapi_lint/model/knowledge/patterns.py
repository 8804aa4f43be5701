"""Regular expressions that Pydantic 2 refuses: its engine is the Rust crate ``regex``, not ``re``.

Source: the crate's documentation ("lacks look-around and backreferences"), and Pydantic 2.14 asked about each pattern
(tests/claims/test_definition_time_crashes.py).
"""

from __future__ import annotations

import re
import warnings

_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?(?:<?[=!]|[>(#]|P=)", re.DOTALL)
_KINDS = {
    **dict.fromkeys(("(?=", "(?!"), "a look-ahead"),
    **dict.fromkeys(("(?<=", "(?<!"), "a look-behind"),
    "(?>": "an atomic group",
    "(?(": "a conditional group",
    "(?#": "a comment",
    **dict.fromkeys(("(?P=", *(rf"\{digit}" for digit in range(1, 10))), "a backreference"),
    r"\Z": r"`\Z`",
}
_BROKEN = (
    "missing ), unterminated subpattern",
    "unterminated character set",
    "unbalanced parenthesis",
    "min repeat greater than max repeat",
)
"""What ``re`` says about patterns that no engine reads; the rest of its errors are its own."""


def refusal(pattern: str) -> str:
    """What in a pattern the engine refuses, in words; empty when it may be accepted."""
    if re.search(r"\(\?[a-zA-Z]*x", pattern):  # spaces and comments inside
        return ""
    for token in _TOKEN.findall(pattern):
        if token in _KINDS:
            return _KINDS[token]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            re.compile(pattern)
        except re.error as error:
            return next((f"an error ({known})" for known in _BROKEN if error.msg.startswith(known)), "")
        except (OverflowError, RecursionError):
            return ""
    return ""
