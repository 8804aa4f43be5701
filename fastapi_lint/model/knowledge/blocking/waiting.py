"""Waiting for other code of the same program: sleeping, locks, queues, futures, threads and processes.

Sources: the standard library's documentation, the API references of filelock 3, ray 2, psutil 7, tenacity 9,
backoff 2.2, stamina 25, retrying 1.4.
"""

from __future__ import annotations

from fastapi_lint.model.knowledge.blocking.family import Family, each

_LOCKS = "Lock RLock Semaphore BoundedSemaphore"


WAIT = Family(
    "wait",
    each(_LOCKS, "acquire", "threading"),
    each(_LOCKS, "acquire", "multiprocessing"),
    each("threading.Condition multiprocessing.Condition", "acquire wait wait_for"),
    each("threading.Event threading.Barrier multiprocessing.Event multiprocessing.Barrier", "wait"),
    each("threading.Thread threading.Timer multiprocessing.Process", "join"),
    each("Queue LifoQueue PriorityQueue", "get join", "queue"),  # without a size, `put` never waits
    each("Queue JoinableQueue", "get join", "multiprocessing"),
    each("queue.BoundedQueue multiprocessing.BoundedQueue", "get put join"),
    {
        "queue.SimpleQueue": "get",
        "multiprocessing.SimpleQueue": "get put",
        "multiprocessing.Pool": "map starmap apply join",
        "multiprocessing.pool.Pool": "map starmap apply join",
        "multiprocessing.pool.ThreadPool": "map starmap apply join",
        "multiprocessing.pool.AsyncResult": "get wait",
        "multiprocessing.connection.Connection": "recv recv_bytes",
        "multiprocessing.connection": "wait",
        "concurrent.futures": "wait as_completed",
        "concurrent.futures.Future": "result exception",
        "concurrent.futures.Results": "__iter__",  # what `map` gives
        "concurrent.futures.ThreadPoolExecutor": "shutdown",
        "concurrent.futures.ProcessPoolExecutor": "shutdown",
        "select": "select",
        "select.epoll": "poll",
        "select.poll": "poll",
        "selectors.DefaultSelector": "select",
        "signal": "pause sigwait sigwaitinfo sigtimedwait",
        "sched.scheduler": "run",
        "filelock.FileLock": "acquire __enter__",
        "portalocker.Lock": "acquire __enter__",
        "psutil": "wait_procs cpu_percent cpu_times_percent",
        "psutil.Process": "cpu_percent wait",
        "multiprocessing.managers.BaseManager": "connect start",
        **each("posthog.Posthog posthog.client.Client", "flush join shutdown"),
        "posthog": "flush join shutdown",
        "sentry_sdk": "flush",
        "langfuse.Langfuse": "flush shutdown",
        "opentelemetry.sdk.trace.TracerProvider": "force_flush shutdown",
        "watchdog.observers.Observer": "join",
        "ray": "get wait",
        "dask.distributed.Client": "gather",
        "dask.distributed.Future": "result",
    },
)

LOCKS = Family(
    "lock",
    each(f"{_LOCKS} Condition", "__enter__", "threading"),
)
"""Locks that other threads hold for a moment. Entering one is no news; awaiting while it is held is."""

RETRIES: dict[str, tuple[frozenset[str], tuple[int, str]]] = {
    **dict.fromkeys(("tenacity.retry", "tenacity.Retrying"), (frozenset({"wait"}), (1, "stop"))),
    "retrying.retry": (
        frozenset(
            (
                *("wait_fixed", "wait_random_min", "wait_random_max", "wait_exponential_multiplier"),
                *("wait_exponential_max", "wait_incrementing_start", "wait_incrementing_increment"),
                "wait_func",
            )
        ),
        (-1, "stop_max_attempt_number"),
    ),
    "stamina.retry": (frozenset(), (-1, "attempts")),
    "retry.retry": (frozenset({"delay"}), (1, "tries")),
    "retry2.retry": (frozenset({"delay"}), (1, "tries")),
    **dict.fromkeys(("backoff.on_exception", "backoff.on_predicate"), (frozenset(), (-1, "max_tries"))),
}
"""Decorators that put a plain function to sleep between attempts; the options one of which makes them do so
(``backoff`` and ``stamina`` need none); and the option, by position and name, that is 1 where there is no second
attempt. Around an ``async def`` they await, or do not wait for it to run. ``tenacity.retry.__call__`` is what a
function calls that is decorated so."""

