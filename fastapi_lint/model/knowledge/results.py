"""What calls into third-party libraries give: the type of the result, by the canonical name of the callee.

A call of a name in CapWords gives an instance of it and needs no row here.
"""

from __future__ import annotations

from fastapi_lint.model.knowledge.api_clients import API_MEMBERS
from fastapi_lint.model.knowledge.clients import CLIENT_RESULTS

_FOLDERS = (
    *(
        f"user_{kind}"
        for kind in ("data", "config", "cache", "state", "log", "documents", "downloads", "pictures")
    ),
    *(f"user_{kind}" for kind in ("videos", "music", "desktop", "runtime")),
    *(f"site_{kind}" for kind in ("data", "config", "cache", "runtime")),
)
"""What platformdirs knows the folders of."""

_PATHS = (
    *("pathlib.Path", "upath.UPath"),
    *(f"cloudpathlib.{name}" for name in ("AzureBlobPath", "CloudPath", "GSPath", "S3Path")),
)

RESULTS = {
    **CLIENT_RESULTS,
    "asyncio.get_event_loop": "asyncio.AbstractEventLoop",
    "asyncio.get_running_loop": "asyncio.AbstractEventLoop",
    "asyncio.new_event_loop": "asyncio.AbstractEventLoop",
    "anyio.to_thread.current_default_thread_limiter": "anyio.CapacityLimiter",
    "builtins.open": "builtins.file",
    "re.compile": "re.Pattern",
    "threading.local": "threading.local",
    "logging.getLogger": "logging.Logger",
    "structlog.get_logger": "structlog.BoundLogger",
    "structlog.getLogger": "structlog.BoundLogger",
    "structlog.stdlib.get_logger": "structlog.stdlib.BoundLogger",
    "opentelemetry.trace.get_tracer": "opentelemetry.trace.Tracer",
    "pathlib.Path.open": "builtins.file",
    **dict.fromkeys((f"platformdirs.{kind}_path" for kind in _FOLDERS), "pathlib.Path"),
    "requests.session": "requests.Session",
    "requests.Session.get": "requests.Response",
    "sqlalchemy.create_engine": "sqlalchemy.Engine",
    "sqlmodel.create_engine": "sqlalchemy.Engine",
    "sqlalchemy.inspect": "sqlalchemy.Inspector",
    "sqlalchemy.ext.asyncio.create_async_engine": "sqlalchemy.ext.asyncio.AsyncEngine",
    "sqlalchemy.Engine.connect": "sqlalchemy.Connection",
    "sqlalchemy.Engine.begin": "sqlalchemy.Connection",
    "sqlalchemy.orm.sessionmaker.begin": "sqlalchemy.orm.Session",
    "sqlalchemy.orm.Session.begin": "sqlalchemy.orm.SessionTransaction",
    "sqlalchemy.orm.Session.query": "sqlalchemy.orm.Query",
    "sqlmodel.Session.query": "sqlalchemy.orm.Query",
    "sqlalchemy.orm.scoped_session.query": "sqlalchemy.orm.Query",
    "pymongo.MongoClient.get_database": "pymongo.database.Database",
    "pymongo.MongoClient.get_default_database": "pymongo.database.Database",
    "pymongo.database.Database.get_collection": "pymongo.collection.Collection",
    "redis.cluster.RedisCluster.from_url": "redis.cluster.RedisCluster",
    "redis.Redis.lock": "redis.lock.Lock",
    "urllib.request.build_opener": "urllib.request.OpenerDirector",
    "sqlalchemy.ext.asyncio.AsyncEngine.connect": "sqlalchemy.ext.asyncio.AsyncConnection",
    "sqlalchemy.ext.asyncio.AsyncEngine.begin": "sqlalchemy.ext.asyncio.AsyncConnection",
    "psycopg2.connect": "psycopg2.extensions.connection",
    "psycopg2.extensions.connection.cursor": "psycopg2.extensions.cursor",
    "psycopg.connect": "psycopg.Connection",
    "psycopg.Connection.connect": "psycopg.Connection",
    "psycopg.Connection.cursor": "psycopg.Cursor",
    "psycopg.AsyncConnection.connect": "psycopg.AsyncConnection",
    "sqlite3.connect": "sqlite3.Connection",
    "sqlite3.Connection.cursor": "sqlite3.Cursor",
    "sqlite3.Connection.execute": "sqlite3.Cursor",
    "pymysql.connect": "pymysql.connections.Connection",
    "pymysql.connections.Connection.cursor": "pymysql.cursors.Cursor",
    "MySQLdb.connect": "MySQLdb.connections.Connection",
    "MySQLdb.connections.Connection.cursor": "MySQLdb.cursors.Cursor",
    "mysql.connector.connect": "mysql.connector.MySQLConnection",
    "mysql.connector.MySQLConnection.cursor": "mysql.connector.cursor.MySQLCursor",
    "oracledb.connect": "oracledb.Connection",
    "oracledb.Connection.cursor": "oracledb.Cursor",
    "cx_Oracle.connect": "cx_Oracle.Connection",
    "cx_Oracle.Connection.cursor": "cx_Oracle.Cursor",
    "pyodbc.connect": "pyodbc.Connection",
    "pyodbc.Connection.cursor": "pyodbc.Cursor",
    "duckdb.connect": "duckdb.DuckDBPyConnection",
    "redis.from_url": "redis.Redis",
    "redis.Redis.from_url": "redis.Redis",
    "redis.Redis.pipeline": "redis.Pipeline",
    "redis.asyncio.from_url": "redis.asyncio.Redis",
    "redis.asyncio.Redis.from_url": "redis.asyncio.Redis",
    "boto3.client": "boto3.Client",
    "boto3.Session.client": "boto3.Client",
    "boto3.resource": "boto3.Resource",
    "boto3.Session.resource": "boto3.Resource",
    "urllib3.PoolManager.request": "urllib3.HTTPResponse",
    "PIL.Image.open": "PIL.Image.Image",
    "PIL.Image.new": "PIL.Image.Image",
    "PIL.Image.fromarray": "PIL.Image.Image",
    "PIL.Image.frombytes": "PIL.Image.Image",
    "PIL.Image.Image.resize": "PIL.Image.Image",
    "PIL.Image.Image.convert": "PIL.Image.Image",
    "PIL.Image.Image.rotate": "PIL.Image.Image",
    "PIL.Image.Image.crop": "PIL.Image.Image",
    "PIL.Image.Image.copy": "PIL.Image.Image",
    "PIL.Image.Image.filter": "PIL.Image.Image",
    "zipfile.ZipFile": "zipfile.ZipFile",
    "tarfile.open": "tarfile.TarFile",
    "pwdlib.PasswordHash.recommended": "pwdlib.PasswordHash",
    "importlib.resources.files": "importlib.resources.abc.Traversable",
    "importlib.resources.abc.Traversable.joinpath": "importlib.resources.abc.Traversable",
    "subprocess.Popen": "subprocess.Popen",
    "http.client.HTTPConnection.getresponse": "http.client.HTTPResponse",
}

