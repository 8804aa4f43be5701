"""A path operation returns a database object and declares no type for its response.

FastAPI then turns the object into JSON by its attributes, and an object of the ORM has an attribute for each
column: the password hash, the internal notes, the column that a migration adds next year. What has been
loaded so far decides what is in the answer, so it also changes with the query; an expired object comes out as
`{}`, and a relationship that was loaded comes along with everything behind it.

Reported is what is proven: objects of SQLAlchemy, SQLModel tables, Beanie, Tortoise and the like, straight
from a session or a query, from a constructor, a function or a dependency of the project, alone or in a list.
A return annotation or a `response_model=` settles it, both filter; `response_model=None` is a decision. This
finding takes the place of `missing-response-model`, and hidden routes have it as well: what is not documented
is sent all the same.

There is no fix: which columns are public is for you to say.

Bad:

    from fastapi import FastAPI
    from sqlalchemy import create_engine
    from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

    engine = create_engine("sqlite://")

    class Base(DeclarativeBase):
        pass

    class User(Base):
        __tablename__ = "users"
        id: Mapped[int] = mapped_column(primary_key=True)
        password_hash: Mapped[str]

    app = FastAPI()

    @app.get("/users/{user_id}")
    def read_user(user_id: int):
        ^^^^^^^^^ `read_user` sends every column of `User`: it returns the database object and declares no response type
        with Session(engine) as session:
            return session.get(User, user_id)

Good:

    from fastapi import FastAPI
    from pydantic import BaseModel
    from sqlalchemy import create_engine
    from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

    engine = create_engine("sqlite://")

    class Base(DeclarativeBase):
        pass

    class User(Base):
        __tablename__ = "users"
        id: Mapped[int] = mapped_column(primary_key=True)
        password_hash: Mapped[str]

    class UserPublic(BaseModel):
        id: int

    app = FastAPI()

    @app.get("/users/{user_id}", response_model=UserPublic)
    def read_user(user_id: int):
        with Session(engine) as session:
            return session.get(User, user_id)
"""

from fastapi_lint import Context, Findings, Location, Route, Rule, Severity
from fastapi_lint.model.answers.responses import Gives

rule = Rule(__name__, "FAPI302", Severity.ERROR, since="0.1")


@rule.on(Route)
def check(route: Route, ctx: Context) -> Findings:
    function = route.function
    if function is None or route.has_schema is not False:
        return
    rows = [answer for answer in function.answers if answer.gives is Gives.ROW and answer.cls is not None]
    for answer in rows[:1]:
        name = answer.cls.name if answer.cls else ""
        objects = "database objects" if answer.is_many else "the database object"
        yield ctx.finding(
            Location(function.path, function.name_span),
            f"`{function.name}` sends every column of `{name}`: "
            f"it returns {objects} and declares no response type",
            help=f"declare a model with the public fields of `{name}` as the response type",
            related=[ctx.related(ctx.at(function.path, answer.statement), f"`{name}` is returned here")],
        )
