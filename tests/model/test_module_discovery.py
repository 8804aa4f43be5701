"""What a program finds while it starts: modules in its folders, tables in its data files, its own version."""

from __future__ import annotations

import pytest
from model_link import Link

from fastapi_lint.model.domain import PathOperation
from fastapi_lint.model.project import Project

ROUTER = """
from fastapi import APIRouter
router = APIRouter(prefix="/{name}")
@router.get("/")
def read(): ...
"""
FILES = {
    "app/__init__.py": "",
    "app/routers/__init__.py": "",
    "app/routers/notes.md": "no module",
    **{f"app/routers/{name}.py": ROUTER.format(name=name) for name in ("a", "b", "_x")},
}
IMPORTS = """
import glob, importlib, importlib.util, inspect, json, os, pkgutil, tomllib, yaml
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from fastapi import APIRouter, FastAPI
app = FastAPI()
"""


def paths(project: Project) -> list[str]:
    (app,) = project.applications
    return [
        entry.display if isinstance(entry, PathOperation) else f"MOUNT {entry.path}"
        for entry in app.operations
    ]


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(
            """
for path in sorted((Path(__file__).parent / "routers").iterdir()):
    if path.suffix != ".py" or path.name.startswith("_"):
        continue
    app.include_router(importlib.import_module(f"app.routers.{path.stem}").router)
""",
            id="iterdir",
        ),
        pytest.param(
            """
folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "routers")
for name in os.listdir(folder):
    if name.endswith(".py") and not name.startswith("_"):
        module = importlib.import_module("." + name[:-3], package="app.routers")
        if hasattr(module, "router"):
            app.include_router(getattr(module, "router"))
""",
            id="listdir",
        ),
        pytest.param(
            """
found = glob.glob(os.path.join(os.path.dirname(__file__), "routers", "*.py"))
for name in [os.path.basename(one)[:-3] for one in found if os.path.isfile(one)]:
    if "_" not in name:
        for _, value in inspect.getmembers(importlib.import_module(f"{__package__}.routers.{name}")):
            if isinstance(value, APIRouter):
                app.include_router(value)
""",
            id="glob",
        ),
        pytest.param(
            """
def include(app):
    base = Path(__file__).resolve().parent
    for path in base.rglob("routers/[!_]*.py"):
        module = importlib.import_module(".".join(path.relative_to(base.parent).with_suffix("").parts))
        for name in dir(module):
            value = getattr(module, name)
            if isinstance(value, APIRouter):
                app.include_router(value)
include(app)
""",
            id="rglob",
        ),
        pytest.param(
            """
for folder, _, names in os.walk(os.path.dirname(__file__)):
    for name in names:
        if name.endswith(".py") and folder.endswith("routers") and not name.startswith("_"):
            app.include_router(importlib.import_module("app.routers." + os.path.splitext(name)[0]).router)
""",
            id="walk",
        ),
        pytest.param(
            """
for path in Path(__file__).parent.glob("routers/[!_]*.py"):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    app.include_router(module.router)
""",
            id="spec",
        ),
        pytest.param(
            """
import app.routers as package
for _, name, _ in pkgutil.iter_modules(package.__path__):
    module = importlib.import_module(f"{package.__name__}.{name}")
    for value in vars(module).values():
        if isinstance(value, APIRouter) and not name.startswith("_"):
            globals()["application"].include_router(value)
""".replace('globals()["application"]', "application"),
            id="pkgutil",
        ),
        pytest.param(
            """
def found(folder):
    for name in sorted(os.listdir(folder)):
        if name.endswith(".py") and not name.startswith("_"):
            yield importlib.import_module(f"app.routers.{name[:-3]}")
for module in found(os.path.join(os.path.dirname(__file__), "routers")):
    app.include_router(module.router)
""",
            id="generator",
        ),
        pytest.param(
            """
def is_shown(path):
    return path.stem[0] != "_"
for path in sorted(filter(is_shown, (Path(__file__).parent / "routers").glob("*.py")), key=lambda path: path.stem):
    app.include_router(importlib.import_module(f".routers.{path.stem}", __package__).router)
""",
            id="filter",
        ),
        pytest.param(
            """
names = map(lambda path: path.stem, Path(__file__).parent.joinpath("routers").glob("[!_]*.py"))
modules = [importlib.import_module(f"app.routers.{name}") for name in names]
for router in [module.router for module in modules if hasattr(module, "router")]:
    app.include_router(router)
""",
            id="map",
        ),
    ],
)
def test_modules_in_a_folder(link: Link, code: str) -> None:
    imports = IMPORTS.replace("app = FastAPI()", "app = application = FastAPI()")
    project = link({**FILES, "app/main.py": imports + code})
    assert paths(project) == ["GET /a/", "GET /b/"]


