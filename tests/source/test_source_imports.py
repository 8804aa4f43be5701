"""The import table, names in scope, and where new imports go."""

from __future__ import annotations

import ast
import string

import msgspec
import pytest

from fastapi_lint.finding import ImportRequest
from fastapi_lint.source import (
    ImportClash,
    Source,
    insert_position,
    is_bound,
    name_in_scope,
    place_imports,
)
from fastapi_lint.source.imports import Import


def test_the_table() -> None:
    text = """
import a.b, c.d as e
from f.g import h as i, j
from . import k
from ..l import m
from n import *
if TYPE_CHECKING:
    import o
else:
    import p
try:
    import q
except ImportError:
    import r
if x:
    import s
def f():
    import t
class C:
    import u
if not t.TYPE_CHECKING:
    import v
else:
    import w
match x:
    case 1:
        import y
with z:
    import z
"""
    table = {(i.name, i.target, i.module): i for i in Source("a.py", text).imports}
    assert list(table) == [
        ("a", "a", "a.b"),
        ("e", "c.d", "c.d"),
        ("i", "f.g.h", "f.g"),
        ("j", "f.g.j", "f.g"),
        ("k", ".k", "."),
        ("m", "..l.m", "..l"),
        ("*", "n", "n"),
        *[(name, name, name) for name in "opqrstuvwyz"],
    ]
    by_name = {i.name: i for i in table.values()}
    assert {n for n, i in by_name.items() if i.in_type_checking} == {"o", "w"}
    assert {n for n, i in by_name.items() if i.in_function} == {"t", "u"}
    assert {n for n, i in by_name.items() if i.guarded} == {"q", "r", "s", "y", "z"}
    assert {n for n, i in by_name.items() if i.is_star} == {"*"}
    assert text[slice(by_name["i"].span_start, by_name["i"].span_end)] == "h as i"
    assert msgspec.json.decode(msgspec.json.encode(by_name["i"]), type=Import) == by_name["i"]


@pytest.mark.parametrize(
    ("text", "module", "name", "spelling"),
    [
        ("import asyncio", "asyncio", "to_thread", "asyncio.to_thread"),
        ("import asyncio", "asyncio", "", "asyncio"),
        ("import asyncio as aio", "asyncio", "to_thread", "aio.to_thread"),
        ("from asyncio import to_thread as tt", "asyncio", "to_thread", "tt"),
        ("import a.b.c", "a.b", "d", "a.b.d"),
        ("import a.b", "a.b.c", "d", None),
        ("from a import b", "a.b", "c", "b.c"),
        ("from .x import y", ".x", "y", "y"),
        ("from . import y", ".", "y", "y"),
        ("if TYPE_CHECKING:\n from a import b", "a", "b", None),
        ("def f():\n from a import b", "a", "b", None),
        ("from a import b\nb = 1", "a", "b", None),
        ("from a import b\ndef b(): pass", "a", "b", None),
        ("from a import b\nfrom c import b", "a", "b", None),
        ("import a\nfrom a import b\nb = 1", "a", "b", "a.b"),
        ("try:\n from a import b\nexcept ImportError:\n from c import b", "a", "b", "b"),
        ("try:\n import a\nexcept ImportError:\n a = None", "a", "", "a"),
        ("from a import *", "a", "b", None),
        ("", "a", "b", None),
    ],
)
def test_names_in_scope(text: str, module: str, name: str, spelling: str | None) -> None:
    assert name_in_scope(Source("a.py", text), module, name) == spelling


def test_bound_names() -> None:
    text = """
import a.x
from b import c as d
e: int = 1
f = 1
(g, *h), i.j = k
for l in m: n = 1
with o as p: pass
def q(r): s = 1
class T: u = 1
if (v := 1): w = [x for x in y]
try: pass
except E as z: pass
match aa:
    case {"k": ab, **ac} | [*ad] as ae: pass
del af
lambda ag: 1
if TYPE_CHECKING:
    from typing import ah
"""
    source = Source("a.py", text)
    names = [*string.ascii_letters, "aa", "ab", "ac", "ad", "ae", "af", "ag", "ah"]
    bound = {name for name in names if is_bound(source, name)}
    assert bound == {*"adefghlnpqTvwz", "ab", "ac", "ad", "ae", "af"}


def placed(text: str, *requests: tuple[str, str], path: str = "app/main.py") -> str:
    source = Source(path, text)
    edits = place_imports(source, [ImportRequest(path, *request) for request in requests])
    spans = [edit.span for edit in edits]
    assert len(set(spans)) == len(spans)
    for edit in reversed(edits):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    ast.parse(text)
    assert place_imports(Source(path, text), [ImportRequest(path, *request) for request in requests]) == []
    return text


