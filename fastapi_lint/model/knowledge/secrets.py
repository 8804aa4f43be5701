"""Secrets: the names of fields that are no business of a client, and of those that only the server sets.

Chosen by hand. Names that many responses carry on purpose (``token``, ``client_secret``) are not here.
"""

from __future__ import annotations

SECRETS = {
    **dict.fromkeys(
        [
            "password",
            "passwd",
            "hashed_password",
            "password_hash",
            "hash_password",
            "encrypted_password",
            "password_digest",
            "hashed_pw",
            "pwd_hash",
            "hashed_pwd",
            "plain_password",
            "password_salt",
        ],
        "password",
    ),
    **dict.fromkeys(
        [
            "secret",
            "secret_key",
            "otp_secret",
            "totp_secret",
            "mfa_secret",
            "two_factor_secret",
            "webhook_secret",
        ],
        "secret",
    ),
    **dict.fromkeys(
        ["api_key", "private_key", "secret_access_key", "aws_secret_access_key", "encryption_key"], "key"
    ),
    **dict.fromkeys(["token_hash", "hashed_token", "refresh_token_hash"], "token"),
    "salt": "salt",
    "ssn": "ssn",
    "social_security_number": "ssn",
    "cvv": "card",
    "credit_card_number": "card",
}
"""What such a field is about, by its name in lower case: whoever asks for a key by name is to get it."""

PRIVILEGES = frozenset(
    ["is_admin", "is_superuser", "is_staff", "is_superadmin", "is_root", "superuser", "email_verified"]
)
"""Fields by which a client would promote itself."""

TEXTS = frozenset(
    {"builtins.str", "builtins.bytes", "pydantic.StrictStr", "pydantic.constr", "pydantic.types.StrictStr"}
)
"""Types that go out in the clear; ``SecretStr`` is sent masked; a ``bool`` says only that there is one."""

DUMPS = ("model_dump", "dict")
"""The methods of a model that give all its fields as a dictionary."""

SERIALIZERS = frozenset({"pydantic.field_serializer", "pydantic.model_serializer"})
"""Decorators that change what a field, or the whole model, goes out as."""

VALIDATORS = frozenset(
    {"pydantic.field_validator", "pydantic.validator", "pydantic.functional_validators.field_validator"}
)
"""Decorators of methods that may put something else in the place of a field's value."""

CUSTOM_DUMPS = frozenset({"pydantic.PlainSerializer", "pydantic.WrapSerializer"})
"""Metadata of ``Annotated`` that does the same."""

MASKING = ("mask", "redact", "scrub", "sanitiz", "censor", "obfuscat", "anonymi", "strip_secret")
"""Parts of the names of functions that take secrets out."""

ISSUING = ("exchange", "rotate", "regenerate", "issue", "provision")
"""Parts of the names of endpoints that hand a secret out, once and on purpose."""
