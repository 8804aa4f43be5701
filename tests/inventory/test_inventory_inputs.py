"""Parameters are listed with where FastAPI gets them from, and with what reads them."""

from __future__ import annotations

from collections.abc import Callable

from fastapi_lint.inventory import Inventory

FILES = {
    "app/main.py": """
        from typing import Annotated
        from fastapi import Depends, FastAPI, Header, Request
        from fastapi.security import OAuth2PasswordRequestForm
        from app.paging import Limit
        from pydantic import BaseModel

        class Item(BaseModel):
            name: str

        app = FastAPI()

        def tenant(x_tenant: Annotated[str, Header()]): ...

        @app.post("/shops/{shop}")
        def create(
            shop: int,
            item: Item,
            limit: Limit,
            request: Request,
            form: Annotated[OAuth2PasswordRequestForm, Depends()],
            by: str = Depends(tenant),
            again: str = Depends(tenant),
        ): ...
    """,
    "app/paging.py": """
        from typing import Annotated
        from fastapi import Query
        Limit = Annotated[int, Query(default_factory=lambda: 10, alias="max")]
    """,
}


def test_every_parameter_is_classified(inventory: Callable[..., Inventory]) -> None:
    ((_, entry),) = inventory(FILES).walk()
    taken = [
        (need.label if need else None, one.source, one.alias or one.name, one.type, one.required, one.default)
        for need, one in entry.taken()
    ]
    assert taken[:7] == [
        (None, "path", "shop", "int", True, ""),
        (None, "body", "item", "Item", True, ""),
        (None, "query", "max", "int", False, ""),
        (None, "special", "request", "Request", None, ""),
        (None, "dependency", "form", "OAuth2PasswordRequestForm", None, ""),
        (None, "dependency", "by", "str", None, ""),
        (None, "dependency", "again", "str", None, ""),
    ]
    assert ("OAuth2PasswordRequestForm", "form", "username", "", True, "") in taken
    # A dependency that two parameters ask for reads its header once.
    assert [row for row in taken if row[0] == "tenant"] == [("tenant", "header", "x-tenant", "str", True, "")]


def test_places_are_where_parameters_stand(inventory: Callable[..., Inventory]) -> None:
    ((_, entry),) = inventory(FILES).walk()
    places = {one.name: one.place for _, one in entry.taken()}
    assert places["limit"] is not None
    assert (places["limit"].filename, places["limit"].line) == ("/p/app/main.py", 19)
    assert places["username"] is None
