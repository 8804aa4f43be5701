"""Which routes never get a request, in run-time order, and whether another order helps."""

from __future__ import annotations

from collections.abc import Callable

from fastapi_lint.model.project import Project
from fastapi_lint.model.routes.conflicts import heals

Link = Callable[..., Project]

TWO = """
    from fastapi import APIRouter, FastAPI
    app = FastAPI()
    books, more = APIRouter(), APIRouter()
    @books.get("/{book_id}")
    def read_book(book_id: str): ...
    @more.get("/featured")
    def read_featured(): ...
    app.include_router(books, prefix="/a")
    app.include_router(more, prefix="/a")
    app.include_router(books, prefix="/b")
    app.include_router(more, prefix="/b")
"""


def described(project: Project) -> list[tuple[str, str]]:
    return [(c.winning, c.losing) for router in project.routers for c in router.conflicts]


def test_a_pair_under_two_prefixes_is_one_conflict(link: Link) -> None:
    assert described(link(main=TWO)) == [("GET /{book_id}", "GET /featured")]


def test_the_ways_part_at_the_inclusions(link: Link) -> None:
    project = link(main=TWO)
    (conflict,) = project.applications[0].conflicts
    assert list(conflict.parting) == project.applications[0].entries[:2]


def test_another_order_heals_only_when_it_heals_everywhere(link: Link) -> None:
    project = link(main=TWO)
    app = project.applications[0]
    losing = [conflict.later for conflict in app.conflicts]
    a, b, c, d = app.entries
    assert not heals(losing, app, [b, a, c, d])
    assert heals(losing, app, [b, a, d, c])
    assert not heals(losing, app, [a, b, c, d])


def test_nobody_loses_before_the_versions_that_copy_mounts(link: Link) -> None:
    code = """
        from fastapi import APIRouter, FastAPI
        app, router, sub = FastAPI(), APIRouter(), FastAPI()
        router.mount("/sub", sub)
        app.include_router(router, prefix="/api")
        @app.get("/api/sub/x")
        def read_x(): ...
    """
    old = {"main.py": code, "pyproject.toml": '[tool.fastapi-lint]\ntarget-fastapi = "0.110"\n'}
    assert described(link(main=code)) == [("/api/sub", "GET /api/sub/x")]
    assert described(link(old)) == []


def test_plain_routes_of_old_versions_get_the_prefixes_of_inclusions_only(link: Link) -> None:
    code = """
        from fastapi import APIRouter, FastAPI
        app, outer, inner = FastAPI(), APIRouter(prefix="/o"), APIRouter(prefix="/i")
        def plain(request): ...
        inner.add_route("/plain", plain)
        outer.include_router(inner, prefix="/x")
        app.include_router(outer, prefix="/y")
    """
    old = {"main.py": code, "pyproject.toml": '[tool.fastapi-lint]\ntarget-fastapi = "0.110"\n'}
    paths = [[op.path for op in link(files).applications[0].operations] for files in ({"main.py": code}, old)]
    assert paths == [["/y/o/x/plain"], ["/y/x/plain"]]


def test_starlette_routes_answer_head_and_classes_are_unknown(link: Link) -> None:
    project = link(
        main="""
        from fastapi import FastAPI
        app = FastAPI()
        def plain(request): ...
        class View: ...
        app.add_route("/plain", plain)
        app.add_route("/posted", plain, methods=["POST"])
        app.add_route("/view", View)
        """
    )
    assert [route.methods for route in project.routes] == [("GET", "HEAD"), ("POST",), ()]


def test_an_application_that_is_there_is_not_made_again(link: Link) -> None:
    project = link(
        main="""
        from fastapi import FastAPI
        app = FastAPI()
        def make(app=None):
            app = app or FastAPI()
            @app.get("/x")
            def read_x(): ...
            return app
        app = make(app)
        """
    )
    (app,) = project.applications
    assert [operation.path for operation in app.operations] == ["/x"]
