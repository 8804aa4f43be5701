"""A path operation sends a password, a key or another secret to the client.

The model that a request fills in, or that the database holds, is not the one to answer with: it has the password,
and `response_model=` sends every field that the model has. Whatever a response contains ends up in browser caches,
logs of proxies and crash reports, and a password hash that leaves the server can be cracked at leisure.

What counts is the declared type with its bases, nested models and list items, or, where nothing is declared, a
model that is returned as it is or with `**user.model_dump()`. Only fields that hold plain text: `SecretStr` is sent
masked, and a `bool` gives nothing away. Left alone are `Field(exclude=True)`, serializers of one's own,
`response_model_exclude` and `model_dump(exclude=…)`, access tokens, and endpoints or models that are about the
secret by their very name (a new API key is shown once, on purpose), or that call something like `mask` or `redact`, or write `"*"` themselves.

There is no fix: which fields are public is for you to say.

Bad:

    from fastapi import FastAPI
    from pydantic import BaseModel

    class User(BaseModel):
        name: str
        password: str

    app = FastAPI()

    @app.post("/users", status_code=201)
    async def create_user(user: User) -> User:
              ^^^^^^^^^^^ `create_user` sends `password` of `User` to the client: its response type has that field
        return user

Good:

    from fastapi import FastAPI
    from pydantic import BaseModel

    class UserPublic(BaseModel):
        name: str

    class User(UserPublic):
        password: str

    app = FastAPI()

    @app.post("/users", status_code=201)
    async def create_user(user: User) -> UserPublic:
        return user
"""

from fastapi_lint import Confidence, Context, Findings, Location, Route, Rule, Severity, Span
from fastapi_lint.model.answers.exposure import exposed

rule = Rule(__name__, "FAPI303", Severity.ERROR, since="0.1")


@rule.on(Route)
def check(route: Route, ctx: Context) -> Findings:
    function, leaks = route.function, list(exposed(route))
    if function is None or not leaks:
        return
    first = leaks[0]
    names = [
        f"`{leak.dotted}`" for leak in leaks if leak.cls is first.cls and leak.statement == first.statement
    ]
    names = list(dict.fromkeys(names))
    listed = ", ".join(names[:-1]) + " and " * bool(names[1:]) + names[-1]
    why = f"its response type has {'those fields' if names[1:] else 'that field'}"
    where = Location(function.path, function.name_span)
    if first.statement is not None:
        why = "it declares no response type"
        where = Location(function.path, Span(first.statement.start, first.statement.end))
    field = Span(first.field.statement.start, first.field.statement.end)
    yield ctx.finding(
        where,
        f"`{function.name}` sends {listed} of `{first.cls.name}` to the client: {why}",
        help=f"answer with a model that has only the public fields of `{first.cls.name}`",
        confidence=Confidence.HIGH if len(first.trail) == 1 else Confidence.MEDIUM,
        related=[ctx.related(ctx.at(first.field.schema.path, field), "the secret")],
    )
