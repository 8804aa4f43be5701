"""What Pydantic and FastAPI copy, and what they do not: mutable-default-in-model and -argument."""

# ruff: noqa: B006, B008

import dataclasses
from collections import Counter, OrderedDict, defaultdict, deque
from typing import Annotated, Any

import pytest

pytest.importorskip("pydantic", minversion="2.0")

from fastapi import Body, Depends, FastAPI, Query
from fastapi.testclient import TestClient
from pydantic import BaseModel, ConfigDict, Field, PrivateAttr


class Inner(BaseModel):
    names: list[str] = []


class Plain:
    """Hashable, as objects of plain classes are."""


class Model(BaseModel):
    model_config = ConfigDict(arbitrary_types_allowed=True)

    empty: list[Any] = []
    nested: list[Any] = [[1]]
    mapping: dict[str, Any] = {"a": [1]}
    group: set[int] = {1}
    pair: Any = ([],)
    inner: Inner = Inner()
    grouped: Any = defaultdict(list)
    queue: Any = deque()
    ordered: Any = OrderedDict()
    counted: Any = Counter()
    raw: Any = bytearray()
    in_field: list[Any] = Field(default=[])
    plain: Plain = Plain()
    _private: list[Any] = []
    _declared: list[Any] = PrivateAttr(default=[])


@pytest.mark.parametrize("name", [*sorted(set(Model.model_fields) - {"plain"}), "_private", "_declared"])
def test_pydantic_copies_defaults_that_cannot_be_hashed(name: str) -> None:
    assert getattr(Model(), name) is not getattr(Model(), name)


def test_pydantic_copies_deeply() -> None:
    first, second = Model(), Model()
    assert first.nested[0] is not second.nested[0]
    assert first.mapping["a"] is not second.mapping["a"]
    assert first.pair[0] is not second.pair[0]
    assert first.inner.names is not second.inner.names


def test_pydantic_shares_what_can_be_hashed() -> None:
    assert Model().plain is Model().plain


def test_dataclasses_refuse() -> None:
    with pytest.raises(ValueError, match="use default_factory"):
        dataclasses.make_dataclass("Basket", [("items", list, [])])


def test_a_factory_takes_the_default_out_of_openapi() -> None:
    """Why the fix is unsafe: clients that are generated from the schema see the difference."""

    class Bad(BaseModel):
        tags: list[str] = []

    class Good(BaseModel):
        tags: list[str] = Field(default_factory=list)

    assert Bad.model_json_schema()["properties"]["tags"]["default"] == []
    assert "default" not in Good.model_json_schema()["properties"]["tags"]
    for mode in ("validation", "serialization"):
        bad, good = Bad.model_json_schema(mode=mode), Good.model_json_schema(mode=mode)  # type: ignore[arg-type]
        del bad["properties"]["tags"]["default"]
        assert {**bad, "title": ""} == {**good, "title": ""}
    assert Bad().model_dump() == Good().model_dump()


def test_field_beside_an_annotated_field_keeps_both() -> None:
    class Item(BaseModel):
        tags: Annotated[list[str], Field(max_length=3)] = Field(default_factory=list)

    assert Item().tags == []
    assert Item.model_json_schema()["properties"]["tags"]["maxItems"] == 3


def endpoint_app() -> FastAPI:
    app = FastAPI()

    def dependency(tags: Annotated[list[str], Query()] = []) -> list[str]:
        tags.append("d")
        return tags

    class Filters:
        def __init__(self, names: Annotated[list[str], Query()] = []) -> None:
            names.append("c")
            self.names = names

    @app.post("/")
    def read(
        depends: Annotated[list[str], Depends(dependency)],
        filters: Annotated[Filters, Depends()],
        query: Annotated[list[str], Query()] = [],
        old: list[str] = Query([]),
        nested: Annotated[list[Any], Body()] = [[1]],
    ) -> list[Any]:
        query.append("q")
        old.append("o")
        nested[0].append(2)
        return [depends, filters.names, query, old, nested]

    return app


def test_fastapi_copies_the_defaults_of_parameters_deeply() -> None:
    client = TestClient(endpoint_app())
    expected = [["d"], ["c"], ["q"], ["o"], [[1, 2]]]
    assert [client.post("/").json() for _ in range(2)] == [expected, expected]


def test_a_direct_call_of_an_endpoint_shares_it() -> None:
    app = FastAPI()

    @app.get("/")
    def read(tags: Annotated[list[str], Query()] = []) -> list[str]:
        tags.append("x")
        return tags

    assert (list(read()), list(read())) == (["x"], ["x", "x"])


def test_a_helper_shares_its_default_between_requests() -> None:
    def collect(name: str, into: list[str] = []) -> list[str]:
        into.append(name)
        return into

    def fixed(name: str, into: list[str] | None = None) -> list[str]:
        if into is None:
            into = []
        into.append(name)
        return into

    app = FastAPI()

    @app.get("/bad/{name}")
    def bad(name: str) -> list[str]:
        return collect(name)

    @app.get("/good/{name}")
    def good(name: str) -> list[str]:
        return fixed(name)

    client = TestClient(app)
    assert [client.get(f"/bad/{name}").json() for name in "ab"] == [["a"], ["a", "b"]]
    assert [client.get(f"/good/{name}").json() for name in "ab"] == [["a"], ["b"]]
