"""A test patches a function that FastAPI has as a dependency.

`Depends(get_db)` holds the function itself, from the moment when the endpoint was defined. A patch gives the *name* in
the module another meaning, which FastAPI never looks at again: the test runs with the real dependency, and with the
real database behind it. `app.dependency_overrides` is made for this.

Reported is a patch of a function that nothing but `Depends` mentions. One that code also calls by its name is left
alone, and so are functions that the dependency itself calls.

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
    from unittest.mock import patch

    from app import app
    from fastapi.testclient import TestClient

    def test_name() -> None:
        with patch("app.get_name", return_value="fake"):
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the patch changes nothing: `Depends` holds `get_name` itself since the endpoint was defined
            TestClient(app).get("/")

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
        TestClient(app).get("/")
"""

from fastapi_lint import Context, Findings, Function, Module, ProjectCall, Rule, Severity
from fastapi_lint.model.domain import Role
from fastapi_lint.model.meaning.values import Literal, Value
from fastapi_lint.model.references import As, references

rule = Rule(__name__, "FAPI904", Severity.WARNING, since="0.1", in_tests=True)

_PATCHES = frozenset(
    {
        "unittest.mock.patch",
        "unittest.mock.patch.object",
        "pytest.MonkeyPatch.setattr",
        "?.patch",
        "?.object",
        "?.setattr",
    }
)


@rule.on(ProjectCall, to=_PATCHES)
def check(call: ProjectCall, ctx: Context) -> Findings:
    function = _patched(call)
    if not call.module.is_test or not isinstance(function, Function) or Role.DEPENDENCY not in function.roles:
        return
    used = {found.kind for found in references(function) if not found.module.is_test}
    if used - {As.DEPENDENCY} or "reload(" in call.module.source.text:
        return
    yield ctx.finding(
        call,
        f"the patch changes nothing: `Depends` holds `{function.name}` itself since the endpoint was defined",
        help=f"set `app.dependency_overrides[{function.name}]`, and take it away again",
        related=[ctx.related(function, "the dependency")],
    )


def _patched(call: ProjectCall) -> Value:
    """What ``patch("shop.deps.get_db")``, ``patch.object(deps, "get_db")`` or ``setattr(deps, "get_db")`` is about."""
    first, second = call.given(0, "target"), call.given(1, "name")
    project = call.module.project
    if isinstance(first, Module):
        return (
            project.imports.member(first, second.value)
            if isinstance(second, Literal) and isinstance(second.value, str)
            else None
        )
    if not isinstance(first, Literal) or not isinstance(first.value, str):
        return None
    owner, _, name = first.value.rpartition(".")
    path = project.imports.finder.find(call.path, owner) if owner else None
    return project.imports.member(project.modules[path], name) if path in project.modules else None
