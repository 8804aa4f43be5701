"""`Query()` marks a parameter of a type that the query string cannot hold.

A query parameter is a text, or a list of texts. For a dictionary, a dataclass, or a list of models, lists or
dictionaries FastAPI raises "AssertionError: Query parameter 'filters' must be one of the supported types" while the
module is imported (before 0.100: "can only be a request body, using Body()").

A list, set or tuple of numbers, texts or enums is right, and so is one Pydantic model for the whole query string,
from FastAPI 0.115 on. Types that the source does not show are left alone. There is no fix: the body, a model or several
parameters may be what is meant.

Bad:

    from typing import Annotated

    from fastapi import FastAPI, Query

    app = FastAPI()

    @app.get("/items")
    def read_items(filters: Annotated[dict[str, str], Query()]) -> list[str]:
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `filters` is marked with `Query`, and a query string cannot hold its type: the application does not start
        return list(filters)

Good:

    from typing import Annotated

    from fastapi import FastAPI, Query

    app = FastAPI()

    @app.get("/items")
    def read_items(filters: Annotated[list[str], Query()]) -> list[str]:
        return filters
"""

from fastapi_lint import Class, Context, Findings, Function, Parameter, Rule, Severity
from fastapi_lint.model.domain import In
from fastapi_lint.model.inputs.schemas import kind_of
from fastapi_lint.model.inputs.terms import Term
from fastapi_lint.model.knowledge.parameters import SEQUENCES, UPLOAD

rule = Rule(__name__, "FAPI220", Severity.ERROR, since="0.1")


@rule.on(Parameter)
def check(parameter: Parameter, ctx: Context) -> Findings:
    if parameter.location is not In.QUERY or parameter.marker is None or parameter.term is None:
        return
    if isinstance(parameter.owner, Function) and not parameter.owner.keeps_signature:
        return
    if parameter.operations and is_refused(parameter.term, ctx):
        yield ctx.finding(
            parameter,
            f"`{parameter.name}` is marked with `Query`, and a query string cannot hold its type: "
            "the application does not start",
            help="take a list of texts or numbers, or a Pydantic model, or mark it with `Body()`",
        )


def is_refused(term: Term, ctx: Context) -> bool:
    """Whether FastAPI certainly refuses a type for the query; a lone model is one for the whole query string."""
    is_complex = ctx.project.terms.is_complex
    options = term.options
    if any(option.name == UPLOAD for option in options):
        return False
    for option in options:
        if option.name in SEQUENCES:
            if any(is_complex(inner) for arg in option.args for inner in arg.options):
                return True
        elif is_complex(option) and (len(options) > 1 or not _is_model(option)):
            return True
    return False


def _is_model(term: Term) -> bool:
    """A model that FastAPI takes apart into parameters; what the source does not show may be one."""
    if isinstance(term.value, Class):
        return kind_of(term.value) != "dataclass" or None in term.value.bases
    return "Model" in term.name
