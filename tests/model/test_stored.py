"""Facts survive being stored, and nothing else does."""

from __future__ import annotations

import ast
import os
import pickle
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.file.facts import Facts, extract, take_body
from fastapi_lint.model.file.stored import pack, unpack
from fastapi_lint.source import Source
from fastapi_lint.source.parsing import recursing_deeply

HERE = Path(__file__).resolve()
TEXT = """x = ...
y = "\\ud800"
z = (1.5e300, b"a", 10**400, 2j, 1e999, None, True, 1180591620717411303424, -1180591620717411303424)
class A(B, metaclass=C): n: int = 1
"""


@pytest.mark.parametrize("path", [HERE, Path(ast.__file__), Path(sys.modules["argparse"].__file__ or "")])
def test_facts_come_back_as_they_were(path: Path) -> None:
    facts = extract(Source("/a.py", path.read_text(encoding="utf-8")))
    for again in unpack(pack(facts), "/b.py"), pickle.loads(pickle.dumps(facts)):
        functions = [node for node in within(again.body) if isinstance(node, s.FunctionDef)]
        assert all(map(take_body, functions))
        assert (again.body, again.calls) == (facts.body, facts.calls)


def within(body: tuple[s.Stmt, ...]) -> Iterator[s.Syntax]:
    """Everything in a body, and in the bodies of the functions in it."""
    for node in (node for statement in body for node in s.walk(statement)):
        yield node
        if isinstance(node, s.FunctionDef):
            yield from within(take_body(node))


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
    assert take_body(one)[0].value.func.attr is take_body(other)[0].value.func.attr


def test_a_name_that_is_no_text_is_not_read() -> None:
    assert unpack(msgspec.msgpack.encode(["/a.py", [], [1]]), "/a.py") is None
    assert unpack(msgspec.msgpack.encode(["/a.py", [], [["a"]]]), "/a.py") is None
    assert unpack(msgspec.msgpack.encode(["/a.py", [], ["a"]]), "/a.py") == Facts("/a.py", (), ("a",))


def test_a_body_that_was_bytes_is_read_once() -> None:
    facts = extract(Source("/a.py", "def f(): return 1\n"))
    [function] = unpack(pack(facts), "/a.py").body
    packed = function.inside
    body = take_body(function)
    assert body == take_body(facts.body[0])
    assert take_body(function) is body is function.inside is not packed


@pytest.mark.parametrize("before", ["def f(): return ", "f = "])
def test_what_is_nested_deeply_is_stored(before: str) -> None:
    source = Source("/a.py", before + "+".join("a" * 900))
    facts = recursing_deeply(lambda: extract(source))
    assert len(pickle.loads(pickle.dumps(facts)).body) == len(facts.body) == 1