FLUENT = {
    **dict.fromkeys(
        _PATHS,
        "absolute copy copy_into cwd expanduser home joinpath move move_into readlink relative_to rename replace "
        "resolve with_name with_segments with_stem with_suffix",
    ),
    "prometheus_fastapi_instrumentator.Instrumentator": "instrument add",
    "sqlalchemy.orm.Query": (
        "add_columns add_entity distinct enable_eagerloads execution_options except_ filter filter_by "
        "from_self group_by having join limit offset options order_by outerjoin params populate_existing "
        "prefix_with select_from slice union union_all where with_entities with_for_update with_hint "
        "yield_per"
    ),
    "pandas.DataFrame": (
        "head tail copy drop dropna fillna rename reset_index set_index sort_values merge join assign query "
        "astype drop_duplicates sample replace"
    ),
    "redis.Pipeline": "set get delete incr expire hset hget lpush rpush sadd zadd",
}
"""Methods that give the same kind of object again."""

RESULTS.update({f"{owner}.{name}": owner for owner, names in FLUENT.items() for name in names.split()})

MEMBERS = {
    "pymongo.MongoClient": (
        "pymongo.database.Database",
        "server_info list_databases list_database_names drop_database close watch start_session get_database "
        "get_default_database address options nodes",
    ),
    "pymongo.database.Database": (
        "pymongo.collection.Collection",
        "aggregate command create_collection drop_collection list_collection_names list_collections "
        "get_collection name client watch with_options dereference validate_collection",
    ),
    **API_MEMBERS,
    "pygit2.remotes.RemoteCollection": ("pygit2.remotes.Remote", "create delete names rename"),
}
"""Types whose items and other attributes are objects of one type, and the attributes that are not."""

