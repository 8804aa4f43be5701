"""Library functions that run what they are given, at once and in the same thread; decorators that change nothing.

Sources: the documentation of Python 3.14, tenacity 9, backoff 2, and of the libraries that the decorators are from;
those of tracing, caching and metrics were run.
"""

from __future__ import annotations

CREATES_TASK = frozenset(
    {
        "asyncio.AbstractEventLoop.create_task",
        "asyncio.TaskGroup.create_task",
        "asyncio.create_task",
        "asyncio.ensure_future",
    }
)

CALLS_BACK: dict[str, tuple[int, str]] = {
    "builtins.map": (0, ""),
    "builtins.filter": (0, ""),
    "builtins.sorted": (-1, "key"),
    "builtins.min": (-1, "key"),
    "builtins.max": (-1, "key"),
    "builtins.list.sort": (-1, "key"),
    "bisect.bisect": (-1, "key"),
    "bisect.bisect_left": (-1, "key"),
    "bisect.bisect_right": (-1, "key"),
    "bisect.insort": (-1, "key"),
    "functools.reduce": (0, "function"),
    "heapq.nlargest": (2, "key"),
    "heapq.nsmallest": (2, "key"),
    "itertools.accumulate": (1, "func"),
    "itertools.dropwhile": (0, ""),
    "itertools.filterfalse": (0, ""),
    "itertools.groupby": (1, "key"),
    "itertools.starmap": (0, ""),
    "itertools.takewhile": (0, ""),
    "re.sub": (1, "repl"),
    "re.subn": (1, "repl"),
    "re.Pattern.sub": (0, "repl"),
    "re.Pattern.subn": (0, "repl"),
    "contextlib.AsyncExitStack.callback": (0, "callback"),
    "contextlib.ExitStack.callback": (0, "callback"),
    "json.dumps": (-1, "default"),
    "json.loads": (-1, "object_hook"),
    "contextvars.Context.run": (0, ""),
    "asyncio.AbstractEventLoop.call_soon": (0, "callback"),
    "asyncio.AbstractEventLoop.call_later": (1, "callback"),
    "asyncio.AbstractEventLoop.call_at": (1, "callback"),
    "asyncio.Task.add_done_callback": (0, "fn"),
}
"""Where each takes the function: its position (-1 for none), and its name. Those of asyncio run it on the loop."""

GOES_THROUGH = {
    "builtins.map": 1,
    "builtins.filter": 1,
    "builtins.sorted": 0,
    "builtins.min": 0,
    "builtins.max": 0,
    "heapq.nlargest": 1,
    "heapq.nsmallest": 1,
    "itertools.dropwhile": 1,
    "itertools.filterfalse": 1,
    "itertools.groupby": 0,
    "itertools.takewhile": 1,
}
"""Of what calls a function back for each item of something: the position of that."""

GETTERS = frozenset({"operator.attrgetter", "operator.itemgetter", "operator.methodcaller"})
"""What makes a function that asks an object for something."""

CONSUMES = frozenset(
    {
        "builtins.all",
        "builtins.any",
        "builtins.dict",
        "builtins.enumerate",
        "builtins.frozenset",
        "builtins.iter",
        "builtins.list",
        "builtins.max",
        "builtins.min",
        "builtins.next",
        "builtins.reversed",
        "builtins.set",
        "builtins.sorted",
        "builtins.str.join",
        "builtins.sum",
        "builtins.tuple",
        "builtins.zip",
        "collections.deque",
        "functools.reduce",
        "heapq.nlargest",
        "heapq.nsmallest",
        "itertools.accumulate",
        "itertools.batched",
        "itertools.chain",
        "itertools.chain.from_iterable",
        "itertools.islice",
    }
)
"""What iterates over its arguments: before it returns, or as soon as the loop around it does."""

CACHING = frozenset(
    {
        "cachetools.cached",
        "cachetools.cachedmethod",
        *(f"cachetools.func.{kind}_cache" for kind in ("fifo", "lfu", "lru", "rr", "ttl")),
        "functools.cache",
        "functools.cached_property",
        "functools.lru_cache",
    }
)
"""Decorators that run the function once for the same arguments."""

TRANSPARENT = frozenset(
    {
        "backoff.on_exception",
        "backoff.on_predicate",
        "beartype.beartype",
        "builtins.classmethod",
        "builtins.property",
        "builtins.staticmethod",
        "contextlib.asynccontextmanager",
        "contextlib.contextmanager",
        "ddtrace.trace.tracer.wrap",
        "ddtrace.tracer.wrap",
        "dependency_injector.wiring.inject",
        "deprecated.deprecated",
        "elasticapm.capture_span",
        "functools.wraps",
        "injector.inject",
        "langfuse.decorators.observe",
        "langfuse.observe",
        "langsmith.traceable",
        "logfire.instrument",
        "loguru.logger.catch",
        "newrelic.agent.background_task",
        "newrelic.agent.function_trace",
        "opentelemetry.trace.Tracer.start_as_current_span",
        "prometheus_client.Counter.count_exceptions",
        "prometheus_client.Gauge.time",
        "prometheus_client.Gauge.track_inprogress",
        "prometheus_client.Histogram.time",
        "prometheus_client.Summary.time",
        "pydantic.computed_field",
        "pydantic.field_serializer",
        "pydantic.field_validator",
        "pydantic.model_serializer",
        "pydantic.model_validator",
        "pydantic.root_validator",
        "pydantic.validate_call",
        "pydantic.validator",
        "ratelimit.limits",
        "ratelimit.sleep_and_retry",
        "retry.retry",
        "retry2.retry",
        "retrying.retry",
        "sentry_sdk.trace",
        "stamina.retry",
        "tenacity.retry",
        "timeout_decorator.timeout",
        "typeguard.typechecked",
        "warnings.deprecated",
    }
)
"""Decorators whose result runs the function in the thread that calls it, and adds nothing of interest."""

ASKS_FOR_LOOP = frozenset(
    {
        "asyncio.current_task",
        "asyncio.get_running_loop",
        "asyncio._get_running_loop",
        "sniffio.current_async_library",
    }
)
"""What a function calls to find out whether it runs on an event loop: there it will know better than to block."""

LOOP_LIBRARIES = ("asyncio.", "anyio.", "contextvars.", "aiohttp.", "trio.")
"""Libraries whose functions belong to the event loop, or to the context, of whoever calls them."""
