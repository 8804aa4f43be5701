"""One canonical name for everything that can be imported from several places.

Source: the ``import`` statements of FastAPI 0.163, Starlette 1.10, Pydantic 2.14, SQLAlchemy 2.0.
"""

from __future__ import annotations

MODULES = {
    "fastapi.responses": "starlette.responses",
    "fastapi.requests": "starlette.requests",
    "fastapi.websockets": "starlette.websockets",
    "fastapi.background": "starlette.background",
    "fastapi.concurrency": "starlette.concurrency",
    "fastapi.middleware": "starlette.middleware",
    "fastapi.staticfiles": "starlette.staticfiles",
    "fastapi.templating": "starlette.templating",
    "fastapi.testclient": "starlette.testclient",
    "fastapi.applications": "fastapi",
    "fastapi.param_functions": "fastapi",
    "fastapi.params": "fastapi",
    "fastapi.security.oauth2": "fastapi.security",
    "fastapi.security.http": "fastapi.security",
    "fastapi.security.api_key": "fastapi.security",
    "fastapi.security.open_id_connect_url": "fastapi.security",
    "pydantic.main": "pydantic",
    "pydantic.fields": "pydantic",
    "sqlmodel.main": "sqlmodel",
    "sqlmodel.orm.session": "sqlmodel",
    "sqlalchemy.orm.session": "sqlalchemy.orm",
    "sqlalchemy.orm.scoping": "sqlalchemy.orm",
    "sqlalchemy.engine": "sqlalchemy",
    "sqlalchemy.engine.base": "sqlalchemy",
    "sqlalchemy.future": "sqlalchemy",
    "sqlalchemy.ext.asyncio.session": "sqlalchemy.ext.asyncio",
    "sqlalchemy.ext.asyncio.engine": "sqlalchemy.ext.asyncio",
    "requests.api": "requests",
    "requests.sessions": "requests",
    "typing_extensions": "typing",
    "redis.client": "redis",
    "redis.asyncio.client": "redis.asyncio",
    "aioredis": "redis.asyncio",
    "httpx._client": "httpx",
    "httpx._api": "httpx",
    "concurrent.futures.thread": "concurrent.futures",
    "concurrent.futures.process": "concurrent.futures",
    "pathlib._local": "pathlib",
    "posix": "os",
    "posixpath": "os.path",
    "multiprocessing.context": "multiprocessing",
    "multiprocessing.queues": "multiprocessing",
    "requests_unixsocket": "requests",
    "concurrent.futures._base": "concurrent.futures",
    "asyncio.events": "asyncio",
    "asyncio.runners": "asyncio",
    "pymongo.mongo_client": "pymongo",
    "pymongo.synchronous": "pymongo",
    "pymongo.synchronous.mongo_client": "pymongo",
    "paramiko.client": "paramiko",
    "paramiko.sftp_client": "paramiko",
    "celery.app.base": "celery",
    "kafka.producer": "kafka",
    "kafka.consumer": "kafka",
    "clickhouse_driver.client": "clickhouse_driver",
    "google.cloud.storage.client": "google.cloud.storage",
    "google.cloud.storage.bucket": "google.cloud.storage",
    "google.cloud.storage.blob": "google.cloud.storage",
    "google.cloud.firestore_v1": "google.cloud.firestore",
    "docker.client": "docker",
    "qdrant_client.qdrant_client": "qdrant_client",
    "elasticsearch.client": "elasticsearch",
    "opensearchpy.client": "opensearchpy",
    "chromadb.api": "chromadb",
    "chromadb.api.client": "chromadb",
    "chromadb.api.models.Collection": "chromadb",
    "weaviate.client": "weaviate",
    "weaviate.collections": "weaviate",
    "weaviate.collections.collection": "weaviate",
    "pandas.core.frame": "pandas",
    "pandas.io.parsers": "pandas",
    "polars.dataframe.frame": "polars",
    "git.repo": "git",
    "git.repo.base": "git",
    "kubernetes.client.api": "kubernetes.client",
    "slack_sdk.web": "slack_sdk",
    "django.db.models.query": "django.db.models",
    "django.db.models.manager": "django.db.models",
    "joblib.numpy_pickle": "joblib",
    "spacy.language": "spacy",
    **{
        f"langchain.{name}": f"langchain_community.{name}" for name in ("llms", "chat_models", "vectorstores")
    },
    **{f"langchain.{name}": f"langchain_community.{name}" for name in ("embeddings", "document_loaders")},
    "langchain.chains": "langchain_classic.chains",
    "langchain.text_splitter": "langchain_text_splitters",
    "importlib_metadata": "importlib.metadata",
    "importlib_resources": "importlib.resources",
    "fsspec.spec": "fsspec",
    "sqlalchemy.engine.reflection": "sqlalchemy",
    "cloudpathlib.cloudpath": "cloudpathlib",
    "upath.core": "upath",
    "tenacity.wait": "tenacity",
    "tenacity.stop": "tenacity",
    "backoff._decorator": "backoff",
    "retry.api": "retry",
}

