"""A marker inside `Annotated` has a default of its own, or another marker beside it.

In the `Annotated` form the default stands behind the `=`, and nowhere else. `Annotated[int, Query(10)]`,
`Annotated[int, Query(default=10)]` and a second `Query()` or `Depends()` behind the `=` are refused by FastAPI with
an `AssertionError` while the module is imported: the application does not start.

`Query(...)` says "required" and is accepted, as is `default_factory=`; so are markers in the default (`= Query(10)`).

The fix moves the default behind the `=`, and removes a second marker that says nothing else. It is safe: there was no
application whose behaviour it could change. There is none where Python would refuse the default, because a
parameter without one follows, and where the marker stands in an alias that others use as well.

Bad:

    from typing import Annotated

    from fastapi import Depends, FastAPI, Query

    app = FastAPI()

    def get_user() -> str:
        return "me"

    @app.get("/items")
    def read_items(limit: Annotated[int, Query(10, le=100)]) -> int:
                                         ^^^^^^^^^^^^^^^^^ `Query` has a default inside `Annotated`: the application does not start
        return limit

    @app.get("/me")
    def read_me(user: Annotated[str, Depends(get_user)] = Depends(get_user)) -> str:
                                                          ^^^^^^^^^^^^^^^^^ `user` has a marker in `Annotated` and another one as its default: the application does not start
        return user

Good:

    from typing import Annotated

    from fastapi import Depends, FastAPI, Query

    app = FastAPI()

    def get_user() -> str:
        return "me"

    @app.get("/items")
    def read_items(limit: Annotated[int, Query(le=100)] = 10) -> int:
        return limit

    @app.get("/me")
    def read_me(user: Annotated[str, Depends(get_user)]) -> str:
        return user
"""

from fastapi_lint import Applicability, Context, Findings, Fix, Location, Parameter, Rule, Severity, Span
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.interpret import Interpreter
from fastapi_lint.model.inputs.injection import DEPENDS
from fastapi_lint.model.meaning.values import Literal, Marker
from fastapi_lint.signatures import drop_argument, drop_default, may_have_default, stands_in

rule = Rule(__name__, "FAPI208", Severity.ERROR, since="0.1")


@rule.on(Parameter)
def check(parameter: Parameter, ctx: Context) -> Findings:
    inner, outer = parameter.annotated, parameter.marker
    if inner is None or outer is None:
        return
    default = own_default(inner)
    if inner is not outer and (inner.name not in DEPENDS or outer.name in DEPENDS):
        yield ctx.finding(
            Location(outer.module.path, Span(outer.call.start, outer.call.end)),
            f"`{parameter.name}` has a marker in `Annotated` and another one as its default: "
            "the application does not start",
            help="keep the one in `Annotated`",
            fix=drop_second(parameter, inner, outer, ctx),
        )
    elif inner is outer and default is not None:
        yield ctx.finding(
            Location(inner.module.path, Span(inner.call.start, inner.call.end)),
            f"`{inner.name.rpartition('.')[2]}` has a default inside `Annotated`: the application does not start",
            help="put the default behind the `=`",
            fix=lift(parameter, inner, default, ctx),
        )


def own_default(marker: Marker) -> s.Expr | None:
    """The default that a marker has, other than the dots that say that there is none."""
    given = marker.call.argument(0, "default") if marker.name not in DEPENDS else None
    is_plain = isinstance(given, s.Constant) and given.kind != "ellipsis"
    return given if is_plain or isinstance(given, (s.Sequence, s.Mapping)) or _is_set(marker, given) else None


def _is_set(marker: Marker, given: s.Expr | None) -> bool:
    """Whether a name stands for a constant: ``Query(PAGE_SIZE)``."""
    if not isinstance(given, (s.Name, s.Attribute)):
        return False
    look = marker.module.project.types.lookup_in(marker.module)
    return isinstance(Interpreter(marker.module, {}, look).value(given), Literal)


def drop_second(parameter: Parameter, inner: Marker, outer: Marker, ctx: Context) -> Fix | None:
    is_same = ctx.text(ctx.at(inner.module.path, inner.call)) == ctx.text(
        ctx.at(outer.module.path, outer.call)
    )
    edit = drop_default(parameter, ctx) if is_same or not (outer.call.args or outer.call.keywords) else None
    return ctx.fix("keep the marker in `Annotated`", edit, applicability=Applicability.SAFE) if edit else None


def lift(parameter: Parameter, marker: Marker, default: s.Expr, ctx: Context) -> Fix | None:
    """Take the default out of the marker, and put it behind the `=` where there is none yet."""
    edit, text = drop_argument(marker, default, ctx), ctx.text(ctx.at(marker.module.path, default))
    written, is_path = parameter.syntax.default, marker.name == "fastapi.Path"
    if (
        edit is None
        or not stands_in(marker, parameter)
        or (written is None and not (is_path or may_have_default(parameter)))
    ):
        return None
    if written is not None and ctx.text(ctx.at(parameter.path, written)) != text:
        return None
    added = (
        []
        if written is not None or is_path
        else [ctx.insert(parameter.span.end, f" = {text}", parameter.path)]
    )
    return ctx.fix("put the default behind the `=`", edit, *added, applicability=Applicability.SAFE)
