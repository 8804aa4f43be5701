"""The methods behind operators and builtins.

Source: the data model of the language reference, Python 3.14.
"""

from __future__ import annotations

_ARITHMETIC = {
    "Add": "add",
    "Sub": "sub",
    "Mult": "mul",
    "MatMult": "matmul",
    "Div": "truediv",
    "FloorDiv": "floordiv",
    "Mod": "mod",
    "Pow": "pow",
    "LShift": "lshift",
    "RShift": "rshift",
    "BitAnd": "and",
    "BitOr": "or",
    "BitXor": "xor",
}
BINARY = {op: (f"__{name}__", f"__r{name}__") for op, name in _ARITHMETIC.items()}
"""By the name that ``ast`` has for an operator: the method of the left operand, and of the right one."""

IN_PLACE = {op: f"__i{name}__" for op, name in _ARITHMETIC.items()}

UNARY = {"USub": "__neg__", "UAdd": "__pos__", "Invert": "__invert__"}

COMPARED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "Eq": (("__eq__",), ("__eq__",)),
    "NotEq": (("__ne__", "__eq__"), ("__ne__", "__eq__")),
    "Lt": (("__lt__",), ("__gt__",)),
    "Gt": (("__gt__",), ("__lt__",)),
    "LtE": (("__le__",), ("__ge__",)),
    "GtE": (("__ge__",), ("__le__",)),
}

TRUTH = ("__bool__", "__len__")
"""What a test asks an object."""

TEXT = ("__format__", "__str__", "__repr__")
"""What an f-string asks an object."""

ORDERS = {
    "builtins.max": ("__gt__", "__lt__"),
    "builtins.min": ("__lt__", "__gt__"),
    "builtins.sorted": ("__lt__", "__gt__"),
    "heapq.nlargest": ("__lt__", "__gt__"),
    "heapq.nsmallest": ("__lt__", "__gt__"),
}
"""What puts items in order without a key, and the methods of an item that it calls, the first that it has."""

ORDERING = ("__lt__", "__le__", "__gt__", "__ge__")
"""The methods of which ``functools.total_ordering`` makes the others."""

BUILTINS: dict[str, tuple[str, ...]] = {
    "builtins.abs": ("__abs__",),
    "builtins.bool": TRUTH,
    "builtins.bytes": ("__bytes__",),
    "builtins.dir": ("__dir__",),
    "builtins.float": ("__float__", "__index__"),
    "builtins.format": TEXT,
    "builtins.hash": ("__hash__",),
    "builtins.int": ("__int__", "__index__"),
    "builtins.len": ("__len__",),
    "builtins.next": ("__next__",),
    "builtins.print": ("__str__", "__repr__"),
    "builtins.repr": ("__repr__",),
    "builtins.reversed": ("__reversed__",),
    "builtins.round": ("__round__",),
    "builtins.str": ("__str__", "__repr__"),
    "copy.copy": ("__copy__",),
    "copy.deepcopy": ("__deepcopy__",),
}
"""What builtins call of their arguments, the first that an object has."""