TYPING = ("typing", "Annotated")
PLACES = {
    "empty": ("", TYPING, "from typing import Annotated\n"),
    "code": ("x = 1\n", TYPING, "from typing import Annotated\n\nx = 1\n"),
    "no newline": ("import a", ("b", ""), "import a\nimport b\n"),
    "docstring": ('"""Doc."""\n\nx = 1\n', TYPING, '"""Doc."""\n\nfrom typing import Annotated\n\nx = 1\n'),
    "docstring right above": ('"""D."""\nx = 1\n', ("b", ""), '"""D."""\n\nimport b\n\nx = 1\n'),
    "docstring only": ('"""D."""', ("b", ""), '"""D."""\n\nimport b\n'),
    "shared docstring": ('"""D."""; x = 1\ny = 2\n', ("b", ""), '"""D."""; x = 1\n\nimport b\n\ny = 2\n'),
    "future": (
        "from __future__ import annotations\n\nimport zlib\n",
        ("os", ""),
        "from __future__ import annotations\n\nimport os\nimport zlib\n",
    ),
    "comment head": ("#!/bin/py\n# licence\nx = 1\n", ("b", ""), "#!/bin/py\n# licence\nimport b\n\nx = 1\n"),
    "decorated": ("@d\ndef f(): pass\n", ("b", ""), "import b\n\n@d\ndef f(): pass\n"),
    "sorted": ("import a\nimport c\n", ("b", ""), "import a\nimport b\nimport c\n"),
    "from after import": (
        "import os\nfrom ast import parse\n\nfrom fastapi import FastAPI\n",
        TYPING,
        "import os\nfrom ast import parse\nfrom typing import Annotated\n\nfrom fastapi import FastAPI\n",
    ),
    "forced sort": (
        "import ast\nfrom os import path\nimport sys\nfrom uuid import UUID\n",
        TYPING,
        "import ast\nfrom os import path\nimport sys\nfrom typing import Annotated\nfrom uuid import UUID\n",
    ),
    "unsorted": (
        "import os\nimport ast\nimport sys\nx\n",
        ("re", ""),
        "import os\nimport ast\nimport sys\nimport re\nx\n",
    ),
    "new first section": (
        "# about fastapi\nimport fastapi\n",
        ("re", ""),
        "# about fastapi\nimport re\n\nimport fastapi\n",
    ),
    "above heading comments": (
        "x\n".replace("x", '"""D."""') + "\n# third\nimport fastapi\n",
        ("re", ""),
        '"""D."""\n\nimport re\n\n# third\nimport fastapi\n',
    ),
    "new last section": ("import re\n\nx = 1\n", ("fastapi", ""), "import re\n\nimport fastapi\n\nx = 1\n"),
    "between sections": (
        "import re\n\nfrom app.x import y\nfrom . import z\n",
        ("fastapi", "FastAPI"),
        "import re\n\nfrom fastapi import FastAPI\n\nfrom app.x import y\nfrom . import z\n",
    ),
    "mixed sections": ("import re\nimport fastapi\n", ("sys", ""), "import re\nimport sys\nimport fastapi\n"),
    "first party of no known name": (
        "import re\n\nimport fastapi\n\nfrom core import db\n",
        ("starlette", ""),
        "import re\n\nimport fastapi\nimport starlette\n\nfrom core import db\n",
    ),
    "guarded block": (
        "import re\n\nif TYPE_CHECKING:\n    from typing import Annotated\n\nx = 1\n",
        TYPING,
        "import re\nfrom typing import Annotated\n\n"
        "if TYPE_CHECKING:\n    from typing import Annotated\n\nx = 1\n",
    ),
    "shared line": ("import os; import re\nx\n", ("sys", ""), "import sys\n\nimport os; import re\nx\n"),
    "windows": ("import a\r\nx\r\n", ("b", ""), "import a\r\nimport b\r\nx\r\n"),
    "merge first": ("from typing import Any\n", TYPING, "from typing import Annotated, Any\n"),
    "merge last": (
        "from typing import Annotated  # c\n",
        ("typing", "Any"),
        "from typing import Annotated, Any  # c\n",
    ),
    "merge by kind": (
        "from fastapi import APIRouter, Depends, status\n",
        ("fastapi", "Request"),
        "from fastapi import APIRouter, Depends, Request, status\n",
    ),
    "merge without case": ("from m import a, B, d\n", ("m", "C"), "from m import a, B, C, d\n"),
    "merge unsorted": ("from m import c, a, b\n", ("m", "aa"), "from m import c, a, b, aa\n"),
    "merge parentheses": ("from m import (a, c)\n", ("m", "b"), "from m import (a, b, c)\n"),
    "merge hanging": ("from m import (\n    a, c,\n)\n", ("m", "d"), "from m import (\n    a, c, d,\n)\n"),
    "merge lines": (
        "from m import (  # x\n    a,  # about a\n    # about c\n    c as d,\n)\n",
        ("m", "b"),
        "from m import (  # x\n    a,  # about a\n    b,\n    # about c\n    c as d,\n)\n",
    ),
    "merge first line": (
        "from m import (  # x\n    # about b\n    b,\n    c,\n)\n",
        ("m", "a"),
        "from m import (  # x\n    a,\n    # about b\n    b,\n    c,\n)\n",
    ),
    "merge last line": (
        "from m import (\r\n    a,\r\n    b  # about b\r\n)\r\n",
        ("m", "c"),
        "from m import (\r\n    a,\r\n    b,  # about b\r\n    c,\r\n)\r\n",
    ),
    "merge relative": ("from .m import a\n", (".m", "b"), "from .m import a, b\n"),
    "not a star": ("from m import *\n", ("m", "b"), "from m import *\nfrom m import b\n"),
    "submodule": ("import a\n", ("a.b", ""), "import a\nimport a.b\n"),
    "present": ("from m import a\n", ("m", "a"), "from m import a\n"),
    "present module": ("import a.b\n", ("a", ""), "import a.b\n"),
    "alias is another name": ("from m import a as z\n", ("m", "a"), "from m import a, a as z\n"),
    "not in a function": (
        "import re\n\ndef f():\n    from m import a\n",
        ("m", "a"),
        "import re\n\nfrom m import a\n\ndef f():\n    from m import a\n",
    ),
}


