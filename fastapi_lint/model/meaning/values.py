"""What an expression stands for, as far as the source shows. ``None`` is *unknown*, and unknown stays silent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias, Union

import msgspec

if TYPE_CHECKING:
    from fastapi_lint.model.domain import Class, Function, Module, Router
    from fastapi_lint.model.file.syntax import Call, Expr
    from fastapi_lint.model.following.calls import Body


# Values never change once they are made. Those that are made by the million do not pay for having that checked.


class _Nothing(dict[str, "Value"]):
    """An empty dict that stays so, for all who hold nothing: there are hundreds of thousands of them."""

    __hash__ = object.__hash__  # type: ignore[assignment]  # so that it may be a default
    __setitem__ = setdefault = update = __ior__ = None  # type: ignore[assignment]


NOTHING = _Nothing()


@dataclass(eq=False, slots=True)
class External:
    """Something outside the project, by its canonical dotted name: ``time.sleep``, ``fastapi.FastAPI``.

    ``receiver`` is what an attribute was looked up on, where that says more than the name: a query and what it
    selects, a class of the project. It makes no difference to what the thing is.
    """

    name: str
    receiver: Value = field(default=None, repr=False)

    def __eq__(self, other: object) -> bool:
        return type(other) is External and self.name == other.name

    def __hash__(self) -> int:
        return hash(self.name)


@dataclass(eq=False, slots=True)
class Literal:
    """A constant of the source: string, number, bool, None."""

    value: str | int | float | bool | None

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self.value == other.value

    def __hash__(self) -> int:
        return hash(self.value)


@dataclass(eq=False, slots=True)
class Setting(Literal):
    """The default of something that is configured: a field of settings, ``os.getenv("PREFIX", "/api")``.

    It is as good as a literal in a path; as the test of an ``if`` it decides nothing.
    """


@dataclass(eq=False, slots=True)
class Member(Literal):
    """A member of an enumeration of the project: as good as its value, with the methods of its class."""

    of: Class | None = field(default=None, repr=False)


@dataclass(slots=True)
class Listing:
    """A list, tuple or set whose items are known one by one; ``append`` and the like add to it."""

    items: tuple[Value, ...]
    is_open: bool = False
    """Whether something that may not happen adds to it: the items may be fewer."""
    promised: Value = field(default=None, compare=False, repr=False)
    """What the annotation of an empty one says that it will be."""

    def __hash__(self) -> int:
        return len(self.items)


@dataclass(slots=True)
class Dictionary:
    """A dict with literal keys."""

    items: tuple[tuple[object, Value], ...]
    is_open: bool = False
    promised: Value = field(default=None, compare=False, repr=False)
    """As of a ``Listing``."""
    doubtful: frozenset[object] = field(default=frozenset(), compare=False, repr=False)
    """The keys that may be missing, where an open one has certainly no others than those that are shown."""

    def get(self, key: object) -> Value:
        """The value of a key; None when it has none, or an unknown one."""
        return next((value for known, value in reversed(self.items) if known == key), None)

    def __hash__(self) -> int:
        return len(self.items)


@dataclass(eq=False, slots=True)
class Instance:
    """An object of a project class or of an external one.

    ``attributes`` holds what the constructor of a project class stored on ``self``.
    """

    of: Class | External
    attributes: dict[str, Value] = NOTHING
    items: Value = None
    """What iterating over it yields: the element of a typed container."""
    values: Value = None
    """What looking a key up yields: the value of a typed mapping."""
    stored: dict[str, Value] = NOTHING
    """What a constructor that registers nothing stored on ``self``: known while module levels run, and then no more."""

    def hold(self, name: str, value: Value) -> None:
        """An attribute has this value from now on."""
        if self.attributes is NOTHING:
            self.attributes = {}
        self.attributes[name] = value

    def __eq__(self, other: object) -> bool:
        """A class of the project has one object that stands for all."""
        return (
            isinstance(other, Instance)
            and (self.of is other.of or self.of == other.of)
            and (not isinstance(self.of, External) or self.attributes == other.attributes)
            and self.items == other.items
            and self.values == other.values
        )

    __hash__ = None  # type: ignore[assignment]


@dataclass(eq=False, slots=True)
class Located(Instance):
    """A path, or an open file, whose place is known: ``Path(__file__).parent``.

    It makes no difference to what it is.
    """

    place: Literal = field(default_factory=lambda: Literal(""))

    __hash__ = None


@dataclass(eq=False, slots=True)
class Keywords(Instance):
    """The ``**kwargs`` of a function: a dict whose keys are asked one by one, of those who call ``by``."""

    by: Function | None = None

    __hash__ = None


@dataclass(eq=False, slots=True)
class Empty(Instance):
    """A container of a library that starts empty, and that functions fill: ``defaultdict(list)``, a ``ContextVar``."""

    __hash__ = None


@dataclass(eq=False, slots=True)
class Promised(Instance):
    """A router or an application that a method says it gives, and that subclasses may make: ``by`` is the method."""

    by: Function | None = None

    __hash__ = None


@dataclass(unsafe_hash=True, slots=True)
class Bound:
    """A method of a project class, looked up on an instance."""

    function: Function
    receiver: Value


@dataclass(unsafe_hash=True, slots=True)
class Coroutine:
    """What calling an ``async def`` gives; awaiting it gives ``value``."""

    value: Value


@dataclass(unsafe_hash=True, slots=True)
class Generating:
    """What calling a generator function gives; iterating over it, or entering it, gives ``value``."""

    function: Function
    value: Value


@dataclass(unsafe_hash=True, slots=True)
class Closure:
    """``functools.partial(target, …)``, a lambda with ``body``, or a nested function as one call made it."""

    target: Value
    body: Expr | None = None
    given: Arguments | None = field(default=None, compare=False)
    """What ``partial`` passes, the target itself first."""
    scope: Callable[[str], Value] | None = None
    """Looks names up around a nested function: those of the call that defined it."""
    names: tuple[str, ...] = ()
    """The parameters of a lambda."""
    inner: Body | None = field(default=None, compare=False, repr=False)
    """What a lambda's body does when it is called."""
    module: Module | None = field(default=None, repr=False)
    """Where a lambda stands that no function is around: its body is followed when somebody calls it."""


