"""What FastAPI's parameter analysis knows of types outside the project.

Source: ``fastapi.dependencies.utils.analyze_param`` and ``fastapi._compat.shared`` of FastAPI 0.165, and what
FastAPI 0.68, 0.95 and 0.136 make of the same annotations (tests/oracle).
"""

from __future__ import annotations

from fastapi_lint.model.knowledge.controllers import CONTROLLERS, RESOURCES

SPECIAL = frozenset(
    {
        "starlette.requests.Request",
        "starlette.requests.HTTPConnection",
        "starlette.websockets.WebSocket",
        "starlette.responses.Response",
        "fastapi.BackgroundTasks",
        "fastapi.security.SecurityScopes",
    }
)
"""Injected by type; subclasses too."""

RESPONSES = frozenset(
    f"starlette.responses.{name}Response"
    for name in (
        "",
        "HTML",
        "PlainText",
        "JSON",
        "UJSON",
        "ORJSON",
        "Redirect",
        "Streaming",
        "File",
        "EventSource",
    )
)

UPLOAD = "fastapi.UploadFile"

SEQUENCES = frozenset(
    [
        "builtins.list",
        "builtins.tuple",
        "builtins.set",
        "builtins.frozenset",
        "collections.deque",
        "collections.abc.Sequence",
        "collections.abc.MutableSequence",
        "collections.UserList",
        "typing.Deque",
        "typing.MutableSequence",
        "typing.NamedTuple",
    ]
)
"""What FastAPI takes for a sequence."""

BODIES = frozenset(
    [
        "builtins.dict",
        "collections.abc.Mapping",
        "collections.abc.MutableMapping",
        "collections.defaultdict",
        "collections.OrderedDict",
        "collections.Counter",
        "collections.ChainMap",
        "typing.DefaultDict",
        "typing.OrderedDict",
        "typing.Counter",
        "typing.ChainMap",
        "typing.TypedDict",
        "types.MappingProxyType",
        "pydantic.BaseModel",
        "pydantic.RootModel",
        "pydantic.generics.GenericModel",
        "pydantic.v1.BaseModel",
        "sqlmodel.SQLModel",
        "pydantic_settings.BaseSettings",
    ]
)
"""Other types that FastAPI reads from the body."""

ITERATED = frozenset(
    [
        "collections.abc.Iterable",
        "collections.abc.Iterator",
        "collections.abc.Generator",
        "collections.abc.Collection",
        "collections.abc.Set",
        "collections.abc.MutableSet",
        "collections.abc.KeysView",
        "collections.abc.ValuesView",
    ]
)
"""Scalars for FastAPI with Pydantic 2, for all their items; bodies with Pydantic 1."""

SCALARS = frozenset(
    [
        "builtins.int",
        "builtins.str",
        "builtins.float",
        "builtins.bool",
        "builtins.bytes",
        "builtins.complex",
        "builtins.object",
        "builtins.bytearray",
        "builtins.memoryview",
        "builtins.type",
        "builtins.None",
        "typing.Any",
        "typing.Literal",
        "typing.LiteralString",
        "typing.Hashable",
        "typing.Text",
        "typing.AnyStr",
        "typing.NoReturn",
        "typing.Never",
        "typing.Pattern",
        "typing.TypeVar",
        "collections.abc.Callable",
        "collections.abc.Hashable",
        "decimal.Decimal",
        "fractions.Fraction",
        "uuid.UUID",
        "re.Pattern",
        "enum.Enum",
        "enum.IntEnum",
        "enum.StrEnum",
        "enum.Flag",
        "enum.IntFlag",
        "zoneinfo.ZoneInfo",
        "numbers.Number",
        "http.HTTPStatus",
        "http.HTTPMethod",
        "bson.ObjectId",
        "bson.objectid.ObjectId",
        "ulid.ULID",
    ]
)
SCALAR_MODULES = (
    "datetime.",
    "ipaddress.",
    "pathlib.",
    "os.PathLike",
    "pydantic_extra_types.",
    "phonenumbers.",
)
"""Every type of these modules is a scalar."""

PLAIN_BASES = frozenset(
    [
        "builtins.object",
        "typing.Generic",
        "typing.Protocol",
        "abc.ABC",
        "builtins.Exception",
        "builtins.BaseException",
        *CONTROLLERS,
        *RESOURCES,
    ]
)
"""Bases that say nothing about what FastAPI makes of a class."""

PYDANTIC_SCALARS = frozenset(
    [
        "EmailStr",
        "NameEmail",
        "AnyUrl",
        "AnyHttpUrl",
        "HttpUrl",
        "FileUrl",
        "FtpUrl",
        "WebsocketUrl",
        "AnyWebsocketUrl",
        "UrlConstraints",
        "PostgresDsn",
        "CockroachDsn",
        "AmqpDsn",
        "RedisDsn",
        "MongoDsn",
        "KafkaDsn",
        "NatsDsn",
        "MySQLDsn",
        "MariaDBDsn",
        "ClickHouseDsn",
        "SnowflakeDsn",
        "SecretStr",
        "SecretBytes",
        "Secret",
        "StrictStr",
        "StrictInt",
        "StrictFloat",
        "StrictBool",
        "StrictBytes",
        "PositiveInt",
        "NegativeInt",
        "NonNegativeInt",
        "NonPositiveInt",
        "PositiveFloat",
        "NegativeFloat",
        "NonNegativeFloat",
        "NonPositiveFloat",
        "FiniteFloat",
        "UUID1",
        "UUID3",
        "UUID4",
        "UUID5",
        "UUID6",
        "UUID7",
        "UUID8",
        "FilePath",
        "DirectoryPath",
        "NewPath",
        "ByteSize",
        "PastDate",
        "FutureDate",
        "PastDatetime",
        "FutureDatetime",
        "AwareDatetime",
        "NaiveDatetime",
        "Base64Bytes",
        "Base64Str",
        "Base64UrlBytes",
        "Base64UrlStr",
        "ImportString",
        "PyObject",
        "Json",
        "JsonValue",
        "IPvAnyAddress",
        "IPvAnyInterface",
        "IPvAnyNetwork",
        "PaymentCardNumber",
        "Color",
        "constr",
        "conint",
        "confloat",
        "condecimal",
        "conbytes",
        "condate",
        "SocketPath",
    ]
)
PYDANTIC_SEQUENCES = frozenset({"conlist", "conset", "confrozenset"})

