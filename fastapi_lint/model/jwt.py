"""JSON Web Tokens: which calls of PyJWT and python-jose verify what they decode."""

from __future__ import annotations

from fastapi_lint.model import syntax as s
from fastapi_lint.model.values import Arguments, Dictionary, Listing, Literal

_PYJWT = frozenset({"jwt.decode", "jwt.api_jwt.decode", "jwt.decode_complete", "jwt.PyJWT.decode", "jwt.api_jwt.PyJWT.decode"})
_JOSE = frozenset({"jose.jwt.decode"})
DECODE = _PYJWT | _JOSE
"""The functions that decode a token and, if they are told to, verify it."""


def weakness(callee: str, call: s.Call, given: Arguments) -> tuple[str, s.Syntax] | None:
    """What a call does not verify, and the argument that says so; None when it does, and when nobody can tell."""
    keywords = {keyword.name: keyword for keyword in call.keywords}
    options = given.named.get("options")
    off = isinstance(options, Dictionary) and ("verify_signature", Literal(False)) in options.items
    old = given.named.get("verify") == Literal(False) and callee in _PYJWT
    if off or old:
        place = keywords["options" if off else "verify"]
        return "the signature is not verified: anybody can make a token that says anything", place
    algorithms = given.get(2, "algorithms")
    listed = algorithms.items if isinstance(algorithms, Listing) else (algorithms,)
    if any(isinstance(item, Literal) and str(item.value).lower() == "none" and item.value for item in listed):
        shown = keywords.get("algorithms") or call.args[2]
        return "`none` is among the algorithms: a token without a signature is taken for a good one", shown
    is_missing = "algorithms" not in keywords and len(call.args) < 3
    if is_missing and "options" not in keywords and callee in _JOSE:
        return "no `algorithms`: the token itself says how it is to be verified", call
    return None