@pytest.mark.parametrize(
    ("name", "text", "read"),
    [
        (
            "routes.json",
            '{"routes": [{"path": "/a", "methods": ["PUT"]}]}',
            "json.load(open(HERE / 'routes.json'))",
        ),
        (
            "routes.yml",
            "routes: [{path: /a, methods: [PUT]}]",
            "yaml.safe_load((HERE / 'routes.yml').read_text())",
        ),
        (
            "routes.toml",
            '[[routes]]\npath = "/a"\nmethods = ["PUT"]',
            "tomllib.loads(files('app').joinpath('routes.toml').read_text())",
        ),
    ],
)
def test_tables_in_data_files(link: Link, name: str, text: str, read: str) -> None:
    code = f"""
HERE = Path(__file__).parent
def handler(): ...
def load() -> dict:
    return {read}
for row in load()["routes"]:
    app.add_api_route(row["path"], handler, methods=row["methods"])
"""
    assert paths(link({**FILES, f"app/{name}": text, "app/main.py": IMPORTS + code})) == ["PUT /a"]
    assert paths(link({**FILES, f"app/{name}": "{", "app/main.py": IMPORTS + code})) == ["? ?"]
    assert paths(link({**FILES, "app/main.py": IMPORTS + code})) == ["? ?"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pyproject.toml", '[project]\nname = "My_App"\nversion = "1.2"\n'),
        ("pyproject.toml", '[tool.poetry]\nname = "my-app"\nversion = "1.2"\n'),
        ("setup.cfg", "[metadata]\nname = my.app\nversion = 1.2\n"),
        ("PKG-INFO", "Metadata-Version: 2.4\nName: my-app\nVersion: 1.2\n"),
        ("my_app-1.2.dist-info/METADATA", "Metadata-Version: 2.4\nName: my-app\nVersion: 1.2\n"),
    ],
)
def test_its_own_version(link: Link, name: str, text: str) -> None:
    code = "@app.get(f\"/{version('my-app')}/x\")\ndef x(): ...\n@app.get(f\"/{version('other')}/y\")\ndef y(): ...\n"
    assert paths(link({**FILES, name: text, "app/main.py": IMPORTS + code})) == ["GET /1.2/x", "GET ?"]


def test_an_object_of_a_librarys_own_class_may_be_a_router(link: Link) -> None:
    members = """
from somewhere import Special
from fastapi import APIRouter
class Own(Special): ...
class Plain: ...
own, plain = Own(), Plain()
"""
    code = """
from app import members
for name in ("own", "plain"):
    if isinstance(getattr(members, name), APIRouter):
        app.include_router(getattr(members, name))
"""
    assert paths(link({"app/__init__.py": "", "app/members.py": members, "app/main.py": IMPORTS + code})) == [
        "? ?"
    ]


def test_what_lies_outside_the_project_is_not_read(link: Link) -> None:
    code = """
for name in json.load(open("/etc/routes.json")) or json.load(open("routes.json")):
    app.add_api_route(name, print)
for path in (Path(__file__).parent.parent.parent / "other").glob("*.py"):
    app.include_router(importlib.import_module(path.stem).router)
"""
    assert set(paths(link({**FILES, "app/main.py": IMPORTS + code}))) == {"? ?", "GET ?"}
