"""Security: the classes whose objects FastAPI documents as a security scheme when they are dependencies."""

from __future__ import annotations

SCHEMES = frozenset(
    f"fastapi.security.{name}"
    for name in (
        "APIKeyCookie",
        "APIKeyHeader",
        "APIKeyQuery",
        "HTTPBase",
        "HTTPBasic",
        "HTTPBearer",
        "HTTPDigest",
        "OAuth2",
        "OAuth2AuthorizationCodeBearer",
        "OAuth2PasswordBearer",
        "OpenIdConnect",
        "base.SecurityBase",
        "http.HTTPBase",
        "open_id_connect_url.OpenIdConnect",
    )
)
