"""A path operation takes and returns one model, with fields that only the server may set.

What a response may show, a request may not always set. With one model for both, the client sends `is_admin: true` or an
`id` of its own choice with the rest, and the endpoint stores it: that is mass assignment, and it looks like a normal
request. FastAPI fills in every field that the model has, whether or not the form on the page has it.

Reported are fields that give rights (`is_admin`, `is_superuser`, …), and the optional `id` of a table
when a row is created: the database makes it up, and the row is stored as it came. Secrets are `response-exposes-secret`. Left alone are models without such
fields, and endpoints that are about administration by their name, their path or what they depend on.

There is no fix: what clients may set is for you to say.

Bad:

    from fastapi import FastAPI
    from pydantic import BaseModel

    class User(BaseModel):
        email: str
        is_admin: bool = False

    app = FastAPI()

    @app.post("/users", status_code=201)
    def create_user(user: User) -> User:
        ^^^^^^^^^^^ `create_user` takes and returns `User`: clients set `is_admin` themselves
        return user

Good:

    from fastapi import FastAPI
    from pydantic import BaseModel

    class UserCreate(BaseModel):
        email: str

    class User(UserCreate):
        is_admin: bool

    app = FastAPI()

    @app.post("/users", status_code=201)
    def create_user(user: UserCreate) -> User:
        return User(is_admin=False, **user.model_dump())
"""

import re

from fastapi_lint import Class, Context, Findings, Location, Route, Rule, Severity
from fastapi_lint.model.answers.exposure import only_class, response_type
from fastapi_lint.model.domain import In, Parameter
from fastapi_lint.model.domain.uses import flat
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.inputs.schemas import fields_of, is_orm
from fastapi_lint.model.knowledge.secrets import PRIVILEGES

rule = Rule(__name__, "FAPI304", Severity.WARNING, since="0.1")

_ADMINISTRATOR = re.compile(r"admin|superuser|staff|root|permission|role|scope", re.IGNORECASE)


@rule.on(Route)
def check(route: Route, ctx: Context) -> Findings:
    function, cls = route.function, only_class(response_type(route))
    if function is None or cls is None or not any(_reads(parameter, cls) for parameter in route.parameters):
        return
    guards = [ctx.text(inner.dependency) for inner in flat(route.dependency_tree)]
    if any(map(_ADMINISTRATOR.search, (route.display, function.name, *guards))):
        return
    names = [f"`{name}`" for name in _server_fields(cls, "POST" in route.methods)]
    if names:
        listed = ", ".join(names[:-1]) + " and " * bool(names[1:]) + names[-1]
        yield ctx.finding(
            Location(function.path, function.name_span),
            f"`{function.name}` takes and returns `{cls.name}`: clients set {listed} themselves",
            help="take a model that has only what clients may set",
            related=[ctx.related(cls, "the model")],
        )


def _reads(parameter: Parameter, cls: Class) -> bool:
    """Whether a parameter is the body, and an object of the class."""
    if parameter.location is not In.BODY:
        return False
    home = parameter.home or parameter.module
    project = cls.project
    return project.terms.of(parameter.type, home, project.types.lookup_in(home)).value is cls


def _server_fields(cls: Class, creates: bool) -> list[str]:
    """The fields that give rights, and an ``id`` that a client may leave out when it creates something."""
    names = []
    for name, field in fields_of(cls).items():
        is_left_out = field.default is not None and not (
            isinstance(field.default, s.Constant) and field.default.kind == "ellipsis"
        )
        if name in PRIVILEGES or (name == "id" and creates and is_left_out and is_orm(cls)):
            names.append(name)
    return names
