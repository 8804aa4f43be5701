"""Calls that block the thread they are made on until the network, a disk, a process or the CPU is done.

Keys are modules and classes, values the names in them: ``*`` stands for every name, ``!name`` takes one out
again. Constructors that only prepare something (``redis.Redis()``, ``create_engine()``) are not here, and
neither are the steps after the one that waits (``fetchall`` after ``execute``, ``read`` after ``open``).

Sources: the catalogues of ruff and flake8-async (ASYNC2xx), SonarPython, blockbuster and hydroid, merged; the
API references of requests 2.32, httpx 0.28, urllib3 2, SQLAlchemy 2, redis-py 6, PyMongo 4, boto3, Pillow 11.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping


def _names(table: Mapping[str, str]) -> Iterator[str]:
    for owner, words in table.items():
        for word in words.split():
            yield f"!{owner}.{word[1:]}" if word.startswith("!") else f"{owner}.{word}"


_VERBS = "get options head post put patch delete request"
_POOL = "request urlopen request_encode_body request_encode_url"
_SDK = "* !close !copy !with_options !is_closed"
_CONNECTION = "execute executemany commit rollback"
_CURSOR = "execute executemany callproc copy_expert copy_from copy_to nextset"
_SESSION = (
    "execute scalar scalars get get_one refresh flush commit rollback merge exec "
    "bulk_save_objects bulk_insert_mappings bulk_update_mappings"
)
_REDIS = (
    "* !from_url !pipeline !pubsub !lock !register_script !client !close !get_encoder "
    "!get_connection_kwargs !set_response_callback !load_external_module !set_retry !get_retry !monitor "
    "!transaction !json !ft !ts !bf !cf !cms !topk !tdigest !scan_iter !sscan_iter !hscan_iter "
    "!zscan_iter !connection_pool !response_callbacks"
)
_COLLECTION = (
    "aggregate bulk_write count_documents create_index create_indexes delete_many delete_one distinct drop "
    "drop_index drop_indexes estimated_document_count find_one find_one_and_delete find_one_and_replace "
    "find_one_and_update index_information insert_many insert_one rename replace_one update_many update_one"
)
_AWS = (
    "* !can_paginate !get_paginator !get_waiter !generate_presigned_url !generate_presigned_post !close "
    "!meta !exceptions"
)

SLEEP = frozenset({"time.sleep"})

HTTP = frozenset(
    _names(
        {
            "requests": _VERBS,
            "requests.Session": f"{_VERBS} send",
            "httpx": f"{_VERBS} stream",
            "httpx.Client": f"{_VERBS} send stream",
            "httpx2": f"{_VERBS} stream",
            "httpx2.Client": f"{_VERBS} send stream",
            "urllib.request": "urlopen urlretrieve",
            "urllib.request.OpenerDirector": "open",
            "urllib3": "request",
            "urllib3.PoolManager": _POOL,
            "urllib3.ProxyManager": _POOL,
            "urllib3.HTTPConnectionPool": _POOL,
            "urllib3.HTTPSConnectionPool": _POOL,
            "http.client.HTTPConnection": "connect request",
            "http.client.HTTPSConnection": "connect request",
            "openai.OpenAI": _SDK,
            "openai.AzureOpenAI": _SDK,
            "anthropic.Anthropic": _SDK,
        }
    )
)

DATABASE = frozenset(
    _names(
        {
            "psycopg2": "connect",
            "psycopg2.extensions.connection": "commit rollback",
            "psycopg2.extensions.cursor": _CURSOR,
            "psycopg2.extras": "execute_values execute_batch",
            "psycopg": "connect",
            "psycopg.Connection": f"connect {_CONNECTION}",
            "psycopg.Cursor": _CURSOR,
            "pymysql": "connect",
            "pymysql.connections.Connection": "commit rollback",
            "pymysql.cursors.Cursor": _CURSOR,
            "MySQLdb": "connect",
            "MySQLdb.connections.Connection": "commit rollback",
            "MySQLdb.cursors.Cursor": _CURSOR,
            "mysql.connector": "connect",
            "mysql.connector.MySQLConnection": "commit rollback",
            "mysql.connector.cursor.MySQLCursor": _CURSOR,
            "sqlite3": "connect",
            "sqlite3.Connection": f"{_CONNECTION} executescript backup",
            "sqlite3.Cursor": f"{_CURSOR} executescript",
            "oracledb": "connect",
            "oracledb.Connection": "commit rollback",
            "oracledb.Cursor": _CURSOR,
            "cx_Oracle": "connect",
            "cx_Oracle.Connection": "commit rollback",
            "cx_Oracle.Cursor": _CURSOR,
            "pyodbc": "connect",
            "pyodbc.Connection": _CONNECTION,
            "pyodbc.Cursor": _CURSOR,
            "duckdb": "connect execute query sql",
            "duckdb.DuckDBPyConnection": "execute executemany commit rollback",
            "snowflake.connector": "connect",
            "clickhouse_connect": "get_client",
            "clickhouse_driver.Client": "execute execute_iter",
            "sqlalchemy.Engine": "connect begin raw_connection execute",
            "sqlalchemy.Connection": "execute scalar scalars exec_driver_sql commit rollback",
            "sqlalchemy.MetaData": "create_all drop_all reflect",
            "sqlalchemy.orm.DeclarativeBase.metadata": "create_all drop_all reflect",
            "sqlalchemy.orm.declarative_base.metadata": "create_all drop_all reflect",
            "sqlmodel.SQLModel.metadata": "create_all drop_all reflect",
            "redis.Redis": _REDIS,
            "redis.cluster.RedisCluster": _REDIS,
            "redis.Pipeline": "execute watch",
            "redis.lock.Lock": "acquire release extend reacquire",
            "pymongo.MongoClient": "server_info list_databases list_database_names drop_database",
            "pymongo.database.Database": (
                "aggregate command create_collection drop_collection list_collection_names list_collections"
            ),
            "pymongo.collection.Collection": _COLLECTION,
            "boto3.Client": _AWS,
            "elasticsearch.Elasticsearch": "* !options !close !transport",
            "opensearchpy.OpenSearch": "* !close !transport",
        }
    )
)

ORM = frozenset(
    _names(
        {
            "sqlalchemy.orm.Session": _SESSION,
            "sqlalchemy.orm.scoped_session": _SESSION,
            "sqlalchemy.orm.Query": "all first one one_or_none scalar count get delete update",
            "sqlalchemy.orm.SessionTransaction": "commit rollback",
            "sqlmodel.Session": _SESSION,
            "peewee.Model": (
                "get get_or_none get_by_id get_or_create create save delete_instance delete_by_id"
            ),
            "mongoengine.Document": "save delete reload update",
        }
    )
)

CPU = frozenset(
    _names(
        {
            "bcrypt": "hashpw checkpw kdf",
            "passlib.context.CryptContext": "hash verify verify_and_update encrypt",
            "passlib.hash": "*",
            "pwdlib.PasswordHash": "hash verify verify_and_update",
            "argon2.PasswordHasher": "hash verify",
            "argon2": "hash_password verify_password",
            "hashlib": "pbkdf2_hmac scrypt",
            "werkzeug.security": "generate_password_hash check_password_hash",
            "PIL.Image.Image": (
                "thumbnail save resize convert rotate filter transform quantize tobytes load reduce "
                "effect_spread"
            ),
            "PIL.ImageOps": (
                "autocontrast contain cover equalize exif_transpose fit grayscale pad posterize scale"
            ),
        }
    )
)

FILE = frozenset(
    _names(
        {
            "builtins": "open",
            "codecs": "open",
            "bz2": "open",
            "gzip": "open",
            "lzma": "open",
            "dbm": "open",
            "shelve": "open",
            "pathlib.Path": (
                "open read_text read_bytes write_text write_bytes unlink iterdir glob rglob walk copy "
                "copy_into move move_into"
            ),
            "importlib.resources.abc.Traversable": "open read_text read_bytes iterdir",
            "os": "open listdir scandir walk remove unlink truncate fsync sendfile",
            "glob": "glob",
            "shutil": "copy copy2 copyfile copyfileobj copytree move rmtree make_archive unpack_archive",
            "filecmp": "cmp cmpfiles",
            "tempfile": "NamedTemporaryFile TemporaryFile",
        }
    )
)
"""Without what asks or changes a single entry of a directory: ``exists``, ``stat``, ``mkdir``, ``rename``."""

SUBPROCESS = frozenset(
    _names(
        {
            "subprocess": "run call check_call check_output getoutput getstatusoutput",
            "subprocess.Popen": "wait communicate",
            "os": (
                "system popen wait wait3 wait4 waitid waitpid posix_spawn posix_spawnp spawnl spawnle "
                "spawnlp spawnlpe spawnv spawnve spawnvp spawnvpe"
            ),
            "builtins": "input",
            "getpass": "getpass",
        }
    )
)

UPLOAD = frozenset(
    _names({"fastapi.UploadFile.file": "read readline readlines write writelines seek close truncate"})
)

FAMILIES = (SLEEP, HTTP, ORM, DATABASE, SUBPROCESS, UPLOAD, CPU, FILE)
"""What blocks, in the groups that rules are about: the families that chains of calls are followed to."""

AWAITED_INSTEAD = SLEEP | frozenset(_names({"fastapi.UploadFile.file": "read write seek close"}))
"""Calls that have an awaitable twin with the same meaning: the code around them is right to be async."""

UNFINISHED = frozenset(
    _names(
        {
            "builtins": "open",
            "codecs": "open",
            "bz2": "open",
            "gzip": "open",
            "lzma": "open",
            "dbm": "open",
            "shelve": "open",
            "os": "open popen scandir walk",
            "pathlib.Path": "open iterdir glob rglob walk",
            "importlib.resources.abc.Traversable": "open iterdir",
            "tempfile": "NamedTemporaryFile TemporaryFile",
            "urllib.request": "urlopen",
            "httpx": "stream",
            "httpx.Client": "stream",
            "httpx2": "stream",
            "httpx2.Client": "stream",
            "sqlalchemy.Engine": "connect begin",
        }
    )
)
"""Calls whose result goes on to block, such as an open file or a lazy listing: no use in a thread."""

ONE_THREAD = ("sqlite3.",)
"""Libraries whose objects refuse to be used in another thread than the one that made them."""
