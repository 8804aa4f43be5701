"""A test overrides a dependency, and nothing takes the override away again.

`dependency_overrides` belongs to the application, which all tests of a run share. The override stays in force for
every test that runs later: those that meant to test the real thing pass with a fake, or fail depending on the order.

Reported are overrides that no `clear`, `pop`, `del` or new dictionary follows: in the same function, at module level,
in a fixture or helper of the file, or in a `conftest.py` around it. An application that the test or the file makes
for itself, one that comes from a fixture, and overrides that a `conftest.py` sets for the whole run are left alone.

The fix lets `monkeypatch` set the override, which restores what was there when the test is over. It is unsafe:
later tests may have relied on the fake. It is offered in test functions.

Bad:

    -- app.py --
    from fastapi import Depends, FastAPI

    app = FastAPI()

    def get_name() -> str:
        return "real"

    @app.get("/")
    def read_name(name: str = Depends(get_name)) -> str:
        return name

    -- tests/test_name.py --
    from app import app, get_name
    from fastapi.testclient import TestClient

    def test_name() -> None:
        app.dependency_overrides[get_name] = lambda: "fake"
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the override stays in force for all tests that run later: nothing clears it
        assert TestClient(app).get("/").json() == "fake"

Good:

    -- app.py --
    from fastapi import Depends, FastAPI

    app = FastAPI()

    def get_name() -> str:
        return "real"

    @app.get("/")
    def read_name(name: str = Depends(get_name)) -> str:
        return name

    -- tests/test_name.py --
    from app import app, get_name
    from fastapi.testclient import TestClient

    def test_name(monkeypatch) -> None:
        monkeypatch.setitem(app.dependency_overrides, get_name, lambda: "fake")
        assert TestClient(app).get("/").json() == "fake"
"""

from fastapi_lint import Context, Edit, Findings, Fix, Module, Rule, Severity, Span
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.inputs.overrides import Override, lasting

rule = Rule(__name__, "FAPI902", Severity.WARNING, since="0.1", in_tests=True)


@rule.on(Module)
def check(module: Module, ctx: Context) -> Findings:
    if not module.is_test:
        return
    for override in lasting(module):
        yield ctx.finding(
            override.statement,
            "the override stays in force for all tests that run later: nothing clears it",
            help="set it with `monkeypatch.setitem`, or in a fixture that clears it behind its `yield`",
            fix=_patch(override, ctx),
        )


def _patch(override: Override, ctx: Context) -> Fix | None:
    function, statement = override.function, override.statement
    if function is None or not function.name.startswith("test") or function.parent is not None:
        return None
    target = statement.targets[0] if isinstance(statement, s.Assign) and len(statement.targets) == 1 else None
    if not isinstance(target, s.Subscript) or not isinstance(statement, s.Assign) or statement.value is None:
        return None
    given = ", ".join(ctx.text(part) for part in (target.value, target.index, statement.value))
    edits = [ctx.replace(statement, f"monkeypatch.setitem({given})")]
    if "monkeypatch" not in [param.name for param in function.syntax.params]:
        edits.append(_parameter(override, ctx))
    return ctx.fix("set it with `monkeypatch`", *edits)


def _parameter(override: Override, ctx: Context) -> Edit:
    assert override.function is not None
    source, syntax = override.module.source, override.function.syntax
    opening = source.text.index("(", override.function.name_span.end)
    plain = [
        param for param in syntax.params if param.default is None and param.kind in ("positional", "normal")
    ]
    if plain:
        return ctx.insert(plain[-1].end, ", monkeypatch")
    return ctx.replace(Span(opening + 1, opening + 1), "monkeypatch, " if syntax.params else "monkeypatch")
