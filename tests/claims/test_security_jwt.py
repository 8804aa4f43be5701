"""What unsafe decoding lets in, with PyJWT and python-jose."""

from __future__ import annotations

import pytest

jwt = pytest.importorskip("jwt")
KEY = "a-key-that-is-long-enough-for-hs256!"


def test_an_unverified_signature_is_anybodys() -> None:
    forged = jwt.encode({"sub": "admin"}, "another-key-that-is-long-enough-32b", algorithm="HS256")
    assert jwt.decode(forged, options={"verify_signature": False})["sub"] == "admin"
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(forged, KEY, algorithms=["HS256"])


def test_none_is_refused_even_where_it_is_listed() -> None:
    forged = jwt.encode({"sub": "admin"}, "", algorithm="none")
    for key in ("", None):
        with pytest.raises(jwt.InvalidTokenError):
            jwt.decode(forged, key, algorithms=["HS256", "none"])


def test_pyjwt_refuses_to_guess() -> None:
    with pytest.raises(jwt.DecodeError, match="algorithms"):
        jwt.decode(jwt.encode({}, KEY, algorithm="HS256"), KEY)


def test_jose_takes_the_algorithm_of_the_token() -> None:
    jose = pytest.importorskip("jose.jwt")
    token = jose.encode({"sub": "me"}, KEY, algorithm="HS512")
    assert jose.decode(token, KEY)["sub"] == "me"
    with pytest.raises(jose.JWTError):
        jose.decode(token, KEY, algorithms=["HS256"])
