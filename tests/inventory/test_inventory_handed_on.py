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
