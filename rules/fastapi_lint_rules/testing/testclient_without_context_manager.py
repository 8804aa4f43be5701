"""A `TestClient` of an application with a lifespan is not entered by a `with`.

The lifespan, and handlers for start-up and shutdown, run when the client is entered and left. Without the `with`
requests are answered all the same, by an application that never started: what the lifespan puts into `app.state` or
opens is missing, or, worse, the tests pass because of what it would have refused.

Reported is only a client whose application has something to start, as far as the source shows. A client that
an `ExitStack` enters, or that is entered later by its name, is left alone. Where a test means to leave start-up out,
say so with an `ignore` comment.

The fix writes the `with` in a test, around the rest of it, and in a fixture, which yields the client from then on. It is
unsafe: start-up runs, and may need what the tests do not have. There is none at module level.

Bad:

    from contextlib import asynccontextmanager

    from fastapi import FastAPI
    from fastapi.testclient import TestClient

    @asynccontextmanager
    async def lifespan(app: FastAPI):
        app.state.ready = True
        yield

    app = FastAPI(lifespan=lifespan)

    def test_start() -> None:
        client = TestClient(app)
                 ^^^^^^^^^^^^^^^ the lifespan of `app` does not run: only a client in a `with` starts the application
        assert client.get("/").status_code == 404

Good:

    from contextlib import asynccontextmanager

    from fastapi import FastAPI
    from fastapi.testclient import TestClient

    @asynccontextmanager
    async def lifespan(app: FastAPI):
        app.state.ready = True
        yield

    app = FastAPI(lifespan=lifespan)

    def test_start() -> None:
        with TestClient(app) as client:
            assert client.get("/").status_code == 404
"""

import re

from fastapi_lint import Application, Context, Findings, Fix, ProjectCall, Rule, Severity
from fastapi_lint.blocks import into_with
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.loop import events

rule = Rule(__name__, "FAPI903", Severity.WARNING, since="0.1", in_tests=True)

_ENTERING = frozenset({"enter_context", "enter_async_context", "enterContext"})


@rule.on(ProjectCall, to={"starlette.testclient.TestClient"})
def check(call: ProjectCall, ctx: Context) -> Findings:
    app = call.given(0, "app")
    if not isinstance(app, Application) or _is_entered(call):
        return
    if events.lifespan_of(app) is events.Lifespan.GIVEN:
        what = "the lifespan"
    elif any(True for event in ("startup", "shutdown") for _ in events.runs(app, event, merging=True)):
        what = "what starts and stops"
    else:
        return
    name = f" of `{app.name}`" if app.name else ""
    yield ctx.finding(
        call,
        f"{what}{name} does not run: only a client in a `with` starts the application",
        help="write `with TestClient(…) as client:`",
        fix=_enter(call, ctx),
    )


def _enter(call: ProjectCall, ctx: Context) -> Fix | None:
    """A ``with`` in a test or a fixture; a fixture that returned the client becomes a generator."""
    function = call.function
    if function is None:
        return None
    is_fixture = any("fixture" in ctx.text(decorator) for decorator in function.syntax.decorators)
    is_test = function.name.startswith("test")
    edits = into_with(call.call, function, ctx) if is_fixture or is_test else None
    if not edits or (is_test and function.syntax.returns_value):
        return None
    annotation, imports = function.syntax.returns, []
    if annotation is not None and is_fixture and function.syntax.returns_value:
        iterator = ctx.import_("collections.abc", "Iterator")
        edits.append(ctx.replace(annotation, f"{iterator.name}[{ctx.text(annotation)}]"))
        imports.append(iterator)
    return ctx.fix("enter the client", *edits, imports=imports)


def _is_entered(call: ProjectCall) -> bool:
    body = call.function.body if call.function else call.module.facts.body
    names: set[str] = set()
    for node in (node for statement in body for node in s.walk(statement)):
        if isinstance(node, s.With) and call.call in node.contexts:
            return True
        if isinstance(node, s.Call) and call.call in node.args and isinstance(node.func, s.Attribute):
            return node.func.attr in _ENTERING
        if isinstance(node, s.Assign) and node.value == call.call:
            names.update(s.dotted(target) for target in node.targets)
        if isinstance(node, (s.Return, s.Yield)) and node.value == call.call and call.function:
            names.add(call.function.name)
    if names and call.function is not None:
        names.add(call.function.name)  # a fixture, entered by who asks for it
    text = call.module.source.text
    entered = r"\bwith\s+(?:[^\n#:]*,\s*)?{0}\s*(?:as\b|[,:])|(?:enter_context|enterContext)\({0}\)|\b{0}\.__enter__"
    return any(re.search(entered.format(re.escape(name)), text) for name in names if name)
