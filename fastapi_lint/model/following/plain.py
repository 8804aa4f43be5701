"""What plain Python gives for known values: truth, comparisons, and the methods of text, lists and dicts."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from typing import Any

from fastapi_lint.model.domain import Class, Function, Module, Router
from fastapi_lint.model.meaning.keys import is_data, key_of, ordered, unlike, value_of_key
from fastapi_lint.model.meaning.kinds import is_surely_instance, is_surely_subclass
from fastapi_lint.model.meaning.values import (
    Arguments,
    Bound,
    Closure,
    Dictionary,
    External,
    Instance,
    Listing,
    Literal,
    Marker,
    Method,
    Setting,
    Value,
)

TEXT = frozenset(
    {
        *("strip", "lstrip", "rstrip", "removeprefix", "removesuffix", "replace", "lower", "upper", "title"),
        *("capitalize", "format", "startswith", "endswith", "casefold", "split", "rsplit", "partition"),
        *("rpartition", "zfill"),
    }
)
_THINGS = (Function, Class, Module, Router, Marker, Bound, Closure, Method, Listing, Dictionary)
ORDER: dict[str, Callable[[Any, Any], Any]] = {
    "Eq": operator.eq,
    "NotEq": operator.ne,
    "Lt": operator.lt,
    "LtE": operator.le,
    "Gt": operator.gt,
    "GtE": operator.ge,
}
"""The comparisons that ask for values, by the names that ``ast`` has for them."""


def truth(value: Value) -> bool | None:
    """Whether a value counts as true; None where the source does not decide it."""
    if isinstance(value, Setting):
        return None
    if isinstance(value, Literal):
        return bool(value.value)
    if isinstance(value, (Listing, Dictionary)):
        return None if value.is_open else bool(value.items)
    return True if isinstance(value, _THINGS) else None


def compared(op: str, left: Value, right: Value) -> bool | None:
    """What ``left op right`` gives."""
    if isinstance(left, Setting) or isinstance(right, Setting):
        return None
    if op in ("Is", "IsNot"):
        same = _is_same(left, right)
        return same if same is None or op == "Is" else not same
    if op in ("In", "NotIn"):
        found = _holds(right, left)
        return found if found is None or op == "In" else not found
    if op not in ORDER:
        return None
    try:
        return bool(ORDER[op](_data(left), _data(right)))
    except (TypeError, _UnknownError):
        return None


class _UnknownError(Exception):
    """Some part of a value is not known."""


def _data(value: Value) -> object:
    """Plain data as Python has it; raises ``_UnknownError``."""
    if type(value) is Literal:
        return value.value
    if isinstance(value, Listing) and not value.is_open:
        return [_data(item) for item in value.items]
    if isinstance(value, Dictionary) and not value.is_open:
        return {key: _data(item) for key, item in value.items}
    raise _UnknownError


def _is_same(left: Value, right: Value) -> bool | None:
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Literal) and isinstance(one.value, bool):
            return other.value is one.value if isinstance(other, Literal) else None
    if right != Literal(None):
        left, right = right, left
    if right != Literal(None):
        return None
    if isinstance(left, Literal):
        return left.value is None
    return False if isinstance(left, _THINGS) else None


def _holds(container: Value, value: Value) -> bool | None:
    if isinstance(container, Dictionary) and not container.is_open and is_data(key_of(value)):
        return any(key == key_of(value) for key, _ in container.items)
    if not isinstance(value, Literal):
        return None
    if isinstance(container, Literal) and isinstance(container.value, str) and isinstance(value.value, str):
        return value.value in container.value
    if isinstance(container, Listing) and not container.is_open:
        items = [item.value for item in container.items if type(item) is Literal]
        return value.value in items if value.value in items or len(items) == len(container.items) else None
    return None


def items_of(value: Value) -> Listing | None:
    """What iterating over a value yields, one by one, where that is known."""
    if isinstance(value, Dictionary):
        return Listing(tuple(value_of_key(key) for key, _ in value.items), value.is_open)
    if isinstance(value, Instance):
        return Listing(tuple(value.attributes.values())) if value.of == _MODULE_INFO else None
    return value if isinstance(value, Listing) else None


_MODULE_INFO = External("pkgutil.ModuleInfo")


def module_info(name: str, is_package: bool) -> Value:
    """What ``pkgutil.iter_modules`` says about one module."""
    return Instance(
        _MODULE_INFO, {"module_finder": None, "name": Literal(name), "ispkg": Literal(is_package)}
    )


def value_of(data: object) -> Value:
    """Plain data, as read from a file, as a value."""
    if isinstance(data, dict):
        return Dictionary(tuple((key, value_of(value)) for key, value in data.items()))
    if isinstance(data, (list, tuple)):
        return Listing(tuple(map(value_of, data)))
    return value_of_key(data)


def added(left: Value, right: Value) -> Value:
    """``left + right``."""
    match left, right:
        case Literal(str(before)), Literal(str(after)):
            is_setting = isinstance(left, Setting) or isinstance(right, Setting)
            return Setting(before + after) if is_setting else Literal(before + after)
    if isinstance(left, Listing) and isinstance(right, Listing):
        return Listing(left.items + right.items, left.is_open or right.is_open)
    return None


def character(text: Literal, index: object) -> Value:
    """``text[index]``."""
    try:
        return type(text)(text.value[index])  # type: ignore[index]
    except (TypeError, IndexError):
        return None


def formatted(left: Literal, right: Value) -> Value:
    """``"/%s/items" % version``."""
    values = right.items if isinstance(right, Listing) else (right,)
    known = [value.value for value in values if isinstance(value, Literal) and value != Setting(None)]
    if not isinstance(left.value, str) or len(known) != len(values):
        return None
    try:
        made = left.value % tuple(known)
    except (TypeError, ValueError):
        return None
    return Setting(made) if any(isinstance(value, Setting) for value in (left, *values)) else Literal(made)


def result(callee: External, given: Arguments) -> Value:
    """What a built-in function or method gives; None where that is not known."""
    kind, _, name = callee.name.removeprefix("builtins.").rpartition(".")
    receiver = callee.receiver
    if kind == "str" and isinstance(receiver, Literal) and isinstance(receiver.value, str):
        return _of_text(receiver, name, given)
    if kind == "dict" and isinstance(receiver, Dictionary):
        return _of_mapping(receiver, name, given)
    if kind == "list" and isinstance(receiver, Listing):
        return _of_list(receiver, name, given)
    return _FUNCTIONS[name](given) if not kind and name in _FUNCTIONS else None


def _of_text(receiver: Literal, name: str, given: Arguments) -> Value:
    if name == "join":
        listed = items_of(given.get(0, "iterable"))
        parts = [item.value for item in listed.items if isinstance(item, Literal)] if listed else []
        is_known = listed is not None and not listed.is_open and len(parts) == len(listed.items)
        return Literal(str(receiver.value).join(map(str, parts))) if is_known else None
    values = [value.value for value in given if isinstance(value, Literal)]
    if name not in TEXT or len(values) != len(list(given)) or "" in given.named:
        return None
    positional, named = values[: len(given.positional)], values[len(given.positional) :]
    try:
        made = getattr(receiver.value, name)(*positional, **dict(zip(given.named, named, strict=True)))
    except (TypeError, ValueError, LookupError, AttributeError):
        return None
    if isinstance(made, (list, tuple)):
        return Listing(tuple(type(receiver)(part) for part in made))
    is_setting = isinstance(receiver, Setting) or any(isinstance(value, Setting) for value in given)
    return Setting(made) if is_setting else Literal(made)


def _of_list(receiver: Listing, name: str, given: Arguments) -> Value:
    if name == "copy":
        return Listing(receiver.items, receiver.is_open)
    place = _popped(receiver, given) if name == "pop" else None
    return receiver.items[place] if place is not None else None


def _popped(receiver: Listing, given: Arguments) -> int | None:
    """The place of what ``routers.pop()`` takes, counted from the front."""
    index = given.get(0, "index") if given.positional else Literal(-1)
    if receiver.is_open or not isinstance(index, Literal) or not isinstance(index.value, int):
        return None
    held = range(len(receiver.items))
    return held[index.value] if -len(held) <= index.value < len(held) else None


def _of_mapping(receiver: Dictionary, name: str, given: Arguments) -> Value:
    if name == "items":
        pairs = (Listing((value_of_key(key), value)) for key, value in receiver.items)
        return Listing(tuple(pairs), receiver.is_open)
    if name == "keys":
        return items_of(receiver)
    if name == "values":
        return Listing(tuple(value for _, value in receiver.items), receiver.is_open)
    if name == "copy":
        return Dictionary(receiver.items, receiver.is_open)
    key = key_of(given.get(0, "key"))
    if name in ("get", "pop") and is_data(key) and not receiver.is_open:
        if any(known == key for known, _ in receiver.items):
            return receiver.get(key)
        return given.get(1, "default") if len(given.positional) > 1 else Literal(None)
    return None


def _text(given: Arguments) -> Value:
    value = given.get(0, "object")
    if isinstance(value, Literal) and value != Setting(None):
        return type(value)(str(value.value))
    return None


def _length(given: Arguments) -> Value:
    value = given.get(0, "obj")
    if isinstance(value, (Listing, Dictionary)) and not value.is_open:
        return Literal(len(value.items))
    return None


def _listed(given: Arguments) -> Value:
    if not list(given):
        return Listing(())
    found = items_of(given.get(0, "iterable"))
    return Listing(found.items, found.is_open) if found is not None else None


def _mapped(given: Arguments) -> Value:
    first = given.get(0, "mapping") if given.positional else Dictionary(())
    if not isinstance(first, Dictionary) or "" in given.named:
        return None
    return Dictionary((*first.items, *given.named.items()), first.is_open)


def _sorted(given: Arguments) -> Value:
    found = items_of(given.get(0, "iterable"))
    if found is None or not given.named.keys() <= {"reverse"}:
        return None
    order = ordered(found.items, given.named.get("reverse", Literal(False)))
    return None if order is None else Listing(tuple(found.items[index] for index in order), found.is_open)


def _reversed(given: Arguments) -> Value:
    found = items_of(given.get(0, "sequence"))
    return Listing(found.items[::-1], found.is_open) if found is not None else None


def _set(given: Arguments) -> Value:
    found = _listed(given)
    return Listing(unlike((), found.items), found.is_open) if isinstance(found, Listing) else None


def _numbered(given: Arguments) -> Value:
    found = items_of(given.get(0, "iterable"))
    if found is None or len(list(given)) > 1:
        return None
    return Listing(tuple(Listing((Literal(n), item)) for n, item in enumerate(found.items)), found.is_open)


def _zipped(given: Arguments) -> Value:
    listed = [items_of(value) for value in given.positional]
    known = [one for one in listed if one is not None and not one.is_open]
    if not known or len(known) != len(listed):
        return None
    return Listing(tuple(Listing(row) for row in zip(*(one.items for one in known), strict=False)))


_FUNCTIONS: dict[str, Callable[[Arguments], Value]] = {
    "str": _text,
    "len": _length,
    "list": _listed,
    "tuple": _listed,
    "set": _set,
    "reversed": _reversed,
    "sorted": _sorted,
    "dict": _mapped,
    "enumerate": _numbered,
    "zip": _zipped,
    "isinstance": is_surely_instance,
    "issubclass": is_surely_subclass,
}


# --- changes in place ------------------------------------------------------------------------------


def change(callee: External, given: Arguments, is_certain: bool) -> None:
    """Follow ``routers.append(…)``, ``options.update(…)``: what the list or dict holds afterwards."""
    receiver, name = callee.receiver, callee.name.rpartition(".")[2]
    if isinstance(receiver, Listing):
        _change_list(receiver, name, given)
    elif isinstance(receiver, Dictionary):
        _change_mapping(receiver, name, given)
    else:
        return
    if not is_certain and name in _CHANGES:
        _open(receiver)


_CHANGES = frozenset(
    {
        *("append", "add", "insert", "extend", "update", "setdefault"),
        *("remove", "pop", "clear", "discard", "sort", "reverse", "popitem"),
    }
)


def _change_list(receiver: Listing, name: str, given: Arguments) -> None:
    if name == "append":
        receiver.items = (*receiver.items, given.get(0, "object"))
    elif name == "add":
        receiver.items = (*receiver.items, *unlike(receiver.items, given.positional[:1]))
    elif name == "insert" and given.get(0, "index") == Literal(0):
        receiver.items = (given.get(1, "object"), *receiver.items)
    elif name in ("extend", "update"):
        add(receiver, given.get(0, "iterable"), is_set=name == "update")
    elif name == "pop" and (place := _popped(receiver, given)) is not None:
        receiver.items = (*receiver.items[:place], *receiver.items[place + 1 :])
    elif name in _CHANGES:
        receiver.is_open = True


def add(receiver: Listing, added: Value, is_set: bool = False) -> None:
    """``receiver += added``; ``receiver |= added``."""
    more = items_of(added)
    items = more.items if more is not None else (None,)
    receiver.items = (*receiver.items, *(unlike(receiver.items, items) if is_set else items))
    receiver.is_open = receiver.is_open or more is None or more.is_open


def _change_mapping(receiver: Dictionary, name: str, given: Arguments) -> None:
    if name == "setdefault" and isinstance(key := given.get(0, "key"), Literal):
        if receiver.get(key.value) is None:
            receiver.items = (*receiver.items, (key.value, given.get(1, "default")))
    elif name == "update":
        first = given.get(0, "mapping") if given.positional else Dictionary(())
        put(receiver, first.items if isinstance(first, Dictionary) else ())
        put(receiver, ((key, value) for key, value in given.named.items() if key))
        if not isinstance(first, Dictionary) or first.is_open or "" in given.named:
            _open(receiver)
    elif name in _CHANGES:
        _open(receiver)


def _open(receiver: Listing | Dictionary) -> None:
    """Something may have happened that changes what is in it."""
    receiver.is_open = True
    if isinstance(receiver, Dictionary):
        receiver.doubtful = frozenset()


def set_item(receiver: Dictionary, key: object, value: Value, is_certain: bool) -> None:
    """``receiver[key] = value``."""
    was_shown = not receiver.is_open or bool(receiver.doubtful)
    if not is_data(key):
        _open(receiver)
    elif is_certain:
        put(receiver, [(key, value)])
        receiver.doubtful -= {key}
    else:
        is_new = all(key != known for known, _ in receiver.items)
        put(receiver, [(key, value if is_new or value == receiver.get(key) else None)])
        receiver.doubtful |= {key} if was_shown and is_new else frozenset()
        receiver.is_open = receiver.is_open or is_new


def put(receiver: Dictionary, pairs: Iterable[tuple[object, Value]]) -> None:
    """Set items."""
    added = list(pairs)
    names = [key for key, _ in added]
    receiver.items = (*((key, value) for key, value in receiver.items if key not in names), *added)
