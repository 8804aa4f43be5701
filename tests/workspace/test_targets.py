"""Targets: the versions that settings, lock files and requirements admit."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from fastapi_lint.workspace import requirements
from fastapi_lint.workspace.files import FileSystem, MemoryFiles
from fastapi_lint.workspace.settings import Settings
from fastapi_lint.workspace.targets import Target, Targets, find_targets, parse_target

UV = """\
version = 1
requires-python = ">=3.11"

[[package]]
name = "fastapi"
version = "0.115.6"
source = { registry = "https://index.example/simple" }

[[package]]
name = "fastapi-cli"
version = "0.0.7"

[[package]]
name = "httpx"
version = "0.28.1"
"""
POETRY = """\
[[package]]
name = "FastAPI"
version = "0.110.0"

[package.dependencies]
pydantic = ">=1.7.4"

[[package]]
name = "pydantic"
version = "1.10.14"

[metadata]
python-versions = "^3.10"
"""
PIPFILE = json.dumps({"default": {"fastapi": {"version": "==0.99.1"}, "httpx": {"git": "x"}}, "develop": {}})


def targets(files: dict[str, str], root: str = "/p", **settings: Any) -> Targets:
    memory = MemoryFiles({f"/p/{name}": text for name, text in files.items()})
    return find_targets(Settings(root=root, **settings), memory)


def fastapi(name: str, text: str) -> str:
    return str(targets({name: text}).fastapi)


def test_an_unknown_target_is_the_newest() -> None:
    target = targets({}).fastapi
    assert str(target) == "newest" and not target.is_known
    assert target.at_least("99") and not target.may_be_below("99")
    assert not target.before("99") and target.admits("0.1")


def test_a_range() -> None:
    target = parse_target(">=0.100,<0.120", "fastapi", "")
    assert target.at_least("0.100") and not target.at_least("0.101")
    assert target.may_be_below("0.118") and not target.may_be_below("0.99")
    assert target.before("0.120") and not target.before("0.119")
    assert [target.admits(version) for version in ("0.99", "0.100", "0.119.9", "0.120")] == [
        False,
        True,
        True,
        False,
    ]


def test_an_exact_version() -> None:
    target = parse_target("0.115.3", "fastapi", "")
    assert target.at_least("0.115.3") and not target.at_least("0.115.4")
    assert target.before("0.116") and not target.before("0.115.3")
    assert target.admits("0.115.3") and not target.admits("0.115")


@pytest.mark.parametrize(
    ("text", "package", "shown"),
    [
        ("0.115", "fastapi", ">=0.115,<0.116"),
        ("2", "pydantic", ">=2,<3"),
        ("0.115.3", "fastapi", "==0.115.3"),
        ("==0.110.*", "fastapi", ">=0.110,<0.111"),
        ("~=0.110.2", "fastapi", ">=0.110.2,<0.111"),
        ("~=0.110", "fastapi", ">=0.110,<1"),
        (">0.100,!=0.101", "fastapi", ">=0.100"),
        ("<=0.118", "fastapi", ">=0,<0.118.0.1"),
        ("==0.115.0rc1", "fastapi", "==0.115.0"),
        ("3.11", "python", ">=3.11,<3.12"),
        ("py311", "python", ">=3.11,<3.12"),
        (">=3.10", "python", ">=3.10"),
    ],
)
def test_what_a_user_writes(text: str, package: str, shown: str) -> None:
    assert str(parse_target(text, package, "")) == shown


def test_an_upper_bound_alone_admits_old_versions() -> None:
    target = parse_target("<0.120", "fastapi", "")
    assert target.may_be_below("0.100") and target.before("0.120") and not target.at_least("0.1")


def test_settings_come_first() -> None:
    found = targets({"uv.lock": UV}, target_fastapi="0.100", target_python="py310")
    assert (str(found.fastapi), str(found.python)) == (">=0.100,<0.101", ">=3.10,<3.11")
    assert str(found.httpx) == "==0.28.1"


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("uv.lock", UV, "==0.115.6"),
        ("uv.lock", UV.replace("\n", "\r\n"), "==0.115.6"),
        ("pdm.lock", UV, "==0.115.6"),
        ("poetry.lock", POETRY, "==0.110.0"),
        ("Pipfile.lock", PIPFILE, "==0.99.1"),
        ("uv.lock", UV + '\n[[package]]\nname = "fastapi"\nversion = "0.100.0"\n', ">=0.100.0,<0.115.6.1"),
    ],
)
def test_lock_files(name: str, text: str, shown: str) -> None:
    found = targets({name: text, "requirements.txt": "fastapi==0.1.0"})
    assert (str(found.fastapi), found.fastapi.origin, found.problems) == (shown, f"/p/{name}", ())


def test_the_interpreter_in_lock_files() -> None:
    assert str(targets({"uv.lock": UV}).python) == ">=3.11"
    assert str(targets({"uv.lock": UV}).pydantic) == "newest"


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("uv.lock", "<<<<<<< HEAD\n" + UV, "it has conflict markers"),
        ("uv.lock", "version = [", "is no valid TOML"),
        ("Pipfile.lock", "{", "no valid lock file"),
        ("Pipfile.lock", "[]", "no valid lock file"),
    ],
)
def test_a_broken_lock_file_is_a_problem_and_no_more(name: str, text: str, why: str) -> None:
    found = targets({name: text, "requirements.txt": "fastapi==0.1.0"})
    assert str(found.fastapi) == "==0.1.0"
    assert len(found.problems) == 1
    assert found.problems[0].startswith(f"/p/{name}: ignored this lock file: {why}")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("fastapi", "newest"),
        ("FastAPI[standard] >= 0.100, < 0.110  # web", ">=0.100,<0.110"),
        ("fastapi==0.110.* ; python_version >= '3.8'", ">=0.110,<0.111"),
        ("fastapi==0.100.0 ; python_version < '3.8'\nfastapi==0.115.0", "==0.115.0"),
        ("fastapi==0.100.0 ; sys_platform == 'win32'\nfastapi>=0.110", ">=0.110"),
        ("fastapi==0.115.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\nhttpx==1", "==0.115.0"),
        ("fastapi @ git+https://github.com/fastapi/fastapi", "newest"),
        ("fastapi-users==12\nfastapi_cache==1\nfastapi.x==3", "newest"),
        ("fastapi===oops===\nfastapi>=0.100", ">=0.100"),
        ("--index-url https://x\n-e .\n\n# fastapi==1", "newest"),
    ],
)
def test_requirement_lines(text: str, shown: str) -> None:
    assert fastapi("requirements.txt", text) == shown


def test_requirements_files_include_each_other() -> None:
    files = {
        "requirements.txt": "-r requirements/base.txt\n-c limits.txt\nhttpx",
        "requirements/base.txt": "-r ../requirements.txt\nfastapi>=0.100\n",
        "limits.txt": "httpx==0.27.0",
        "requirements-dev.txt": "fastapi==0.1.0",
    }
    assert str(targets(files).fastapi) == ">=0.100"
    assert str(targets(files).httpx) == "==0.27.0"
    assert str(targets({"requirements/prod.txt": "fastapi==0.1.0"}).fastapi) == "==0.1.0"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[project]\ndependencies = ['fastapi>=0.100']", ">=0.100"),
        ("[project.optional-dependencies]\nweb = ['fastapi[all]~=0.100.1']", ">=0.100.1,<0.101"),
        ("[dependency-groups]\nweb = [{ include-group = 'x' }, 'fastapi==0.1.0']", "==0.1.0"),
        ("[tool.uv]\ndev-dependencies = ['fastapi==0.1.0']", "==0.1.0"),
        ("[tool.pdm.dev-dependencies]\nweb = ['fastapi==0.1.0']", "==0.1.0"),
        ("[tool.hatch.envs.default]\ndependencies = ['fastapi==0.1.0']", "==0.1.0"),
        (
            "[tool.hatch.envs]\nx = 1\n[tool.hatch.envs.web]\nextra-dependencies = ['fastapi==0.1.0']",
            "==0.1.0",
        ),
        ("[tool.flit.metadata]\nrequires = ['fastapi>=0.61,<0.100']", ">=0.61,<0.100"),
        ("[tool.flit.metadata.requires-extra]\nweb = ['fastapi==0.1.0']", "==0.1.0"),
        ("[tool.flit]\nmetadata = ['fastapi']", "newest"),
        ("[tool.poetry.dependencies]\nfastapi = '^0.110.2'", ">=0.110.2,<0.111"),
        ("[tool.poetry.dependencies]\nfastapi = '^1.2'", ">=1.2,<2"),
        ("[tool.poetry.dependencies]\nfastapi = '^0.0.3'", ">=0.0.3,<0.0.4"),
        ("[tool.poetry.dependencies]\nfastapi = '~0.110'", ">=0.110,<0.111"),
        ("[tool.poetry.dependencies]\nfastapi = '~1'", ">=1,<2"),
        ("[tool.poetry.dependencies]\nfastapi = '0.110.1'", "==0.110.1"),
        ("[tool.poetry.dependencies]\nfastapi = '0.110.*'", ">=0.110,<0.111"),
        ("[tool.poetry.dependencies]\nfastapi = '>= 0.100, <0.120'", ">=0.100,<0.120"),
        ("[tool.poetry.dependencies]\nfastapi = '^0.100.0 || ^0.110.0'", ">=0.100.0,<0.111"),
        ("[tool.poetry.dependencies]\nfastapi = '*'", "newest"),
        (
            "[tool.poetry.dependencies]\nfastapi = { version = '^0.110.0', extras = ['all'] }",
            ">=0.110.0,<0.111",
        ),
        (
            "[tool.poetry.dependencies]\nfastapi = [{ version = '0.1.0' }, { version = '0.2.0' }]",
            ">=0.1.0,<0.2.0.1",
        ),
        ("[tool.poetry.dependencies]\nfastapi = { path = '../fastapi' }", "newest"),
        ("[tool.poetry.group.web.dependencies]\nfastapi = '0.1.0'", "==0.1.0"),
        ("[project]\ndependencies = 'fastapi'\n[tool]\npoetry = 1", "newest"),
        ("[project]\ndependencies = ['fastapi>=0.100']\noptional-dependencies.t = ['fastapi']", ">=0.100"),
    ],
)
def test_pyproject(text: str, shown: str) -> None:
    assert fastapi("pyproject.toml", text) == shown


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pyproject.toml", "[project]\nrequires-python = '>=3.10,<4'"),
        ("pyproject.toml", "[tool.poetry.dependencies]\npython = '^3.10'"),
        ("pyproject.toml", "[tool.flit.metadata]\nrequires-python = '>=3.10,<4'"),
        ("setup.cfg", "[options]\npython_requires = >=3.10,<4"),
    ],
)
def test_the_interpreter(name: str, text: str) -> None:
    assert str(targets({name: text}).python) == ">=3.10,<4"


def test_setup_cfg() -> None:
    text = (
        "[options]\ninstall_requires =\n    fastapi>=0.100; python_version>'3.6'\n    httpx\n"
        "[options.extras_require]\na = pydantic<2\n"
    )
    found = targets({"setup.cfg": text})
    assert (str(found.fastapi), str(found.pydantic), str(found.httpx)) == (">=0.100", ">=0,<2", "newest")
    assert fastapi("setup.cfg", "broken") == "newest"


def test_a_requirement_with_a_version_beats_one_without() -> None:
    files = {"requirements.txt": "fastapi", "pyproject.toml": "[project]\ndependencies = ['fastapi>=0.100']"}
    assert str(targets(files).fastapi) == ">=0.100"


def test_a_broken_pyproject_is_a_problem_and_no_more() -> None:
    found = targets({"pyproject.toml": "[project\n", "requirements.txt": "fastapi==0.1.0"})
    assert str(found.fastapi) == "==0.1.0"
    assert found.problems[0].startswith("/p/pyproject.toml: ignored its dependencies: is no valid TOML")


def test_markers_are_tried_on_the_interpreters_of_the_target() -> None:
    text = "fastapi==0.1.0 ; python_version < '3.12'\nfastapi==0.2.0 ; python_version >= '3.12'"
    assert str(targets({"requirements.txt": text}, target_python="3.11").fastapi) == "==0.1.0"
    assert str(targets({"requirements.txt": text}, target_python="3.12").fastapi) == "==0.2.0"
    assert str(targets({"requirements.txt": text}, target_python=">=3.10").fastapi) == ">=0.1.0,<0.2.0.1"


def test_a_workspace_member_takes_the_lock_file_above() -> None:
    files = {".git/HEAD": "", "uv.lock": UV, "api/pyproject.toml": "[project]\ndependencies = ['fastapi']"}
    assert str(targets(files, root="/p/api").httpx) == "==0.28.1"
    del files[".git/HEAD"]
    assert str(targets(files, root="/p/api").httpx) == "newest"


def test_a_repository_of_services_gets_the_range_of_all() -> None:
    files = {
        "services/a/requirements.txt": "fastapi==0.100.0",
        "services/b/uv.lock": UV,
        ".venv/requirements.txt": "fastapi==0.1.0",
        "services/c/requirements.txt": "fastapi",
    }
    assert str(targets(files).fastapi) == ">=0.100.0,<0.115.6.1"


@pytest.mark.parametrize(
    ("text", "pydantic", "starlette"),
    [
        ("fastapi==0.95.2", "<2", "<0.28"),
        ("fastapi==0.130.0", "newest", "<1"),
        ("fastapi==0.95.2\nstarlette==0.27.0", "<2", "==0.27.0"),
        ("fastapi<0.100\npydantic", "<2", "<0.28"),
        ("fastapi>=0.95", "newest", "newest"),
        ("fastapi", "newest", "newest"),
    ],
)
def test_an_old_fastapi_holds_others_down(text: str, pydantic: str, starlette: str) -> None:
    found = targets({"requirements.txt": text})
    assert (str(found.pydantic), str(found.starlette)) == (pydantic, starlette)


def test_the_signature() -> None:
    assert targets({"uv.lock": UV}).signature() == (
        "python>=3.11 fastapi==0.115.6 pydanticnewest starlette<0.47 httpx==0.28.1"
    )
    assert Targets().fastapi == Target()


def test_on_the_disk_nothing_is_found_without_a_crash() -> None:
    assert find_targets(Settings(root="/nonexistent"), FileSystem()).problems == ()


REQUIREMENTS = """\
fastapi
FastAPI >= 0.100
fastapi[all] ~=0.100.1
 fastapi [standard, all]>=0.1,<0.2
fastapi===0.1
fastapi==0.1.*
fastapi!=0.1
fastapi>=0.1,
fastapi >=0.1 <0.2
fastapi>=
fastapi 0.1
fastapi=0.1
fastapi[]
fastapi[all
fastapi (>=0.1)
fastapi @ https://example.com/a.whl
fastapi>=0.1; extra == 'x'
"""


@pytest.mark.parametrize("line", REQUIREMENTS.splitlines())
def test_a_plain_requirement_means_what_packaging_reads(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def read() -> list[tuple[str, str]]:
        return [(name, str(target)) for name, target in requirements._parsed([line], "x", [{}])]

    quick = read()
    monkeypatch.setattr(requirements, "_PLAIN", re.compile("(?!)"))
    assert quick == read()