PATIENCE = frozenset(f"tenacity.{name}" for name in ("stop_after_attempt", "wait_none", "wait_fixed"))
"""What retry decorators are configured with."""

SLEEP = Family("sleep", {"time": "sleep", "tenacity.Retrying": "__iter__"}, each(RETRIES, "__call__"))

_NOW: tuple[object, ...] = (0, 0.0)
_Conditions = tuple[tuple[int, str, tuple[object, ...]], ...]


def _when(names: str, *conditions: tuple[int, str, tuple[object, ...]]) -> dict[str, _Conditions]:
    return dict.fromkeys(names.split(), conditions)


UNLESS: dict[str, _Conditions] = {
    **_when(
        "queue.Queue.get queue.LifoQueue.get queue.PriorityQueue.get queue.SimpleQueue.get "
        "queue.BoundedQueue.get multiprocessing.Queue.get multiprocessing.JoinableQueue.get",
        (0, "block", (False,)),
        (1, "timeout", _NOW),
    ),
    **_when(
        "queue.BoundedQueue.put multiprocessing.BoundedQueue.put",
        (1, "block", (False,)),
        (2, "timeout", _NOW),
    ),
    **_when(
        " ".join(f"{name}.acquire" for name in each(_LOCKS, "", "threading")),
        (0, "blocking", (False,)),
        (1, "timeout", _NOW),
    ),
    **_when(
        " ".join(f"{name}.acquire" for name in each(_LOCKS, "", "multiprocessing")),
        (0, "block", (False,)),
        (1, "timeout", _NOW),
    ),
    **_when(
        "threading.Event.wait threading.Thread.join threading.Timer.join multiprocessing.Event.wait "
        "multiprocessing.Process.join concurrent.futures.Future.result concurrent.futures.Future.exception "
        "psutil.Process.wait selectors.DefaultSelector.select confluent_kafka.Consumer.poll",
        (0, "timeout", _NOW),
    ),
    **_when(
        "concurrent.futures.wait multiprocessing.connection.wait psutil.wait_procs", (1, "timeout", _NOW)
    ),
    **_when(
        "concurrent.futures.ThreadPoolExecutor.shutdown concurrent.futures.ProcessPoolExecutor.shutdown",
        (0, "wait", (False,)),
    ),
    **_when("select.select", (3, "timeout", _NOW)),
    **_when("filelock.FileLock", (1, "timeout", _NOW), (9, "blocking", (False,))),
    **_when("filelock.FileLock.acquire", (0, "timeout", _NOW), (9, "blocking", (False,))),
    **_when("time.sleep", (0, "seconds", _NOW)),
    **_when("os.waitpid", (1, "options", ("os.WNOHANG",))),
    **_when("os.wait3 os.wait4", (0, "options", ("os.WNOHANG",)), (1, "options", ("os.WNOHANG",))),
    **_when("ldap3.Connection", (3, "auto_bind", (False, "NONE", "DEFAULT", "ldap3.AUTO_BIND_NONE"))),
    **_when("dotenv.load_dotenv dotenv.dotenv_values", (1, "stream", ("io.StringIO",))),
    **_when(
        "xml.etree.ElementTree.parse xml.dom.minidom.parse lxml.etree.parse lxml.html.parse "
        "defusedxml.ElementTree.parse pandas.ExcelFile",
        (0, "source", ("builtins.file", "io.BytesIO", "io.StringIO")),
    ),
    **_when("gzip.open bz2.open lzma.open wave.open", (0, "filename", ("io.BytesIO", "io.StringIO"))),
}
"""Arguments, by position or name, with which a call comes back at once: constants, and names and types of objects."""

ONLY_WITH: dict[str, tuple[int, str]] = {
    **dict.fromkeys(
        [
            *(f"smtplib.{name}" for name in ("SMTP", "SMTP_SSL", "LMTP")),
            *("ftplib.FTP", "ftplib.FTP_TLS", "telnetlib.Telnet"),
        ],
        (0, "host"),
    ),
    "ldap3.Connection": (3, "auto_bind"),
    "psutil.cpu_percent": (0, "interval"),
    "psutil.Process.cpu_percent": (0, "interval"),
    "psutil.cpu_times_percent": (0, "interval"),
}
"""Arguments, by position and name, without which a call comes back at once."""

OF_PATHS = frozenset(
    (
        *(f"filetype.{name}" for name in ("guess", "guess_mime", "guess_extension")),
        *("frontmatter.load", "nbformat.read", "toml.load", "zipfile.ZipFile"),
    )
)
"""Calls that read a file where their first argument is a path or a file, and nothing where it is bytes."""