NAMES = {
    "cloudscraper.CloudScraper": "requests.Session",
    "requests_html.HTMLSession": "requests.Session",
    "elevenlabs.ElevenLabs": "elevenlabs.client.ElevenLabs",
    "binance.Client": "binance.client.Client",
    **{
        f"faiss.{name}": "faiss.Index"
        for name in (
            "IndexFlatIP",
            "IndexFlatL2",
            "IndexHNSWFlat",
            "IndexIDMap",
            "IndexIVFFlat",
            "IndexIVFPQ",
        )
    },
    "pymemcache.Client": "pymemcache.client.base.Client",
    "pymemcache.client.Client": "pymemcache.client.base.Client",
    "pymemcache.PooledClient": "pymemcache.client.base.PooledClient",
    "pymemcache.HashClient": "pymemcache.client.hash.HashClient",
    "meilisearch.client.Client": "meilisearch.Client",
    "gspread.client.Client": "gspread.Client",
    "gspread.spreadsheet.Spreadsheet": "gspread.Spreadsheet",
    "gspread.worksheet.Worksheet": "gspread.Worksheet",
    "docker.api.client.APIClient": "docker.APIClient",
    "jira.client.JIRA": "jira.JIRA",
    "github.MainClass.Github": "github.Github",
    "supabase.client.Client": "supabase.Client",
    "supabase.client.create_client": "supabase.create_client",
    "rq.queue.Queue": "rq.Queue",
    "fastapi.Response": "starlette.responses.Response",
    "fastapi.Request": "starlette.requests.Request",
    "fastapi.WebSocket": "starlette.websockets.WebSocket",
    "fastapi.WebSocketDisconnect": "starlette.websockets.WebSocketDisconnect",
    "fastapi.routing.APIRouter": "fastapi.APIRouter",
    "mcp.server.FastMCP": "mcp.server.fastmcp.FastMCP",
    "mcp.server.fastmcp.server.FastMCP": "mcp.server.fastmcp.FastMCP",
    "mcp.server.MCPServer": "mcp.server.mcpserver.MCPServer",
    "mcp.server.mcpserver.server.MCPServer": "mcp.server.mcpserver.MCPServer",
    "fastmcp.server.FastMCP": "fastmcp.FastMCP",
    "fastmcp.server.server.FastMCP": "fastmcp.FastMCP",
    "strawberry.fastapi.router.GraphQLRouter": "strawberry.fastapi.GraphQLRouter",
    "fastapi.routing.APIRoute": "fastapi.routing.APIRoute",
    "fastapi.responses.EventSourceResponse": "fastapi.sse.EventSourceResponse",
    "fastapi.routing.Mount": "starlette.routing.Mount",
    "fastapi.routing.Request": "starlette.requests.Request",
    "fastapi.routing.Response": "starlette.responses.Response",
    "fastapi.routing.WebSocket": "starlette.websockets.WebSocket",
    "fastapi.applications.Request": "starlette.requests.Request",
    "fastapi.applications.Response": "starlette.responses.Response",
    "fastapi.background.BackgroundTasks": "fastapi.BackgroundTasks",
    "starlette.background.BackgroundTasks": "fastapi.BackgroundTasks",
    "fastapi.datastructures.UploadFile": "fastapi.UploadFile",
    "starlette.datastructures.UploadFile": "fastapi.UploadFile",
    "fastapi.exceptions.HTTPException": "fastapi.HTTPException",
    "starlette.exceptions.HTTPException": "starlette.exceptions.HTTPException",
    "sqlalchemy.orm.declarative.declarative_base": "sqlalchemy.orm.declarative_base",
    "sqlalchemy.ext.declarative.declarative_base": "sqlalchemy.orm.declarative_base",
    "io.open": "builtins.open",
    "typing.List": "builtins.list",
    "typing.Dict": "builtins.dict",
    "typing.Set": "builtins.set",
    "typing.FrozenSet": "builtins.frozenset",
    "typing.Tuple": "builtins.tuple",
    "typing.Type": "builtins.type",
    "typing.AsyncIterator": "collections.abc.AsyncIterator",
    "typing.AsyncIterable": "collections.abc.AsyncIterable",
    "typing.AsyncGenerator": "collections.abc.AsyncGenerator",
    "typing.Iterator": "collections.abc.Iterator",
    "typing.Iterable": "collections.abc.Iterable",
    "typing.Generator": "collections.abc.Generator",
    "typing.Sequence": "collections.abc.Sequence",
    "typing.Mapping": "collections.abc.Mapping",
    "typing.MutableMapping": "collections.abc.MutableMapping",
    "typing.Awaitable": "collections.abc.Awaitable",
    "typing.Coroutine": "collections.abc.Coroutine",
    "typing.Callable": "collections.abc.Callable",
    "typing.Collection": "collections.abc.Collection",
    "pydantic.BaseSettings": "pydantic_settings.BaseSettings",
    "pydantic.env_settings.BaseSettings": "pydantic_settings.BaseSettings",
    "pydantic_settings.main.BaseSettings": "pydantic_settings.BaseSettings",
    "uuid.uuid4": "uuid.uuid4",
    "redis.RedisCluster": "redis.cluster.RedisCluster",
    "redis.StrictRedis": "redis.Redis",
    "redis.client.StrictRedis": "redis.Redis",
    "redis.asyncio.StrictRedis": "redis.asyncio.Redis",
    "botocore.client.BaseClient": "boto3.Client",
    "boto3.resources.base.ServiceResource": "boto3.Resource",
    "boto3.session.Session": "boto3.Session",
    "slack_sdk.web.client.WebClient": "slack_sdk.WebClient",
    "google.cloud.bigquery.client.Client": "google.cloud.bigquery.Client",
    "google.cloud.bigquery.job.QueryJob": "google.cloud.bigquery.QueryJob",
    "pymysql.Connection": "pymysql.connections.Connection",
    "psycopg2.extensions.Connection": "psycopg2.extensions.connection",
    "mysql.connector.connection.MySQLConnection": "mysql.connector.MySQLConnection",
    "mysql.connector.pooling.PooledMySQLConnection": "mysql.connector.MySQLConnection",
    "django.db.models.Model.objects": "django.db.models.Manager",
    "langchain.chat_models.init_chat_model": "langchain.chat_models.init_chat_model",
    **{
        f"langchain.agents.{name}": f"langchain_classic.agents.{name}"
        for name in ("AgentExecutor", "initialize_agent")
    },
    **{
        f"llama_index.{name}": f"llama_index.core.{name}"
        for name in ("VectorStoreIndex", "SimpleDirectoryReader", "load_index_from_storage")
    },
    "llama_index.GPTVectorStoreIndex": "llama_index.core.VectorStoreIndex",
    "mlflow.tracking.MlflowClient": "mlflow.MlflowClient",
    "posthog.client.Client": "posthog.Posthog",
    "posthog.Client": "posthog.Posthog",
    "watchdog.observers.inotify.InotifyObserver": "watchdog.observers.Observer",
    "filelock.UnixFileLock": "filelock.FileLock",
    "filelock.SoftFileLock": "filelock.FileLock",
}

