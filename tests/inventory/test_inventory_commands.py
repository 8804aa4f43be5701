"""``routes`` and ``graph`` as people run them, in every format."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from inventory_command import Done
from rich.text import Text

from fastapi_lint.inventory import Inventory
from fastapi_lint.report.flowchart import Flowchart
from fastapi_lint.report.view import View
from fastapi_lint.report.view_formats import GRAPH, ROUTES, load

Command = Callable[..., Done]
Golden = Callable[[str, str], None]

_SUFFIXES = {"json": "json", "mermaid": "mmd"}


@pytest.mark.parametrize("project", ["bookshop", "monorepo"])
@pytest.mark.parametrize("name", [name for name in ROUTES if name != "html"])
def test_routes(command: Command, golden: Golden, project: str, name: str) -> None:
    done = command("routes", project, "--output-format", name)
    assert (done.code, done.err) == (0, "")
    golden(f"routes-{project}.{_SUFFIXES.get(name, name)}", done.out)


@pytest.mark.parametrize("name", [name for name in GRAPH if name != "html"])
def test_graph(command: Command, golden: Golden, name: str) -> None:
    done = command("graph", "bookshop", "--output-format", name)
    assert (done.code, done.err) == (0, "")
    golden(f"graph-bookshop.{_SUFFIXES.get(name, name)}", done.out)


def test_first_keys_of_json_are_promised(command: Command) -> None:
    first = command("routes", "bookshop", "--output-format", "json").rows()[0]
    keys = "methods path endpoint app kind async filename line response_model dependencies tags"
    assert list(first)[:11] == keys.split()


@pytest.mark.parametrize(
    "route", ["GET /books/{book_id}", "/books/{book_id}", "read_book", "app.routers.books:read_book"]
)
def test_graph_of_one_route(command: Command, route: str) -> None:
    (row,) = command("graph", "bookshop", "--route", route, "--output-format", "json").rows()
    assert row["endpoint"] == "app.routers.books:read_book"
    assert [need["name"] for need in row["dependencies"]] == ["app.routers.books:get_book"]


def test_route_that_is_not_there(command: Command) -> None:
    done = command("graph", "bookshop", "--route", "GET /book/{book_id}")
    assert done.code == 2
    assert "there is no route `GET /book/{book_id}`, did you mean `GET /books/{book_id}`?" in done.err


def test_one_application_of_several(command: Command) -> None:
    done = command("routes", "monorepo/services/a", "--app", "app.main:app", "--output-format", "json")
    assert [Path(row["filename"]).parts[-5:-3] for row in done.rows()] == [("services", "a")] * 2


def test_application_that_is_not_there(command: Command) -> None:
    done = command("routes", "bookshop", "--app", "app.mian:app")
    assert (done.code, done.out) == (2, "")
    assert "there is no application `app.mian:app`, did you mean `app.main:app`?" in done.err


def test_nothing_to_list(command: Command, tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text("x = 1\n")
    done = command("routes", str(tmp_path))
    assert (done.code, done.out) == (2, "")
    assert "found no FastAPI application and no router in" in done.err


def test_file_that_cannot_be_read_makes_the_list_incomplete(command: Command, tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(
        "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/')\ndef read(): ...\n"
    )
    (tmp_path / "broken.py").write_text("def (\n")
    done = command("routes", str(tmp_path), "--output-format", "json")
    assert (done.code, len(done.rows())) == (2, 1)
    assert "broken.py" in done.err


def test_unknown_format(command: Command) -> None:
    done = command("routes", "bookshop", "--output-format", "tabel")
    assert done.code == 2
    assert "did you mean `table`?" in done.err


def test_output_file(command: Command, tmp_path: Path) -> None:
    target = tmp_path / "routes.json"
    done = command("routes", "bookshop", "--output-format", "json", "-o", str(target))
    assert (done.code, done.out) == (0, "")
    assert len(json.loads(target.read_text())) == 20


# --- layout ------------------------------------------------------------------------------------------

Take = Callable[..., Inventory]


def shown(inventory: Inventory, command: str, name: str, width: int | None = None) -> str:
    stream = io.StringIO()
    load(command, name)(View(inventory, "p", "/p", "0", color="never", width=width), stream)
    return stream.getvalue()


FILES = {
    "main.py": """
        from fastapi import Depends, FastAPI
        app = FastAPI()
        def need(): ...
        @app.get("/a/long/path/to/something", tags=["tag"], response_model=dict[str, int])
        def endpoint(x=Depends(need)): ...
        @app.websocket("/ws")
        async def socket(): ...
    """
}


@pytest.mark.parametrize(
    ("width", "columns"),
    [
        (200, "METHOD PATH ENDPOINT RUNS WHERE RESPONSE DEPENDENCIES TAGS"),
        (88, "METHOD PATH ENDPOINT RUNS WHERE DEPENDENCIES"),
        (70, "METHOD PATH ENDPOINT RUNS WHERE"),
        (50, "METHOD PATH ENDPOINT"),
    ],
)
def test_narrow_tables_have_fewer_columns(inventory: Take, width: int, columns: str) -> None:
    rows = shown(inventory(FILES), "routes", "table", width).splitlines()
    assert rows[1].split() == columns.split()
    assert all(Text(row).cell_len <= width for row in rows[1:4])


def test_dependency_that_was_shown_is_not_shown_again(inventory: Take) -> None:
    text = """
        from fastapi import Depends, FastAPI
        app = FastAPI()
        def inner(): ...
        def outer(x=Depends(inner)): ...
        @app.get("/")
        def read(a=Depends(outer), b=Depends(outer)): ...
    """
    assert shown(inventory({"main.py": text}), "graph", "tree").splitlines()[2:5] == [
        "├── outer  thread  main.py:5",
        "│   └── inner  thread  main.py:4",
        "└── outer  thread  main.py:5  (needs: see above)",
    ]


def test_text_cannot_leave_its_place(inventory: Take) -> None:
    text = """
        from fastapi import FastAPI
        app = FastAPI()
        @app.get("/<script>alert(1)</script>/\\x1b[31m\\"")
        def read(): ...
    """
    taken = inventory({"main.py": text})
    assert "\x1b" not in shown(taken, "routes", "table") + shown(taken, "routes", "tree")
    assert "<script>alert" not in shown(taken, "routes", "html")
    assert "#lt;script#gt;" in shown(taken, "routes", "mermaid")


def test_flowchart_makes_nodes_and_edges_once() -> None:
    chart = Flowchart()
    one, two = chart.node("a", 'say "a"'), chart.node("b", "b")
    chart.edge(one, two)
    chart.edge(chart.node("a", "a"), two)
    assert chart.text({}) == 'flowchart LR\n  n0["say #quot;a#quot;"]\n  n1["b"]\n  n0 --> n1\n'
