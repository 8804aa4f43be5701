"""A parameter of the path is marked as something else.

What stands as `{item_id}` in the path is a path parameter. `item_id: Annotated[int, Query()]` says that it is not, and FastAPI
refuses the contradiction with "AssertionError: Cannot use `Query` for path param 'item_id'" while the module is imported.

`Path()` and no marker at all are right; `Depends()` may use the name for something else. The path counts as it is served, with
the prefixes of all routers.

The fix puts `Path` in the marker's place where the marker has no default and no alias. It is safe: nothing worked that it
could change.

Bad:

    from typing import Annotated

    from fastapi import FastAPI, Path, Query

    app = FastAPI()

    @app.get("/items/{item_id}")
    def read_item(item_id: Annotated[int, Query(gt=0)]) -> int:
                                          ^^^^^^^^^^^ `item_id` is a parameter of the path of `GET /items/{item_id}`, and `Query` says otherwise: the application does not start
        return item_id

Good:

    from typing import Annotated

    from fastapi import FastAPI, Path, Query

    app = FastAPI()

    @app.get("/items/{item_id}")
    def read_item(item_id: Annotated[int, Path(gt=0)]) -> int:
        return item_id
"""

from fastapi_lint import Applicability, Context, Findings, Fix, Location, Parameter, Rule, Severity, Span
from fastapi_lint.model.domain import In
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.meaning.values import Marker

rule = Rule(__name__, "FAPI216", Severity.ERROR, since="0.1")


@rule.on(Parameter)
def check(parameter: Parameter, ctx: Context) -> Findings:
    marker = parameter.marker
    if (
        parameter.location is not In.PATH
        or marker is None
        or marker.name == "fastapi.Path"
        or not parameter.operations
    ):
        return
    yield ctx.finding(
        Location(marker.module.path, Span(marker.call.start, marker.call.end)),
        f"`{parameter.name}` is a parameter of the path of `{parameter.operations[0].display}`, "
        f"and `{marker.name.rpartition('.')[2]}` says otherwise: the application does not start",
        help="mark it with `Path()`, or give it another name",
        fix=use_path(parameter, marker, ctx),
    )


def use_path(parameter: Parameter, marker: Marker, ctx: Context) -> Fix | None:
    """Put ``Path`` in the place of a marker that is written in the signature and takes no default."""
    call, own = marker.call, parameter.syntax
    dots = [arg for arg in call.args if isinstance(arg, s.Constant) and arg.kind == "ellipsis"]
    is_plain = len(dots) == len(call.args) and not {"default", "alias", "default_factory"} & {
        k.name for k in call.keywords
    }
    is_here = marker.module is parameter.module and own.start < call.start < own.end
    if not is_plain or not is_here or call.is_open or (parameter.is_in_annotated and own.default is not None):
        return None
    path = ctx.import_("fastapi", "Path", marker.module.path)
    edit = ctx.replace(ctx.at(marker.module.path, call.func), path.name)
    return ctx.fix("mark it with `Path`", edit, imports=[path], applicability=Applicability.SAFE)
