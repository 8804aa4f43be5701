"""What containers give: items of typed lists, dicts and tuples, and the builtins that hand them on."""

from __future__ import annotations

from collections.abc import Callable

from fastapi_lint.model.domain import Class
from fastapi_lint.model.meaning.joining import element, join
from fastapi_lint.model.meaning.keys import key_of
from fastapi_lint.model.meaning.values import (
    Arguments,
    Dictionary,
    Empty,
    External,
    Instance,
    Keywords,
    Listing,
    Literal,
    Value,
)

_LIST = External("builtins.list")
_LISTS = ("builtins.list", "collections.deque")
MAPPINGS = frozenset(
    {
        "builtins.dict",
        "collections.abc.Mapping",
        "collections.abc.MutableMapping",
        "collections.defaultdict",
        "collections.OrderedDict",
        "weakref.WeakKeyDictionary",
        "weakref.WeakValueDictionary",
    }
)
START_EMPTY = {
    "collections.OrderedDict": 0,
    "collections.defaultdict": 1,
    "collections.deque": 0,
    "contextvars.ContextVar": 1,
    "weakref.WeakKeyDictionary": 0,
    "weakref.WeakSet": 0,
    "weakref.WeakValueDictionary": 0,
}
"""Containers that hold nothing when they are made, if they are given no more than so many arguments."""


def held(value: Value) -> Value:
    """What the values of a mapping are, where all are the same."""
    if isinstance(value, Dictionary):
        return join(item for _, item in value.items) if value.items else held(value.promised)
    return value.values if isinstance(value, Instance) else None


def mapping(given: Arguments) -> Value:
    """``dict(…)``: known when it is made of keywords alone."""
    if given.positional or "" in given.named or not given.named:
        return given.positional[0] if len(given.positional) == 1 and not given.named else None
    return Dictionary(tuple(given.named.items()))


def started(callee: External, given: Arguments, made: Value) -> Instance | None:
    """A container that functions fill; ``made`` is what a ``defaultdict`` makes for a key that it has not."""
    default = given.named.get("default", Literal(None))
    if len(given.positional) > START_EMPTY.get(callee.name, -1) or "" in given.named:
        return None
    if callee.name == "contextvars.ContextVar" and default != Literal(None):
        return None
    kept = {"default_factory": _first(given)} if callee.name == "collections.defaultdict" else {}
    if isinstance(made, Instance) and isinstance(made.of, Class):
        return Instance(callee, kept, values=made)
    return Empty(callee, kept)


def _first(given: Arguments) -> Value:
    return given.positional[0] if given.positional else None


def _listed(content: Value) -> Value:
    return Instance(_LIST, items=content) if content is not None else None


def _zipped(given: Arguments) -> Value:
    items = tuple(element(value) for value in given.positional)
    return _listed(Listing(items)) if any(item is not None for item in items) else None


_ONE = ("get", "pop", "setdefault", "__getitem__")
"""The methods of a mapping that give the value of one key."""
OF_ARGUMENTS: dict[str, Callable[[Arguments], Value]] = {
    **dict.fromkeys(
        [f"builtins.{name}" for name in ("list", "tuple", "set", "frozenset", "sorted", "reversed", "iter")],
        lambda given: _listed(element(_first(given))),
    ),
    **dict.fromkeys(
        ("builtins.next", "builtins.min", "builtins.max", "random.choice"),
        lambda given: element(_first(given)),
    ),
    **dict.fromkeys(("copy.copy", "copy.deepcopy"), _first),
    "builtins.enumerate": lambda given: _zipped(Arguments([None, *given.positional[:1]])),
    "builtins.zip": _zipped,
    "builtins.filter": lambda given: _listed(element(given.get(1, "iterable"))),
    "builtins.dict": mapping,
    "types.SimpleNamespace": lambda given: Instance(External("types.SimpleNamespace"), dict(given.named)),
}
_OF_RECEIVER: dict[str, Callable[[Value], Value]] = {
    "values": lambda receiver: _listed(held(receiver)),
    "items": lambda receiver: (
        _listed(Listing((None, held(receiver)))) if held(receiver) is not None else None
    ),
    **dict.fromkeys(_ONE, held),
    "copy": lambda receiver: receiver,
}
HANDS_OUT = frozenset(_OF_RECEIVER)
"""The methods of a mapping that give what is in it."""


def keyworded(receiver: Value, given: Arguments) -> Value:
    """What ``**kwargs`` holds under the name that is asked for."""
    if type(receiver) is not Keywords or receiver.by is None:
        return None
    return receiver.by.project.passed.keyword(receiver, given.get(0, "key"))


def _is_empty(value: Value) -> bool:
    return isinstance(value, (Listing, Dictionary)) and not value.items


def is_of_receiver(name: str) -> bool:
    """Whether a call may give something of what it is a method of."""
    owner, _, method = name.rpartition(".")
    return (
        owner == "contextvars.ContextVar" or owner in _LISTS or (owner in MAPPINGS and method in _OF_RECEIVER)
    )


def result(name: str, receiver: Value, given: Arguments) -> Value:
    """What a builtin, or a method of a container, gives; None for everything else."""
    if name in OF_ARGUMENTS:
        return OF_ARGUMENTS[name](given)
    owner, _, method = name.rpartition(".")
    if receiver is None:
        return None
    if owner in MAPPINGS and method in _OF_RECEIVER:
        found = keyworded(receiver, given) if method in _ONE else None
        if found is None and method in _ONE and isinstance(receiver, Dictionary):
            found = receiver.get(key_of(given.get(0, "key")))
        found = _OF_RECEIVER[method](receiver) if found is None else found
        default = given.get(1, "default")
        adds = method in ("get", "pop") and default != Literal(None) and not _is_empty(default)
        return join((found, default)) if adds and default is not None else found
    if owner == "contextvars.ContextVar" and method == "get":
        return element(receiver)
    return element(receiver) if owner in _LISTS and method in ("pop", "popleft") else None
