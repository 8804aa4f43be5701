"""What a router of the project's own hands on to FastAPI is listed."""

from __future__ import annotations

from collections.abc import Callable

from fastapi_lint.inventory import Inventory


def test_tags_and_response_models_go_through_a_router_of_the_projects_own(
    inventory: Callable[..., Inventory],
) -> None:
    taken = inventory(
        {
            "main.py": """
            from fastapi import APIRouter, FastAPI
            class Slashed(APIRouter):
                def add_api_route(self, path, *args, **kwargs):
                    super().add_api_route(path, *args, **kwargs)
                    super().add_api_route(path + "/", *args, **kwargs)
            router = Slashed()
            def read() -> int: ...
            router.add_api_route("/x", read, methods=["GET"], tags=["numbers"])
            app = FastAPI()
            app.include_router(router)
            """
        }
    )
    listed = [(entry.path, entry.response_model, entry.tags) for _, entry in taken.walk()]
    assert listed == [("/x", "int", ("numbers",)), ("/x/", "int", ("numbers",))]


def test_an_application_has_the_name_of_the_function_that_people_call(
    inventory: Callable[..., Inventory],
) -> None:
    taken = inventory(
        {
            "main.py": """
            from fastapi import FastAPI
            def create_app(registry=None) -> FastAPI:
                if registry is not None:
                    return _build_app(registry)
                return _build_app({})
            def _build_app(registry) -> FastAPI:
                app = FastAPI()
                @app.get("/")
                def read(): ...
                return app
            """
        }
    )
    assert [group.name for group in taken.groups] == ["main:create_app()"]


def test_a_response_model_comes_by_way_of_options(inventory: Callable[..., Inventory]) -> None:
    taken = inventory(
        {
            "main.py": """
            from fastapi import FastAPI
            from pydantic import BaseModel
            class Item(BaseModel): ...
            def create_app():
                app = FastAPI()
                options = {"response_model": Item}
                @app.get("/", **options)
                def read() -> dict: ...
                return app
            """
        }
    )
    assert [entry.response_model for _, entry in taken.walk()] == ["Item"]
