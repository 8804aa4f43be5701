"""The methods that Python's own base classes make of those that a class below them has.

Source: ``collections.abc`` and ``collections`` of Python 3.11 to 3.14.
"""

from __future__ import annotations

_GET, _SET, _DELETE, _ITERATE = ("__getitem__",), ("__setitem__",), ("__delitem__",), ("__iter__",)
_MAPPING = {
    "__contains__": _GET,
    "__eq__": (*_ITERATE, *_GET),
    "get": _GET,
    "items": (*_ITERATE, *_GET),
    "keys": _ITERATE,
    "values": (*_ITERATE, *_GET),
}
_CHANGED = {
    "clear": (*_ITERATE, *_GET, *_DELETE),
    "pop": (*_GET, *_DELETE),
    "popitem": (*_ITERATE, *_GET, *_DELETE),
    "setdefault": (*_GET, *_SET),
    "update": _SET,
}
_SEQUENCE = {
    "__contains__": (*_ITERATE, *_GET),
    "__iter__": _GET,
    "__reversed__": _GET,
    "count": (*_ITERATE, *_GET),
    "index": _GET,
}
_OPERATORS = ("and", "or", "sub", "xor")
_SET_OF = {
    **{f"__{name}__": ("__contains__",) for name in ("le", "lt", "ge", "gt", "eq")},
    **{f"__{name}__": (*_ITERATE, "__contains__") for name in _OPERATORS},
    "isdisjoint": ("__contains__",),
}
_MISSING: dict[str, tuple[str, ...]] = {"__getitem__": ("__missing__",)}

MIXINS: dict[str, dict[str, tuple[str, ...]]] = {
    "collections.abc.Mapping": _MAPPING,
    "collections.abc.MutableMapping": {**_MAPPING, **_CHANGED},
    "collections.abc.Sequence": _SEQUENCE,
    "collections.abc.MutableSequence": {
        **_SEQUENCE,
        "__iadd__": ("insert",),
        "append": ("insert",),
        "clear": (*_GET, *_DELETE),
        "extend": ("insert",),
        "pop": (*_GET, *_DELETE),
        "remove": (*_GET, *_DELETE),
        "reverse": (*_GET, *_SET),
    },
    "collections.abc.Set": _SET_OF,
    "collections.abc.MutableSet": {
        **_SET_OF,
        "__iand__": ("discard",),
        "__ior__": ("add",),
        "__isub__": ("discard",),
        "clear": (*_ITERATE, "discard"),
        "pop": (*_ITERATE, "discard"),
        "remove": ("__contains__", "discard"),
    },
    "collections.UserDict": {
        **{name: methods for name, methods in _MAPPING.items() if name not in ("__contains__", "keys")},
        **_CHANGED,
        **_MISSING,
        "__init__": _SET,
    },
    "builtins.dict": _MISSING,
    "collections.Counter": _MISSING,
    "collections.OrderedDict": _MISSING,
    "collections.defaultdict": _MISSING,
}
"""By base class: what each of its methods calls on the object."""

GIVES = frozenset({"get", "pop", "setdefault"})
"""The methods that give what ``__getitem__`` gives."""

MADE = frozenset(name for methods in MIXINS.values() for name in methods)
"""The names of all these methods."""
