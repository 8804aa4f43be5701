"""Facts survive being stored, and nothing else does."""

from __future__ import annotations

import ast
import os
import pickle
import random
import sys
from pathlib import Path

import msgspec
import pytest

from fastapi_lint.model.file.facts import Facts, extract, take_body
from fastapi_lint.model.file.packing import unpack as unpack_body
from fastapi_lint.model.file.stored import pack, unpack
from fastapi_lint.source import Source

HERE = Path(__file__).resolve()
TEXT = """x = ...
y = "\\ud800"
z = (1.5e300, b"a", 10**400, 2j, 1e999, None, True, 1180591620717411303424, -1180591620717411303424)
class A(B, metaclass=C): n: int = 1
"""


@pytest.mark.parametrize("path", [HERE, Path(ast.__file__), Path(sys.modules["argparse"].__file__ or "")])
def test_facts_come_back_as_they_were(path: Path) -> None:
    facts = extract(Source("/a.py", path.read_text(encoding="utf-8")))
    assert unpack(pack(facts), "/a.py") == facts
    assert unpack(pack(facts), "/b.py") == Facts("/b.py", facts.body, facts.calls)
    assert pickle.loads(pickle.dumps(facts)) == facts


def test_every_literal_comes_back() -> None:
    facts = extract(Source("/a.py", TEXT))
    assert unpack(pack(facts), "/a.py") == facts


class Evil:
    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, ("evil",)


@pytest.mark.parametrize("value", [Evil(), (Evil(), Facts("", ())), ast.Name("x"), Path("x"), "x", 1])
def test_nothing_else_is_made(value: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert unpack(pickle.dumps(value), "/a.py") is None
    assert not (tmp_path / "evil").exists()


def test_any_bytes_are_borne() -> None:
    chance = random.Random(3)
    data = bytearray(pack(extract(Source("/a.py", TEXT))))
    for _ in range(300):
        broken = bytearray(data)
        broken[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        unpack(bytes(broken[: chance.randrange(1, len(data))]), "/a.py")


def test_a_name_that_comes_back_is_one_object_wherever_it_stands() -> None:
    """Half of the names in a project's bodies are the same few; each would take 60 bytes again and again."""
    texts = ("def f(name): return some.thing(name)", "def g(name): return other.thing(name)")
    [[one], [other]] = [unpack(pack(extract(Source("/a.py", text))), "/a.py").body for text in texts]
    assert one.params[0].name is other.params[0].name
    assert unpack_body(one.packed)[0].value.func.attr is unpack_body(other.packed)[0].value.func.attr


def test_a_name_that_is_no_text_is_not_read() -> None:
    assert unpack(msgspec.msgpack.encode(["/a.py", [], [1]]), "/a.py") is None
    assert unpack(msgspec.msgpack.encode(["/a.py", [], [["a"]]]), "/a.py") is None
    assert unpack(msgspec.msgpack.encode(["/a.py", [], ["a"]]), "/a.py") == Facts("/a.py", (), ("a",))


def test_a_body_is_kept_once_where_nobody_links_again() -> None:
    [function] = extract(Source("/a.py", "def f(): return 1\n")).body
    before, packed = unpack_body(function.packed), function.packed
    body = take_body(function)
    assert body == before
    assert take_body(function) is body is function.packed is not packed