_cache: dict[str, str] = {}


def canonical(name: str) -> str:
    """The one name that rules and tables use for ``name``."""
    known = _cache.get(name)
    if known is None:
        known = _cache[name] = _typed_aws(_canonical(name))
    return known


def _typed_aws(name: str) -> str:
    """The stubs of boto3 have a package per service: ``mypy_boto3_s3.S3Client`` is what ``boto3.client`` gives."""
    if not name.startswith(("mypy_boto3_", "types_boto3_")):
        return name
    last = name.rpartition(".")[2]
    if not last.endswith(("Client", "ServiceResource")):
        return name
    return "boto3.Client" if last.endswith("Client") else "boto3.Resource"


def _canonical(name: str) -> str:
    head = name
    while head:
        if head in NAMES:
            return NAMES[head] + name[len(head) :]
        if head in MODULES and MODULES[head] != head:
            return canonical(MODULES[head] + name[len(head) :])
        head = head.rpartition(".")[0]
    return name


def matches(to: frozenset[str], callee: str) -> bool:
    """Whether a canonical name is among the names and ``….*`` patterns of ``to``, and not taken out by ``!…``."""
    if callee in to:
        return True
    if f"!{callee}" in to:
        return False
    head = callee
    while head:
        head = head.rpartition(".")[0]
        if f"{head}.*" in to:
            return True
    return False
