"""What the rules about Pydantic 2 claim to break does break, and what they call safe stays the same."""

import warnings
from pathlib import Path
from typing import Any

import pytest

pydantic = pytest.importorskip("pydantic", minversion="2.0")
pytest.importorskip("fastapi")

from fastapi import Body, FastAPI, Query  # noqa: E402
from fastapi.testclient import TestClient  # noqa: E402
from pydantic import BaseModel, Field, field_validator, model_validator  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore")


class Item(BaseModel):
    name: str = "x"


def test_basesettings_from_pydantic() -> None:
    with pytest.raises(pydantic.errors.PydanticImportError):
        exec("from pydantic import BaseSettings")


def test_regex_keyword() -> None:
    with pytest.raises(pydantic.errors.PydanticUserError):
        Field(regex="^a")
    with pytest.raises(TypeError):
        pydantic.constr(regex="^a")
    with pytest.warns(match="pattern"):
        Query(regex="^a")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        Query(pattern="^a")


def test_regex_with_look_around_is_refused() -> None:
    with pytest.raises(Exception, match="look-around"):
        pydantic.create_model("M", x=(str, Field(pattern="(?=a)")))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (lambda: Item().dict(exclude_unset=True), lambda: Item().model_dump(exclude_unset=True)),
        (lambda: Item().json(), lambda: Item().model_dump_json()),
        (lambda: Item().copy(update={"name": "y"}), lambda: Item().model_copy(update={"name": "y"})),
        (lambda: Item.parse_obj({"name": "z"}), lambda: Item.model_validate({"name": "z"})),
        (lambda: Item.validate({"name": "z"}), lambda: Item.model_validate({"name": "z"})),
        (lambda: Item.schema(), lambda: Item.model_json_schema()),
        (lambda: Item.construct(name=1), lambda: Item.model_construct(name=1)),
    ],
)
def test_renamed_methods_warn_and_do_the_same(old: Any, new: Any) -> None:
    with pytest.warns(DeprecationWarning):
        assert old() == new()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        new()


@pytest.mark.parametrize(
    "call",
    [
        lambda: Item().json(indent=2),
        lambda: Item().dict(skip_defaults=True),
        lambda: Item.update_forward_refs(X=int),
    ],
)
def test_arguments_that_methods_do_not_take_any_more(call: Any) -> None:
    with pytest.raises(TypeError):
        call()


def test_none_default_is_returned_and_refused() -> None:
    class Note(BaseModel):
        text: str = None  # type: ignore[assignment]

    app = FastAPI()

    @app.post("/model")
    def give_model(note: Note) -> Note:
        return note

    @app.post("/dictionary")
    def give_dictionary(note: Note) -> Note:
        return note.model_dump()  # type: ignore[return-value]

    client = TestClient(app, raise_server_exceptions=False)
    given = client.post("/model", json={})
    assert given.json() == {"text": None}
    assert client.post("/model", json=given.json()).status_code == 422
    assert client.post("/dictionary", json={}).status_code == 500
    schema = app.openapi()["components"]["schemas"]["Note"]
    assert schema["properties"]["text"] == {"title": "Text", "type": "string"}


def test_config_ignores_old_names() -> None:
    class Old(BaseModel):
        name: str

        class Config:
            orm_mode = True

    class New(BaseModel):
        name: str
        model_config = pydantic.ConfigDict(from_attributes=True)

    row = type("Row", (), {"name": "x"})()
    assert New.model_validate(row).name == "x"
    with pytest.raises(pydantic.ValidationError):
        Old.model_validate(row)
    with pytest.raises(pydantic.errors.PydanticUserError):

        class Both(BaseModel):
            model_config = pydantic.ConfigDict(title="y")

            class Config:
                title = "x"


def test_validators_without_return() -> None:
    class Order(BaseModel):
        amount: int

        @field_validator("amount")
        @classmethod
        def positive(cls, value: int) -> None:
            assert value > 0

    class Whole(BaseModel):
        amount: int

        @model_validator(mode="after")
        def check(self) -> None:  # type: ignore[misc]
            assert self.amount > 0

    assert Order(amount=1).amount is None
    assert Whole.model_validate({"amount": 1}) is None


def test_old_validators_that_raise() -> None:
    def keeps(cls: Any, value: Any, field: Any) -> Any:
        return value

    with pytest.raises(pydantic.errors.PydanticUserError):
        type("M", (BaseModel,), {"__annotations__": {"a": int}, "v": pydantic.validator("a")(keeps)})
    with pytest.raises(pydantic.errors.PydanticUserError):
        pydantic.root_validator(lambda cls, values: values)


