"""JSON Web Tokens: which calls of PyJWT and python-jose verify what they decode."""

from __future__ import annotations

from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.meaning.values import Arguments, Dictionary, Literal

_PYJWT = frozenset(
    {
        "jwt.decode",
        "jwt.api_jwt.decode",
        "jwt.decode_complete",
        "jwt.PyJWT.decode",
        "jwt.api_jwt.PyJWT.decode",
    }
)
_JOSE = frozenset({"jose.jwt.decode"})
DECODE = _PYJWT | _JOSE
"""The functions that decode a token and, if they are told to, verify it."""
ENCODE = frozenset({"jwt.encode", "jwt.api_jwt.encode", "jwt.PyJWT.encode", "jose.jwt.encode"})
"""The functions that sign a token."""
UNVERIFIED = "the signature is not verified: anybody can make a token that says anything"


def weakness(callee: str, call: s.Call, given: Arguments) -> tuple[str, s.Syntax] | None:
    """What a call does not verify, and the argument that says so; None for one that does, or may."""
    keywords = {keyword.name: keyword for keyword in call.keywords}
    options = given.named.get("options")
    off = isinstance(options, Dictionary) and ("verify_signature", Literal(False)) in options.items
    old = given.named.get("verify") == Literal(False) and callee in _PYJWT
    if off or old:
        return UNVERIFIED, keywords["options" if off else "verify"]
    is_missing = "algorithms" not in keywords and len(call.args) < 3
    if is_missing and "options" not in keywords and callee in _JOSE:
        return "no `algorithms`: the token itself says how it is to be verified", call
    return None