PROPERTIES = {
    **dict.fromkeys(
        [
            f"boto3.Resource.{name}"
            for name in (
                *(
                    "buckets",
                    "instances",
                    "messages",
                    "object_versions",
                    "objects",
                    "queues",
                    "subscriptions",
                ),
                *("tables", "topics"),
            )
        ],
        "boto3.Collection",
    ),
    **{f"{kind}.parent": kind for kind in _PATHS},
    "sqlalchemy.orm.Session.bind": "sqlalchemy.Engine",
    "pygit2.Repository.remotes": "pygit2.remotes.RemoteCollection",
    "celery.Celery.control": "celery.app.control.Control",
    "pymongo.collection.Collection.database": "pymongo.database.Database",
    "pymongo.database.Database.client": "pymongo.MongoClient",
}
"""Attributes that are objects of a known type."""

HOLDS = {f"{kind}.parents": kind for kind in _PATHS}
"""Attributes that hold several objects of a known type."""

YIELDS = {f"{kind}.{name}": kind for kind in _PATHS for name in ("iterdir", "glob", "rglob")}
"""What iterating over the result of a call gives."""

SESSION_FACTORIES = {
    "sqlalchemy.orm.sessionmaker": "sqlalchemy.orm.Session",
    "sqlalchemy.orm.scoped_session": "sqlalchemy.orm.Session",
    "sqlalchemy.ext.asyncio.async_sessionmaker": "sqlalchemy.ext.asyncio.AsyncSession",
    "sqlalchemy.ext.asyncio.async_scoped_session": "sqlalchemy.ext.asyncio.AsyncSession",
}
"""Classes whose instances are factories: calling the instance gives a session."""

TASKS = frozenset({"celery.shared_task", "celery.Celery.task"})
"""Decorators that make a Celery task of a function."""

SAME = frozenset(
    {
        *_PATHS,
        "pathlib.PurePath",
        "importlib.resources.abc.Traversable",
    }
)
"""Types whose ``/`` gives the same type again."""

SIZED = {
    "queue.Queue": "queue.BoundedQueue",
    "queue.LifoQueue": "queue.BoundedQueue",
    "queue.PriorityQueue": "queue.BoundedQueue",
    "multiprocessing.Queue": "multiprocessing.BoundedQueue",
    "multiprocessing.JoinableQueue": "multiprocessing.BoundedQueue",
}
"""Queues, and what to call one that was made with a size: only that one makes those wait who put."""

PATIENT = {"filelock.FileLock": "filelock.NonBlockingFileLock"}
"""Locks, and what to call one that is made so that it gives up at once."""

BECOMES = {
    "socket.socket.setblocking": "socket.NonBlockingSocket",
    "socket.socket.settimeout": "socket.NonBlockingSocket",
}
"""Methods that make another thing of the receiver when they are given False or 0."""

ENTERS = {
    "sqlalchemy.orm.SessionTransaction": "sqlalchemy.orm.Session",
    "builtins.file": "builtins.file",
}
"""What ``with x as y`` binds where it is not ``x`` itself."""

MADE_CLASSES = frozenset({"sqlalchemy.orm.declarative_base", "collections.namedtuple"})
"""Functions whose result is a class: a subclass has the function's own name among its ancestors."""
