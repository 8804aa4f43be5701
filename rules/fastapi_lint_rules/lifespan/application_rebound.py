"""A second `FastAPI()` is bound to the name of the first one.

What was registered on the first application, routes, middleware and handlers, stays with an object that nobody can
reach any more. The server imports the name and finds the second one: those paths answer 404, without a warning. It
happens when an example is pasted below existing code.

Reported are two constructions at module level, one after the other, when something was registered on the first, and
nothing else was done with it in between: it was not mounted, wrapped, passed on or given another name. Those under
an `if` are left alone, and tests are.

Bad:

    from fastapi import FastAPI

    app = FastAPI()

    @app.get("/health")
    def health() -> str:
        return "ok"

    app = FastAPI(title="Shop")
          ^^^^^^^^^^^^^^^^^^^^^ `app` is bound to a second application: what was registered on the first, such as `GET /health`, is lost

    @app.get("/items")
    def read_items() -> list[str]:
        return []

Good:

    from fastapi import FastAPI

    app = FastAPI(title="Shop")

    @app.get("/health")
    def health() -> str:
        return "ok"

    @app.get("/items")
    def read_items() -> list[str]:
        return []
"""

from fastapi_lint import Application, Context, Findings, Route, Rule, Severity
from fastapi_lint.model.file import syntax as s

rule = Rule(__name__, "FAPI507", Severity.WARNING, since="0.1")


@rule.on(Application)
def check(application: Application, ctx: Context) -> Findings:
    later = _rebinding(application)
    held = [
        *application.entries,
        *application.middleware,
        *application.exception_handlers,
        *application.event_handlers,
    ]
    if later is None or later.value is None or not held or application.mounted_in:
        return
    first = next((entry for entry in application.entries if isinstance(entry, Route)), None)
    such = f", such as `{first.display}`," if first is not None else ""
    yield ctx.finding(
        later.value,
        f"`{application.name}` is bound to a second application: what was registered on the first{such} is lost",
        help="make one application, and register everything on it",
        related=[ctx.related(application, "the first application")],
    )


def _rebinding(application: Application) -> s.Assign | None:
    """The statement that puts another application in the place of this one, and finds nothing but registrations."""
    name, body = application.name, application.module.facts.body
    position = next(
        (i for i, item in enumerate(body) if _binds(item, name) and _value(item) == application.call), None
    )
    if position is None or application.within is not None:
        return None
    others = [
        other.call for other in application.module.project.applications if other.module is application.module
    ]
    for statement in body[position + 1 :]:
        if isinstance(statement, s.Assign) and _binds(statement, name):
            return statement if statement.value in others and statement.value != application.call else None
        if not _only_registers(statement, name):
            return None
    return None


def _binds(statement: s.Stmt, name: str) -> bool:
    return isinstance(statement, s.Assign) and [s.dotted(target) for target in statement.targets] == [name]


def _value(statement: s.Stmt) -> s.Expr | None:
    return statement.value if isinstance(statement, s.Assign) else None


def _only_registers(statement: s.Stmt, name: str) -> bool:
    """Whether a statement uses the name, if it does, only as what something is registered on."""
    nodes = list(s.walk(statement))
    methods = {id(node.value) for node in nodes if isinstance(node, s.Attribute)}
    return all(id(node) in methods for node in nodes if isinstance(node, s.Name) and node.id == name)
