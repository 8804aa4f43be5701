"""A parameter of the path has a default.

A path without that part is another path: the default is never used. FastAPI refuses one beside `Path()`: "AssertionError: Path
parameters cannot have a default value", while the module is imported. A plain `item_id: int = 3` is accepted, and says
something that is not true: that is a warning.

A function that is also registered under a path without the placeholder does need the default, and is left alone. So is
`Path(...)`, which says "required".

The fix takes the default away where Python lets it: when no parameter with a default stands before it. It is
safe beside `Path()`, as nothing worked; without it, it is unsafe: somebody may call the function directly.

Bad:

    from fastapi import FastAPI, Path

    app = FastAPI()

    @app.get("/items/{item_id}")
    def read_item(item_id: int = Path(3, gt=0)) -> int:
                                      ^ `item_id` is a parameter of the path and has a default: the application does not start
        return item_id

    @app.get("/users/{user_id}")
    def read_user(user_id: int = 1) -> int:
                                 ^ `user_id` is a parameter of the path of `GET /users/{user_id}`: its default is never used
        return user_id

Good:

    from fastapi import FastAPI, Path

    app = FastAPI()

    @app.get("/items/{item_id}")
    def read_item(item_id: int = Path(gt=0)) -> int:
        return item_id

    @app.get("/users/{user_id}")
    def read_user(user_id: int) -> int:
        return user_id
"""

from fastapi_lint import Applicability, Context, Findings, Fix, Function, Parameter, Rule, Severity, Span
from fastapi_lint.model.domain import In
from fastapi_lint.model.file import syntax as s

rule = Rule(__name__, "FAPI221", Severity.ERROR, since="0.1")

MEASURED = "0.95"
"""The oldest FastAPI that was asked whether `Path(3)` fails; it once meant nothing."""


@rule.on(Parameter)
def check(parameter: Parameter, ctx: Context) -> Findings:
    marker, default, owner = parameter.marker, parameter.default, parameter.owner
    if default is None or parameter.location is not In.PATH or not isinstance(owner, Function):
        return
    is_path = marker is not None and marker.name == "fastapi.Path"
    if (marker is not None and not is_path) or parameter.is_open or not owner.keeps_signature:
        return
    if isinstance(default, s.Constant) and default.kind == "ellipsis":
        return
    if is_path and marker is not None and not ctx.targets.fastapi.before(MEASURED):
        yield ctx.finding(
            ctx.at(parameter.path if parameter.is_in_annotated else marker.module.path, default),
            f"`{parameter.name}` is a parameter of the path and has a default: the application does not start",
            help="leave the default out",
            fix=without(parameter, default, Applicability.SAFE, ctx),
        )
    elif marker is None and parameter.operations and is_always_in_path(parameter, owner):
        yield ctx.finding(
            ctx.at(parameter.path, default),
            f"`{parameter.name}` is a parameter of the path of `{parameter.operations[0].display}`: "
            "its default is never used",
            help="leave the default out",
            severity=Severity.WARNING,
            fix=without(parameter, default, Applicability.UNSAFE, ctx),
        )


def is_always_in_path(parameter: Parameter, owner: Function) -> bool:
    """Whether everything that runs the function, as far as the source shows, has the parameter in its path."""
    if not owner.routes or owner.users:
        return False
    if parameter.operations[0] not in owner.routes[0].operations:
        return False  # said once, for the first of its routes
    served = [operation for route in owner.routes for operation in route.operations]
    return all(route.operations for route in owner.routes) and all(
        one.path is not None and parameter.name in one.path_names for one in served
    )


def without(parameter: Parameter, default: s.Expr, applicability: Applicability, ctx: Context) -> Fix | None:
    """Take the default away: the first argument of `Path(…)`, or `= …` where no other default stands before it."""
    param, marker, owner = parameter.syntax, parameter.marker, parameter.owner
    text = ctx.project.source(parameter.path).text
    if marker is not None and not parameter.is_in_annotated:
        call = marker.call
        if marker.module is not parameter.module or not call.args or call.args[0] != default:
            return None
        rest = [one.start for one in (*call.args[1:], *call.keywords)]
        end = min(rest) if rest else default.end
        return ctx.fix(
            "leave the default out", ctx.replace(Span(default.start, end), ""), applicability=applicability
        )
    before = (
        [one for one in owner.syntax.params if one.start < param.start] if isinstance(owner, Function) else []
    )
    if any(one.default is not None for one in before) or param.annotation is None:
        return None
    between = text[param.annotation.end : default.start]
    if between.strip() != "=" or text[default.end : default.end + 1] not in ",)":
        return None
    gone = Span(param.annotation.end, default.end)
    return ctx.fix("leave the default out", ctx.replace(gone, ""), applicability=applicability)