@dataclass(unsafe_hash=True, slots=True)
class Alias:
    """A type expression bound to a name: ``DbDep = Annotated[Session, Depends(get_db)]``."""

    expr: Expr
    module: Module


@dataclass(unsafe_hash=True, slots=True)
class Marker:
    """A FastAPI marker object: ``Depends(f)``, ``Query(…)``; ``name`` is canonical, ``call`` its source."""

    name: str
    call: Call
    module: Module
    target: Value = None
    given: Arguments | None = field(default=None, compare=False)
    """The arguments as values, where the call stands."""


@dataclass(unsafe_hash=True, slots=True)
class Configured:
    """``Middleware(GZipMiddleware, minimum_size=500)``, ``Route("/", home)``: a class, and how it is constructed."""

    target: Value
    given: Arguments = field(compare=False)
    call: Call
    module: Module


@dataclass(unsafe_hash=True, slots=True)
class Method:
    """A method of a router, as in ``router.get``."""

    router: Router
    name: str


@dataclass(unsafe_hash=True, slots=True)
class Registrar:
    """What ``router.get("/path")`` gives: called with a function it registers that function."""

    router: Router
    name: str
    call: Call
    module: Module
    given: Arguments = field(compare=False)


@dataclass(unsafe_hash=True, slots=True)
class Super:
    """``super()`` in a method of ``owner``: the attributes of what comes behind that class."""

    owner: Class
    receiver: Value


@dataclass(unsafe_hash=True, slots=True)
class OneOf:
    """One of several things that can be run, or have methods, and the source does not show which one: ``A() if x
    else B()``. What is certain of it is what holds for each."""

    options: tuple[Value, ...]


def options(value: Value) -> tuple[Value, ...]:
    """The things that a value may be: itself, where it is no ``OneOf``."""
    return value.options if isinstance(value, OneOf) else (value,)


def certain(value: Value) -> Value:
    """A value that is no ``OneOf``; else unknown."""
    return None if isinstance(value, OneOf) else value


@dataclass(unsafe_hash=True, slots=True)
class Chosen(OneOf):
    """What a parameter chooses, and calls pass all of these choices: ``getattr(db, method)``."""

    parameter: str
    choices: tuple[str, ...]
    """The constant for each of the options."""


class Arguments(msgspec.Struct):
    """The values that a call passes; ``**kwargs`` is under the empty name."""

    positional: Sequence[Value] = ()
    named: dict[str, Value] = NOTHING

    def get(self, position: int, name: str) -> Value:
        """The value for a parameter, given by position or by name."""
        if position < len(self.positional):
            return self.positional[position]
        return self.named.get(name)

    def after(self, before: Arguments) -> Arguments:
        """What a function gets that ``partial`` was given ``before``, itself first."""
        return Arguments([*before.positional[1:], *self.positional], {**before.named, **self.named})

    def __iter__(self) -> Iterator[Value]:
        yield from self.positional
        yield from self.named.values()


Value: TypeAlias = Union[
    "Module",
    "Function",
    "Class",
    "Router",
    External,
    Literal,
    Listing,
    Dictionary,
    Instance,
    Bound,
    Coroutine,
    Generating,
    Closure,
    Alias,
    Marker,
    Configured,
    Method,
    Registrar,
    Super,
    OneOf,
    None,
]