@pytest.mark.parametrize(("before", "request_", "after"), PLACES.values(), ids=PLACES.keys())
def test_places(before: str, request_: tuple[str, str], after: str) -> None:
    assert placed(before, request_) == after


def test_several_requests_are_placed_once() -> None:
    text = placed(
        "import os\n\nfrom fastapi import FastAPI\n",
        *[("typing", "Annotated"), ("fastapi", "Depends"), ("anyio", ""), ("typing", "Any"), ("sys", "")],
        *[("fastapi", "APIRouter"), ("fastapi", "Depends")],
    )
    assert text == (
        "import os\nimport sys\nfrom typing import Annotated, Any\n\n"
        "import anyio\nfrom fastapi import APIRouter, Depends, FastAPI\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Annotated = 1\n",
        "from typing_extensions import Annotated\n",
        "def Annotated(): pass\n",
        "try:\n    from a import Annotated\nexcept ImportError:\n    from b import Annotated\n",
    ],
)
def test_a_taken_name_is_a_clash(text: str) -> None:
    with pytest.raises(ImportClash, match="'Annotated' is already taken") as caught:
        place_imports(Source("a.py", text), [ImportRequest("a.py", *TYPING)])
    assert caught.value.request.name == "Annotated"


def test_insert_position() -> None:
    assert insert_position(Source("a.py", "import a\nimport b\nx = 1\nimport c\n")) == len(
        "import a\nimport b\n"
    )
    assert insert_position(Source("a.py", '"""D."""\nx = 1\n')) == len('"""D."""\n')
    assert insert_position(Source("a.py", "")) == 0


BELOW = ("\ndef f(): pass\n", "\n\n@d\nasync def f():\n    é = 1\n", "\n\nclass Below: pass\n")


@pytest.mark.parametrize("below", BELOW)
@pytest.mark.parametrize(("before", "request_"), [place[:2] for place in PLACES.values()], ids=PLACES.keys())
def test_what_stands_below_the_first_definition_changes_no_place(
    before: str, request_: tuple[str, str], below: str
) -> None:
    text, request = before + below, ImportRequest("app/main.py", *request_)
    whole = Source(request.path, text)
    whole.ast  # noqa: B018 - what is parsed already is not parsed by parts
    assert whole.head is whole
    assert place_imports(Source(request.path, text), [request]) == place_imports(whole, [request])


def test_only_the_head_is_parsed_for_a_name_that_the_file_does_not_have() -> None:
    source = Source("a.py", "import os\nfrom m import a\n\ndef f(): pass\n" + "x = 1\n" * 1000)
    assert place_imports(source, [ImportRequest("a.py", "m", "b"), ImportRequest("a.py", "sys")])
    assert len(source.head.text) < 30 and "_native" not in source.__dict__


@pytest.mark.parametrize("text", ["'''\ndef f\n'''\nx = 1\n", "x = (\ndef f)\n", "def f(): pass\n", ""])
def test_a_head_that_is_none(text: str) -> None:
    source = Source("a.py", text)
    assert source.head is source
