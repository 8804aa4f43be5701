"""Coroutine functions of libraries: calling one does nothing until somebody awaits what it gives.

``asyncio.gather`` and everything else that schedules by itself is not here, and neither are calls whose result is
also an asynchronous context manager (``aiofiles.open``, ``AsyncSession.begin``).

Sources: asyncio of Python 3.13, anyio 4, Starlette 1, httpx 0.28, SQLAlchemy 2, asyncpg 0.30, redis-py 6;
``tests/claims/test_coroutines.py`` asks those that are installed.
"""

from __future__ import annotations

_REDIS = (
    "aclose blpop brpop decr decrby delete exists expire expireat flushdb get getdel getset hdel hexists hget "
    "hgetall hincrby hkeys hmget hset hvals incr incrby keys llen lpop lpush lrange lrem ltrim mget mset persist "
    "ping publish rename rpop rpush sadd scan scard set setex setnx sismember smembers srem ttl type unlink xadd "
    "zadd zcard zincrby zrange zrangebyscore zrem zscore"
)
_SESSION = (
    "close commit connection delete execute flush get get_one invalidate merge refresh reset rollback run_sync "
    "scalar scalars stream stream_scalars"
)
_POOL = "close execute executemany fetch fetchrow fetchval"
_VERBS = "delete get head options patch post put request"

_COROUTINES = {
    "asyncio": (
        "create_subprocess_exec create_subprocess_shell open_connection sleep start_server to_thread wait wait_for"
    ),
    "asyncio.Condition": "wait wait_for",
    "asyncio.Event": "wait",
    "asyncio.Lock": "acquire",
    "asyncio.Queue": "get join put",
    "asyncio.Semaphore": "acquire",
    "anyio": "connect_tcp open_file run_process sleep sleep_until",
    "anyio.Event": "wait",
    "anyio.Lock": "acquire",
    "anyio.to_thread": "run_sync",
    "starlette.concurrency": "run_in_threadpool",
    "starlette.requests.Request": "body close is_disconnected json",
    "starlette.websockets.WebSocket": (
        "accept close receive receive_bytes receive_json receive_text send send_bytes send_json send_text"
    ),
    "fastapi.UploadFile": "close read seek write",
    "httpx.AsyncClient": f"{_VERBS} aclose send",
    "httpx2.AsyncClient": f"{_VERBS} aclose send",
    "sqlalchemy.ext.asyncio.AsyncConnection": "close commit exec_driver_sql execute rollback run_sync scalar scalars",
    "sqlalchemy.ext.asyncio.AsyncEngine": "dispose",
    "sqlalchemy.ext.asyncio.AsyncSession": _SESSION,
    "sqlmodel.ext.asyncio.session.AsyncSession": f"{_SESSION} exec",
    "asyncpg": "connect",
    "asyncpg.Connection": _POOL,
    "asyncpg.Pool": _POOL,
    "redis.asyncio.Redis": _REDIS,
}

COROUTINES = frozenset(f"{owner}.{name}" for owner, names in _COROUTINES.items() for name in names.split())