def test_removed_arguments() -> None:
    import fastapi
    import starlette
    from packaging.version import Version
    from starlette.templating import Jinja2Templates

    if Version(fastapi.__version__) >= Version("0.155"):
        with pytest.raises(TypeError):
            Query(placeholder="x")
        with pytest.raises(TypeError):
            FastAPI(openapi_prefix="/x")
        with pytest.raises(TypeError):
            FastAPI(titel="x")
    if Version(starlette.__version__) >= Version("1.0"):
        pytest.importorskip("jinja2")
        assert not hasattr(FastAPI, "route")
        with pytest.raises(TypeError):
            Jinja2Templates("/tmp").TemplateResponse("x.html", {"request": object()})


def test_a_root_path_is_deprecated() -> None:
    import fastapi
    from packaging.version import Version

    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        FastAPI(root_path="")
        assert not told
        FastAPI(root_path="/api")
    assert bool(told) is (Version(fastapi.__version__) >= Version("0.146"))


def test_template_response_with_the_request_first(tmp_path: Path) -> None:
    """What the fix of removed-keyword-argument writes answers as the old order did."""
    pytest.importorskip("jinja2")
    from starlette.requests import Request
    from starlette.templating import Jinja2Templates

    (tmp_path / "page.html").write_text("{{ request.url.path }} {{ x }}")
    templates = Jinja2Templates(str(tmp_path))
    scope = {"type": "http", "path": "/a", "headers": [], "server": ("shop.example", 80), "query_string": b""}
    request = Request({**scope, "scheme": "http", "root_path": "", "method": "GET"})
    for answer in (
        templates.TemplateResponse(request, "page.html", {"request": request, "x": 1}),
        templates.TemplateResponse(request=request, name="page.html", context={"request": request, "x": 1}),
    ):
        assert answer.body == b"/a 1"


@pytest.mark.parametrize("given", [{"name": "x"}, "x", [1], Item()])
def test_a_root_validator_that_runs_first_gets_what_its_successor_gets(given: Any) -> None:
    seen: list[Any] = []

    class Old(BaseModel):
        name: str

        @pydantic.root_validator(pre=True)
        def note(cls, values: Any) -> Any:  # noqa: N805
            seen.append(values)
            return values

    class New(BaseModel):
        name: str

        @model_validator(mode="before")
        @classmethod
        def note(cls, values: Any) -> Any:
            seen.append(values)
            return values

    answers = []
    for model in (Old, New):
        try:
            answers.append(model.model_validate(given).model_dump())
        except pydantic.ValidationError as error:
            answers.append({"errors": len(error.errors())})
    assert answers[0] == answers[1]
    assert seen[0] == seen[1]


def test_the_attributes_of_pydantic_1_are_those_of_2() -> None:
    item = Item(name="y")
    assert Item.__fields__ == item.__fields__ == Item.model_fields == type(item).model_fields
    assert item.__fields_set__ == item.model_fields_set
    with pytest.warns(DeprecationWarning):
        Item.__fields__  # noqa: B018


def test_example_of_fields_gives_the_same_schema_and_of_parameters_does_not() -> None:
    assert Field(example="x").json_schema_extra == Field(json_schema_extra={"example": "x"}).json_schema_extra
    documents = []
    for marker in (Body("", example="x"), Body("", examples=["x"])):
        app = FastAPI()

        @app.post("/")
        def endpoint(text: str = marker) -> str:
            return text

        documents.append(app.openapi())
    assert documents[0] != documents[1]


def test_renamed_constants_are_the_same_number() -> None:
    from fastapi import status

    if hasattr(status, "HTTP_422_UNPROCESSABLE_CONTENT"):
        with pytest.warns(match="deprecated"):
            assert status.HTTP_422_UNPROCESSABLE_ENTITY == status.HTTP_422_UNPROCESSABLE_CONTENT
        assert status.HTTP_413_CONTENT_TOO_LARGE == 413


def test_models_of_the_shim_are_refused() -> None:
    import fastapi
    from packaging.version import Version

    v1 = pytest.importorskip("pydantic.v1")
    if Version(fastapi.__version__) < Version("0.128"):
        pytest.skip("this FastAPI only warns")

    class Old(v1.BaseModel):  # type: ignore[misc, name-defined]
        name: str = ""

    app = FastAPI()
    with pytest.raises(Exception, match=r"pydantic\.v1"):

        @app.post("/")
        def takes(old: Old) -> str:
            return ""

    with pytest.raises(Exception, match=r"pydantic\.v1"):

        @app.get("/")
        def gives() -> Old:
            return Old()
