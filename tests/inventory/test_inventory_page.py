"""The HTML page: complete in itself, and alive in a browser."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from inventory_command import Done

Command = Callable[..., Done]

_BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")
_VOID = {"meta", "input", "link", "br", "hr", "img"}
needs_browser = pytest.mark.skipif(
    _BROWSER is None, reason="no chromium: the page was not opened in a browser"
)


class _Balance(HTMLParser):
    """Every tag that opens is closed, and nothing is fetched."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.fetched: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.fetched += [str(value) for name, value in attrs if name in ("src", "srcset", "data", "action")]
        self.ids += [str(given["id"])] if "id" in given else []
        if tag == "link":
            self.fetched.append(tag)
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture
def page(command: Command) -> str:
    """The page of the bookshop."""
    done = command("routes", "bookshop", "--output-format", "html")
    assert (done.code, done.err) == (0, "")
    return done.out


def test_page_is_well_formed_and_fetches_nothing(page: str) -> None:
    balance = _Balance()
    balance.feed(page)
    assert (balance.open, balance.fetched) == ([], [])
    assert len(balance.ids) == len(set(balance.ids))
    assert "@import" not in page
    assert "url(" not in page


def test_page_has_routes_graph_and_findings_without_a_script(page: str) -> None:
    assert page.count('<tr class="route') == 20
    assert page.count('class="box need') == 4
    assert re.search(r'id="more4".*FAPI101</a> <code>time\.sleep</code>', page)


def test_page_is_the_same_every_time(command: Command, page: str) -> None:
    assert command("routes", "bookshop", "--output-format", "html").out == page


def test_page_of_graph_has_no_table(command: Command) -> None:
    page = command("graph", "bookshop", "--output-format", "html").out
    assert "<table" not in page
    assert 'id="graph"' in page


def opened(page: str, folder: Path, script: str) -> str:
    """The document after a browser has run the page, and then ``script``."""
    file = folder / "page.html"
    file.write_text(page.replace("</body>", f"<script>{script}</script></body>"), encoding="utf-8")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile"]
    done = subprocess.run(
        [str(_BROWSER), *flags, "--dump-dom", file.as_uri()], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def visible(document: str) -> list[str]:
    """The endpoints of the rows that are shown."""
    rows = re.findall(r'<tr class="route[^>]*>.*?</tr>', document, re.DOTALL)
    return [
        re.findall(r'<span class="name">(.*?)</span>', row)[0]
        for row in rows
        if not re.match(r'<tr[^>]* hidden=""', row)
    ]


@needs_browser
def test_search_in_a_browser(page: str, tmp_path: Path) -> None:
    script = """
        const search = document.getElementById("search");
        document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "/", bubbles: true}));
        document.title = document.activeElement.id;
        search.value = "current_user books";
        search.dispatchEvent(new Event("input"));
    """
    document = opened(page, tmp_path, script)
    assert "<title>search</title>" in document
    assert visible(document) == ["create_book"]
    assert document.count('class="line off"') == 17


@needs_browser
def test_filters_and_details_in_a_browser(page: str, tmp_path: Path) -> None:
    script = """
        document.querySelector("#methods [data-value=POST]").click();
        document.querySelector("#flags [data-value=lost]").click();
        document.querySelector("button.open").click();
        document.getElementById("theme").click();
    """
    document = opened(page, tmp_path, script)
    assert visible(document) == ["backup", "share_link"]
    assert 'class="more expanded" id="more0"' in document
    assert re.search(r'<html lang="en" class="js" data-theme="(dark|light)">', document)


@needs_browser
def test_focus_lights_up_what_a_dependency_means(page: str, tmp_path: Path) -> None:
    selector = "#graph [data-name='app.routers.books:get_book']"
    script = f'document.querySelector("{selector}").dispatchEvent(new Event("focus"));'
    document = opened(page, tmp_path, script)
    assert 'class="focused"' in document
    assert len(re.findall(r'class="box [^"]* on"', document)) == 3
    assert len(re.findall(r'class="edge on"', document)) == 2
