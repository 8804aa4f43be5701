"""Credentials in the source: names that hold one, texts that may be one, and URLs that carry one."""

from __future__ import annotations

import re
from collections.abc import Mapping

_NAMED = re.compile(
    r"(?:^|_)(?:secret|secret_?key|password|passwd|api_?key|private_?key|jwt_?key|encryption_?key|signing_?key|"
    r"access_?key|secret_access_key|client_secret)$",
    re.IGNORECASE,
)
_SENT = re.compile(
    r"(?:^|_)(?:secret|password|passwd|api_?key|token|authorization|signature)$", re.IGNORECASE
)
_WORDS = frozenset(
    [
        *("ollama", "lm", "studio", "vllm", "llamacpp"),  # what clients of local servers send
        "undefined",
        "anonymous",
        "unknown",
        "missing",
        "fake",
        "x",
        "header",
        "bearer",
        "auth",
        "authorization",
        "key",
        "keys",
        "token",
        "secret",
        "password",
        "passwd",
        "api",
        "id",
        "name",
        "field",
        "type",
        "cookie",
        "session",
        "access",
        "refresh",
        "jwt",
        "csrf",
        "client",
        "private",
        "public",
        "encryption",
        "signing",
        "user",
        "username",
        "basic",
        "oauth",
        "oauth2",
        "no",
        "none",
        "null",
        "acces",
        "default",
        "str",
        "string",
        "text",
        "hash",
        "hashed",
        "value",
        "http",
        "https",
        "app",
        "application",
        "service",
        "grant",
        "env",
        "sk",
    ]
)
_TALKED_ABOUT = frozenset(
    ["legacy", "example", "dummy", "fake", "placeholder", "sentinel", "insecure", "weak"]
)
"""Words of names for what must not be used, or is not meant."""
_PUBLIC = frozenset(["public", "publishable", "posthog", "amplitude", "mixpanel", "analytics", "recaptcha"])
"""Words of names for keys that every browser gets: they only allow to write events, or name a site."""
_PUBLIC_KEYS = ("phc_", "pk_live_", "pk_test_")
"""How such keys begin, at PostHog and at Stripe."""
_URL = re.compile(r"[a-z][a-z0-9+]*://(?P<user>[^/:@\s]*):(?P<password>[^/@\s]+)@[^\s/@]+\S*", re.IGNORECASE)
_UNFILLED = re.compile(r"[<>{}$%*]|^x+$|^\.+$", re.IGNORECASE)


def names_credential(name: str) -> bool:
    """Whether a variable is called like something that must not be known: ``JWT_SECRET_KEY``."""
    return _NAMED.search(name) is not None and not _words(name) & (_TALKED_ABOUT | _PUBLIC)


def names_sent_credential(name: str) -> bool:
    """Whether a name is that of what a client sends to prove who it is."""
    return _SENT.search(name) is not None


def may_be_credential(text: str, name: str) -> bool:
    """Whether a text may be the credential itself, and not the name of a header, a variable or a setting."""
    if len(text) < 6 or re.search(r"\s", text.removeprefix("Bearer ").removeprefix("Basic ")):
        return False
    if re.fullmatch(r"[A-Z][A-Z0-9_]*", text) and "_" in text:
        return False
    if (
        text.startswith(_PUBLIC_KEYS)
        or _UNFILLED.search(text)
        or "://" in text
        or text.startswith(("/", ".", "-", "env:", "os."))
    ):
        return False
    return bool(_words(text) - _WORDS - _words(name)) and not re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", text)


def names_setting(name: str, text: str, others: Mapping[str, str]) -> bool:
    """Whether a text is the name of a setting, as those of its neighbours are: ``ID_KEY = "google_id"`` stands beside
    ``CLIENT_SECRET_KEY = "google_client_secret"``."""
    start, last = text.partition("_")[0], name.rpartition("_")[2]
    return re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)+", text) is not None and any(
        other != name and other.rpartition("_")[2] == last and value.startswith(f"{start}_")
        for other, value in others.items()
        if not names_credential(other)
    )


def is_refused(name: str, text: str) -> bool:
    """Whether a file does nothing with a name but compare others with it, to tell that a default was not changed."""
    bound = rf"^{name}( *:[^=\n]*)? *=(?!=)"
    uses = re.findall(rf"(?<![`\w]){name}\b", text)
    compared = re.findall(rf"[!=]= *{name}\b|(?<![.\w`]){name} *[!=]=", text)
    return 0 < len(compared) == len(uses) - len(re.findall(bound, text, re.MULTILINE))


def _words(text: str) -> set[str]:
    """The words of ``X-API-Key``, ``user_passwords`` or ``SystemApiKey``, in the singular."""
    parts = re.split(r"[^a-z0-9]+", re.sub(r"(?<=[a-z])(?=[A-Z])", "-", text).lower())
    return {part.removesuffix("s") if len(part) > 4 else part for part in parts if part}


def password_in_url(text: str) -> str:
    """The password that a URL carries; empty without one, and for a placeholder."""
    found = _URL.fullmatch(text)
    if found is None or text.lower().startswith("driver:"):
        return ""
    return "" if _UNFILLED.search(found["password"]) or _UNFILLED.search(found["user"]) else found["password"]
