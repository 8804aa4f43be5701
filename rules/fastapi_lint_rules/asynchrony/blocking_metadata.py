"""The file system is asked about a file in code that runs on the event loop.

`Path.exists`, `os.path.getsize`, `os.stat`, `mkdir` and `rename` ask or change one entry of a directory. The
operating system answers from memory most days, in microseconds; on a network volume, or with a busy disk, it
takes as long as reading a file does, and this worker answers no request meanwhile.

That is why this is apart from `blocking-file`, and not in the default set: worth a look where the files are on a
network volume. What only computes with paths (`os.path.join`, `Path.with_suffix`) asks nobody and is left alone, as
are `anyio.Path`, `aiofiles.os` and plain functions, which run in threads. Start-up code and coroutines that nothing
served reaches are left alone as well.

Plain functions of the project are followed, as for `blocking-file`: a question that the event loop gets to is one
finding, with the way there and the other places as related ones.

The fix makes a path operation or dependency that awaits nothing a plain `def`, and else hands this one call to a
thread; both are unsafe, since other requests run in between.

Bad:

    from pathlib import Path

    from fastapi import FastAPI

    app = FastAPI()

    @app.get("/reports/{name}")
    async def has_report(name: str) -> bool:
        return Path("/mnt/reports", name).exists()
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `pathlib.Path.exists` asks the disk on the event loop in path operation `has_report`

Good:

    from pathlib import Path

    from fastapi import FastAPI

    app = FastAPI()

    @app.get("/reports/{name}")
    def has_report(name: str) -> bool:
        return Path("/mnt/reports", name).exists()
"""

from fastapi_lint import Context, Findings, LoopCall, LoopChain, Rule, Severity
from fastapi_lint.chains import report
from fastapi_lint.edits import unblock
from fastapi_lint.model.domain import Reach
from fastapi_lint.model.knowledge.blocking import METADATA

rule = Rule(__name__, "FAPI123", Severity.INFO, since="0.1", group="strict")


HELP = "use `anyio.Path`, or a plain `def`, which runs in a thread"


@rule.on(LoopCall, to=METADATA)
def check(call: LoopCall, ctx: Context) -> Findings:
    if call.function.reach is not Reach.REQUEST:
        return
    yield ctx.finding(
        call,
        f"`{call.callee}` asks the disk on the event loop in {call.function.part}",
        help=HELP,
        fix=unblock(call, ctx),
    )


@rule.on(LoopChain, to=METADATA)
def check_chain(chain: LoopChain, ctx: Context) -> Findings:
    if chain.function.reach is Reach.REQUEST:
        yield from report(chain, ctx, chain.callee.removeprefix("builtins."), HELP)
