"""A log handler that writes to a file or over the network is used in code that runs on the event loop.

`logging.FileHandler`, `SMTPHandler`, `SocketHandler` and their like write, rotate, connect and send inside the log call,
under a lock that all threads share. Where coroutines log, the event loop waits for the disk, the mail server or the
network: for a moment on most days, and on a bad one for as long as the other end takes, while no request is answered.

Every application logs, and logging from a coroutine is what documentation shows. That is why this is apart from
`blocking-file`, in the strict group, and one finding for each handler that the project sets up, with the coroutines
that log as related places, not one for each of hundreds of log calls: the remedy is made once, where the handler is.
Give the loggers a `QueueHandler`, which only puts a record into a queue, and the handler to a `QueueListener`, which
writes in a thread. With loguru it is `enqueue=True`.

What writes to the terminal (`StreamHandler`, `basicConfig()` without a file, `sys.stderr`) is left alone: whoever runs
the application decides what reads it, and it is there from the start. So are projects that make a `QueueHandler`, those
where nothing logs while requests are served, handlers in files that the application does not import, such as those of
its command line, and handlers that somebody else sets up.

Bad:

    import logging

    from fastapi import FastAPI

    logger = logging.getLogger("shop")
    logger.addHandler(logging.FileHandler("shop.log"))
                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `logging.FileHandler` writes on the event loop, where 1 coroutine logs: hand the records to a `QueueHandler`
    app = FastAPI()

    @app.get("/items/{item_id}")
    async def read_item(item_id: int) -> int:
        logger.info("item %s", item_id)
        return item_id

Good:

    import logging
    from logging.handlers import QueueHandler, QueueListener
    from queue import SimpleQueue

    from fastapi import FastAPI

    logger = logging.getLogger("shop")
    records: SimpleQueue[logging.LogRecord] = SimpleQueue()
    logger.addHandler(QueueHandler(records))
    QueueListener(records, logging.FileHandler("shop.log")).start()
    app = FastAPI()

    @app.get("/items/{item_id}")
    async def read_item(item_id: int) -> int:
        logger.info("item %s", item_id)
        return item_id
"""

from collections.abc import Iterator

from fastapi_lint import Class, Context, Findings, LoopCall, ProjectCall, Rule, Severity
from fastapi_lint.finding import PLACE
from fastapi_lint.model.domain import Reach
from fastapi_lint.model.knowledge.logs import (
    CONFIGURES,
    HANDLERS,
    LEVELS,
    LIBRARIES,
    QUEUES,
    handlers_in,
    is_written,
)
from fastapi_lint.model.starting.loading import loaded

rule = Rule(__name__, "FAPI125", Severity.INFO, since="0.1", group="strict")

_MANY = 50
"""How many coroutines a finding names."""


@rule.on(ProjectCall, to=HANDLERS | CONFIGURES)
def check(call: ProjectCall, ctx: Context) -> Findings:
    library = "loguru" if call.callee.startswith("loguru.") else "logging"
    if call.module.is_test or (library == "logging" and _is_queued(ctx)):
        return
    for name in [call.callee] if call.callee in HANDLERS else handlers_in(call.callee, call.site.given):
        yield from _report(call, name, library, ctx)


@rule.on(Class)
def check_class(cls: Class, ctx: Context) -> Findings:
    """A handler of the project's own."""
    if not cls.module.is_test and cls.is_a(*HANDLERS) and not _is_queued(ctx):
        yield from _report(cls, cls.name, "logging", ctx)


def _report(where: ProjectCall | Class, name: str, library: str, ctx: Context) -> Findings:
    logging = {call.function: call for call in reversed(list(_log_calls(library, ctx)))}
    if not logging or where.module not in loaded(ctx.project):
        return
    count = f"{len(logging)} coroutines log" if len(logging) > 1 else "1 coroutine logs"
    remedy = "pass `enqueue=True`" if library == "loguru" else "hand the records to a `QueueHandler`"
    places = sorted(logging.values(), key=lambda call: (call.path, call.span))
    yield ctx.finding(
        where,
        f"`{name}` writes on the event loop, where {count}: {remedy}",
        related=[ctx.related(one, f"`{one.function.name}` logs here", PLACE) for one in places[:_MANY]],
    )


def _log_calls(library: str, ctx: Context) -> Iterator[LoopCall]:
    """The log calls that requests get to, on the event loop."""
    for name, calls in ctx.project.loop_calls_by_callee.items():
        if name.rpartition(".")[2] in LEVELS and name.partition(".")[0] in LIBRARIES[library]:
            yield from (call for call in calls if call.function.reach is Reach.REQUEST)


def _is_queued(ctx: Context) -> bool:
    """Whether the project hands records to a queue somewhere."""
    if any(cls.is_a(*QUEUES) for cls in ctx.project.classes()):
        return True
    calls = ctx.project.calls_to({*QUEUES, "logging.config.dictConfig"})
    return any(call.callee in QUEUES or is_written(call.site.given, QUEUES) for call in calls)
