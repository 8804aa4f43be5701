"""The file below an `UploadFile` is read in code that runs on the event loop.

`UploadFile` has two faces: `await file.read()` is the one for coroutines, and goes to a thread when the
upload has grown onto the disk; `file.file.read()` is the blocking file underneath. On the event loop it
stops all requests of this worker while a large upload is copied.

In a `def` the file underneath is the right one, and it may be handed to a library or a thread as it is.

Plain functions of the project are followed as well, in whatever file and at any depth. A call that the event
loop gets to is one finding, at the first place where it enters the way there, requests before start-up, with
the way and the other places as related ones.

`seek`, `truncate` and `close` are over at once, and are no findings.

The fix is safe for `read`, which does the same to the same file. So it is for `write`, as long as nothing uses
what it returns (the awaited one returns None).
Lines have no awaitable twin: `readline` and `readlines` are found and not repaired, as is what stands in a
generator expression.

Bad:

    from fastapi import FastAPI, UploadFile

    app = FastAPI()

    @app.post("/files")
    async def upload(file: UploadFile) -> int:
        return len(file.file.read())
                   ^^^^^^^^^^^^^^^^ `file.file.read` blocks the event loop in path operation `upload`: every other request waits

Good:

    from fastapi import FastAPI, UploadFile

    app = FastAPI()

    @app.post("/files")
    async def upload(file: UploadFile) -> int:
        return len(await file.read())
"""

from fastapi_lint import Applicability, Context, Findings, Fix, LoopCall, LoopChain, Rule, Severity
from fastapi_lint.chains import report
from fastapi_lint.edits import awaited, holds_lock, is_awaitable_place, is_value_used
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.knowledge.blocking import AWAITED_INSTEAD, UPLOAD

rule = Rule(__name__, "FAPI107", Severity.ERROR, since="0.1")

HELP = "await the methods of the `UploadFile` itself, or use a plain `def`, which runs in a thread"


@rule.on(LoopCall, to=UPLOAD)
def check(call: LoopCall, ctx: Context) -> Findings:
    name = ctx.text(call.call.func)
    yield ctx.finding(
        call,
        f"`{name}` {call.consequence}",
        help=HELP,
        fix=_fix(call, ctx),
    )


@rule.on(LoopChain, to=UPLOAD)
def check_chain(chain: LoopChain, ctx: Context) -> Findings:
    yield from report(chain, ctx, chain.callee, HELP)


def _fix(call: LoopCall, ctx: Context) -> Fix | None:
    func = call.call.func
    if call.callee not in AWAITED_INSTEAD or not isinstance(func, s.Attribute) or call.call.keywords:
        return None
    file = func.value
    if not isinstance(file, s.Attribute) or file.attr != "file" or not is_awaitable_place(call):
        return None
    if func.attr == "write" and (len(call.call.args) != 1 or is_value_used(call)):
        return None
    rest = ctx.source.text[file.end : call.span.end]
    return ctx.fix(
        f"await `{func.attr}` of the upload itself",
        ctx.replace(call, awaited(call, ctx.text(file.value) + rest)),
        applicability=Applicability.UNSAFE if holds_lock(call) else Applicability.SAFE,
    )
