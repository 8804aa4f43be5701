"""Path templates: compiled as Starlette compiles them, compared exactly."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.convertors import CONVERTOR_TYPES
from starlette.routing import compile_path as starlette_compile

from fastapi_lint.model.routes.paths import CONVERTERS, PARAMETER, PathTemplate, compile_mount, compile_path

literals = st.text(alphabet="/ab1-.*(é", max_size=4)
parameters = st.sampled_from(["", ":str", ":int", ":float", ":path", ":uuid"])


@st.composite
def templates(draw: st.DrawFn) -> str:
    """A template of up to three parameters with text around them."""
    text = "/" + draw(literals)
    for number, converter in enumerate(draw(st.lists(parameters, max_size=3))):
        text += f"{{p{number}{converter}}}{draw(literals)}"
    return text


def compiled(text: str) -> PathTemplate:
    template = compile_path(text)
    assert template is not None
    return template


def samples(template: PathTemplate) -> st.SearchStrategy[str]:
    """Paths that match a template (without newlines, which no URL has)."""
    pattern = template.regex.pattern.replace(".*", "[^\n]*").replace("[^/]+", "[^/\n]+")
    return st.from_regex(re.compile(pattern), fullmatch=True).filter(lambda path: "\n" not in path)


@given(templates())
def test_compiles_to_the_pattern_of_starlette(text: str) -> None:
    regex, _, converters = starlette_compile(text)
    template = compiled(text)
    assert template.regex.pattern == regex.pattern
    assert [parameter.name for parameter in template.parameters] == list(converters)


@settings(max_examples=150, deadline=None)
@given(templates(), templates(), st.data())
def test_what_is_covered_is_matched(first: str, second: str, data: st.DataObject) -> None:
    regex = starlette_compile(first)[0]
    one, other = compiled(first), compiled(second)
    path = data.draw(samples(other))
    matched = regex.match(path) is not None
    if one.covers(other):
        assert matched
    if matched:
        assert one.overlaps(other)
        assert other.overlaps(one)


@settings(deadline=None)
@given(templates())
def test_every_template_covers_itself_and_is_covered_by_the_rest_of_the_path(text: str) -> None:
    template = compiled(text)
    assert template.covers(template)
    assert compiled("/{rest:path}").covers(template)
    assert template.overlaps(template)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("/books/{book_id}", "/books/featured"),
        ("/books/{book_id}", "/books/{book_id:int}"),
        ("/books/{book_id:int}", "/books/42"),
        ("/books/{price:float}", "/books/{book_id:int}"),
        ("/files/{path:path}", "/files/"),
        ("/files/{path:path}", "/files/{folder}/{name}"),
        ("/{a}-{b}", "/x-y"),
        ("/{a}-{b}", "/{a}-{b}-{c}"),
        ("/files/{name}.{suffix}", "/files/{name}.json"),
        ("/files/{name}", "/files/{name}.{suffix}"),
        ("/{a}{b}", "/{a}{b}{c}"),
        ("/v{version}", "/v1"),
        ("/{u:uuid}", "/{u:uuid}"),
        ("/{u:uuid}", "/0123456789abcdef0123456789ABCDEF"),
    ],
)
def test_covers(first: str, second: str) -> None:
    assert compiled(first).covers(compiled(second))
    assert compiled(first).overlaps(compiled(second))


@pytest.mark.parametrize(
    ("first", "second", "overlap"),
    [
        ("/books/featured", "/books/{book_id}", True),
        ("/books/{book_id:int}", "/books/featured", False),
        ("/books/{book_id:int}", "/books/{book_id}", True),
        ("/books/{book_id:int}", "/books/-1", False),
        ("/{a}/b", "/c/{d}", True),
        ("/users/{user_id}", "/users/{user_id}/posts", False),
        ("/users/{user_id}", "/users/me/", False),
        ("/users/{user_id}", "/Users/me", False),
        ("/files/{path:path}", "/files", False),
        ("/{a}-{b}", "/xy", False),
        ("/{a}-{b}", "/-y", False),
        ("/files/{name}.json", "/files/{name}.{suffix}", True),
        ("/{u:uuid}", "/0123456789abcdef", False),
        ("/a.b", "/axb", False),
        ("/{a}{b}", "/{a}", True),
    ],
)
def test_does_not_cover(first: str, second: str, overlap: bool) -> None:
    assert not compiled(first).covers(compiled(second))
    assert compiled(first).overlaps(compiled(second)) is overlap


def test_names_of_parameters_are_no_part_of_the_key() -> None:
    assert compiled("/users/{user_id}").key == compiled("/users/{id:str}").key
    assert compiled("/users/{user_id}").key != compiled("/users/{user_id:int}").key


@pytest.mark.parametrize("text", ["/{book_id:isbn}", "/{a}/{a}"])
def test_unknown_converters_and_double_parameters_are_unknown(text: str) -> None:
    assert compile_path(text) is None


def test_a_mount_takes_what_is_below_it() -> None:
    mount = compile_mount("/static/")
    root = compile_mount("")
    assert mount is not None and root is not None
    assert mount.covers(compiled("/static/{name}"))
    assert mount.covers(compiled("/static/"))
    assert not mount.covers(compiled("/static"))
    assert root.covers(compiled("/{anything:path}"))


def test_the_tables_are_those_of_starlette() -> None:
    assert {name: converter.regex for name, converter in CONVERTOR_TYPES.items()} == CONVERTERS
    import starlette.routing

    assert starlette.routing.PARAM_REGEX.pattern == PARAMETER.pattern
