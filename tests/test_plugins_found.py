"""Plugins are found where ``importlib.metadata`` finds them."""

from __future__ import annotations

import sys
from importlib.metadata import entry_points
from pathlib import Path
from zipfile import ZipFile

import pytest

from fastapi_lint.plugins import GROUP, Plugin, plugins

TEXT = """
[console_scripts]
acme = acme.cli:main

[fastapi_lint.rules]
# none of these
acme = acme.rules
more= acme.more:Things.rules [extra]

[other]
acme = acme.others
"""


def write(folder: Path, package: str, text: str = TEXT, name: str = "acme") -> None:
    (folder / package).mkdir(parents=True)
    (folder / package / "entry_points.txt").write_text(text)
    (folder / package / ("PKG-INFO" if package.endswith("egg-info") else "METADATA")).write_text(
        f"Name: {name}\n"
    )


def expected() -> list[Plugin]:
    return sorted(Plugin(entry.name, entry.value) for entry in entry_points(group=GROUP))


def test_as_they_are_installed() -> None:
    assert plugins() == expected()
    assert Plugin("builtin", "fastapi_lint_rules") in plugins()


@pytest.mark.parametrize("package", ["acme-1.0.dist-info", "acme.egg-info", "acme-1.0-py3.11.egg-info"])
def test_on_the_import_path(package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, package)
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    found = plugins()
    assert found == expected() and len(found) == len({*found}) >= 3
    assert found[0].distribution == "acme"


def test_the_first_of_two_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "first", "Acme_Rules-1.0.dist-info", "[fastapi_lint.rules]\na = first\n", "Acme_Rules")
    write(tmp_path / "second", "acme_rules-2.0.dist-info", "[fastapi_lint.rules]\nb = second\n", "acme.rules")
    monkeypatch.setattr(sys, "path", [str(tmp_path / "second"), *sys.path])
    monkeypatch.setattr(sys, "path", [str(tmp_path / "first"), *sys.path])
    assert [plugin.name for plugin in plugins() if len(plugin.name) == 1] == ["a"]
    assert plugins() == expected()


def test_in_an_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ZipFile(tmp_path / "acme.zip", "w") as archive:
        archive.writestr("acme-1.0.dist-info/entry_points.txt", TEXT)
        archive.writestr("acme-1.0.dist-info/METADATA", "Name: acme\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path / "acme.zip"), *sys.path])
    assert plugins() == expected()
    assert Plugin("acme", "acme.rules") in plugins()


def test_somebody_else_who_knows_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    class Finder:
        def find_distributions(self, context: object) -> list[object]:
            return []

        def find_spec(self, *_: object) -> None:
            return None

    monkeypatch.setattr(sys, "meta_path", [Finder(), *sys.meta_path])
    assert plugins() == expected()


def test_an_attribute_is_loaded() -> None:
    assert Plugin("x", "fastapi_lint.plugins:Plugin.load").load() is Plugin.load
    assert Plugin("x", "fastapi_lint.plugins").load() is sys.modules["fastapi_lint.plugins"]