FORM_CLASSES: dict[str, tuple[tuple[str, bool], ...]] = {
    "fastapi.security.OAuth2PasswordRequestForm": (
        ("grant_type", False),
        ("username", True),
        ("password", True),
        ("scope", False),
        ("client_id", False),
        ("client_secret", False),
    ),
    "fastapi.security.OAuth2PasswordRequestFormStrict": (
        ("grant_type", True),
        ("username", True),
        ("password", True),
        ("scope", False),
        ("client_id", False),
        ("client_secret", False),
    ),
}
"""FastAPI's own classes that are used as dependencies, with the form fields they read and which are required."""

SECURITY_SCHEMES = frozenset(
    f"fastapi.security.{name}"
    for name in (
        "OAuth2",
        "OAuth2PasswordBearer",
        "OAuth2AuthorizationCodeBearer",
        "HTTPBase",
        "HTTPBasic",
        "HTTPBearer",
        "HTTPDigest",
        "APIKeyHeader",
        "APIKeyQuery",
        "APIKeyCookie",
        "OpenIdConnect",
    )
)
"""Classes whose objects FastAPI takes for a security scheme; their ``__call__`` takes the request."""

NEVER_NONE = (
    frozenset(
        [
            "builtins.int",
            "builtins.str",
            "builtins.float",
            "builtins.bool",
            "builtins.bytes",
            "builtins.dict",
            "decimal.Decimal",
            "uuid.UUID",
            "datetime.datetime",
            "datetime.date",
            "datetime.time",
            "datetime.timedelta",
            "pathlib.Path",
            "collections.abc.Mapping",
            "pydantic.BaseModel",
            "pydantic.EmailStr",
            "pydantic.HttpUrl",
            "pydantic.AnyUrl",
            "pydantic.AnyHttpUrl",
            "pydantic.SecretStr",
            "fastapi.UploadFile",
        ]
    )
    | SEQUENCES
)
"""Types outside the project whose values are certainly not None."""

HEADERS = frozenset(
    [
        "authorization",
        "user_agent",
        "accept_language",
        "if_none_match",
        "if_match",
        "if_modified_since",
        "x_api_key",
        "x_api_token",
        "x_token",
        "x_auth_token",
        "x_access_token",
        "x_csrf_token",
        "x_xsrf_token",
        "x_request_id",
        "x_correlation_id",
        "x_trace_id",
        "x_forwarded_for",
        "x_forwarded_host",
        "x_forwarded_proto",
        "x_real_ip",
        "x_hub_signature",
        "x_hub_signature_256",
        "x_signature",
        "idempotency_key",
        "x_idempotency_key",
        "stripe_signature",
        "traceparent",
    ]
)
"""Parameters with these names are meant to be headers: as query parameters nobody sends them."""

CONNECTIONS = frozenset(
    [
        "sqlalchemy.orm.Session",
        "sqlalchemy.orm.session.Session",
        "sqlalchemy.orm.scoped_session",
        "sqlalchemy.orm.sessionmaker",
        "sqlalchemy.ext.asyncio.AsyncSession",
        "sqlalchemy.ext.asyncio.AsyncConnection",
        "sqlalchemy.ext.asyncio.AsyncEngine",
        "sqlalchemy.ext.asyncio.async_sessionmaker",
        "sqlalchemy.Engine",
        "sqlalchemy.engine.Engine",
        "sqlalchemy.Connection",
        "sqlalchemy.engine.Connection",
        "sqlmodel.Session",
        "sqlmodel.ext.asyncio.session.AsyncSession",
        "redis.Redis",
        "redis.StrictRedis",
        "redis.asyncio.Redis",
        "redis.client.Redis",
        "aioredis.Redis",
        "httpx.Client",
        "httpx.AsyncClient",
        "aiohttp.ClientSession",
        "requests.Session",
        "asyncpg.Connection",
        "asyncpg.Pool",
        "asyncpg.pool.Pool",
        "psycopg.Connection",
        "psycopg.AsyncConnection",
        "psycopg_pool.ConnectionPool",
        "psycopg_pool.AsyncConnectionPool",
        "sqlite3.Connection",
        "sqlite3.Cursor",
        "pymongo.MongoClient",
        "motor.motor_asyncio.AsyncIOMotorClient",
        "motor.motor_asyncio.AsyncIOMotorDatabase",
        "pymongo.database.Database",
    ]
)
"""Sessions, clients and connections: no value in a request can be one, and Pydantic refuses them as types."""
