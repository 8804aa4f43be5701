"""What runs a function in a thread or a process: the position and the name of the parameter that takes the function.

Sources: asyncio, concurrent.futures and threading of Python 3.13, anyio 4, Starlette 1.
"""

from __future__ import annotations

_EXECUTORS = ("Executor", "ThreadPoolExecutor", "ProcessPoolExecutor")

RUNNERS = {
    "starlette.concurrency.run_in_threadpool": (0, "func"),
    "asyncio.to_thread": (0, "func"),
    "anyio.to_thread.run_sync": (0, "func"),
    "asyncio.AbstractEventLoop.run_in_executor": (1, "func"),
    "threading.Thread": (1, "target"),
    **{f"concurrent.futures.{name}.submit": (0, "fn") for name in _EXECUTORS},
}

POSITIONAL = frozenset({"anyio.to_thread.run_sync", "asyncio.AbstractEventLoop.run_in_executor"})
"""Those that pass no keyword arguments on."""
