"""Objects that a process makes once: pools, clients with connections of their own, models that are loaded.

Source: the documentation of each library, which says so.
"""

from __future__ import annotations

POOL = "a connection pool"
CLIENT = "an HTTP client with its own connections"
FACTORY = "a session factory"
MODEL = "a model"

MADE_ONCE: dict[str, str] = {
    **dict.fromkeys(
        (
            "sqlalchemy.create_engine",
            "sqlalchemy.create_async_engine",
            "sqlalchemy.ext.asyncio.create_async_engine",
            "sqlalchemy.engine_from_config",
            "sqlalchemy.ext.asyncio.async_engine_from_config",
            "sqlmodel.create_engine",
            "asyncpg.create_pool",
            "aiomysql.create_pool",
            "aiopg.create_pool",
            "aiopg.sa.create_engine",
            "asyncmy.create_pool",
            "psycopg_pool.ConnectionPool",
            "psycopg_pool.AsyncConnectionPool",
            "psycopg2.pool.SimpleConnectionPool",
            "psycopg2.pool.ThreadedConnectionPool",
            "redis.Redis",
            "redis.StrictRedis",
            "redis.from_url",
            "redis.Redis.from_url",
            "redis.ConnectionPool",
            "redis.ConnectionPool.from_url",
            "redis.asyncio.Redis",
            "redis.asyncio.StrictRedis",
            "redis.asyncio.from_url",
            "redis.asyncio.Redis.from_url",
            "redis.asyncio.ConnectionPool",
            "redis.asyncio.ConnectionPool.from_url",
            "pymongo.MongoClient",
            "pymongo.AsyncMongoClient",
            "motor.motor_asyncio.AsyncIOMotorClient",
            "elasticsearch.Elasticsearch",
            "elasticsearch.AsyncElasticsearch",
            "opensearchpy.OpenSearch",
            "opensearchpy.AsyncOpenSearch",
            "neo4j.GraphDatabase.driver",
            "neo4j.AsyncGraphDatabase.driver",
        ),
        POOL,
    ),
    **dict.fromkeys(
        (
            "httpx.Client",
            "httpx.AsyncClient",
            "aiohttp.ClientSession",
            "requests.Session",
            "requests.session",
            "boto3.client",
            "boto3.resource",
            "boto3.Session",
            "boto3.session.Session",
        ),
        CLIENT,
    ),
    **dict.fromkeys(
        ("sqlalchemy.orm.sessionmaker", "sqlalchemy.ext.asyncio.async_sessionmaker"), FACTORY
    ),
    **dict.fromkeys(
        (
            "transformers.pipeline",
            "sentence_transformers.SentenceTransformer",
            "spacy.load",
            "whisper.load_model",
            "joblib.load",
            "torch.load",
            "torch.hub.load",
            "tensorflow.keras.models.load_model",
            "keras.models.load_model",
            "onnxruntime.InferenceSession",
        ),
        MODEL,
    ),
}  # fmt: skip

SHARING_ARGUMENTS = frozenset({"connection_pool", "transport", "connector", "poolclass", "pool"})
"""Arguments that give the object somebody else's connections, or none to keep."""
