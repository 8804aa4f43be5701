"""Functions that are called back with the items of something, and those that ``operator`` makes to ask for things."""

from __future__ import annotations

from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.knowledge.running import CALLS_BACK, GETTERS, GOES_THROUGH
from fastapi_lint.model.meaning.joining import element
from fastapi_lint.model.meaning.values import Arguments, Closure, External, Literal, Value


def called_back(callee: External, given: Arguments) -> Value:
    """The function among its arguments that something of a library calls."""
    if callee.name == "builtins.iter":  # until it gives what the second argument is
        return given.positional[0] if len(given.positional) == 2 else None
    if callee.name not in CALLS_BACK:
        return None
    position, name = CALLS_BACK[callee.name]
    return given.named.get(name) if position < 0 else given.get(position, name)


def item_of(callee: External, given: Arguments) -> Value:
    """What that function is called with: an item of what is gone through."""
    return element(given.get(GOES_THROUGH[callee.name], "iterable"))


def lambda_of(call: s.Call, callee: External) -> s.Lambda | None:
    """The lambda that a call hands over to be called back."""
    position, name = CALLS_BACK[callee.name]
    named = next((keyword.value for keyword in call.keywords if keyword.name == name), None)
    written = call.args[position] if 0 <= position < len(call.args) else named
    return written if isinstance(written, s.Lambda) else None


def replace(given: Arguments, passed: Value, known: Value) -> None:
    """Put something in the place of an argument of which more is known now."""
    given.positional = [known if value is passed else value for value in given.positional]
    given.named = {name: known if value is passed else value for name, value in given.named.items()}


def is_getter(value: Closure) -> bool:
    """Whether something is ``attrgetter(…)``, ``itemgetter(…)`` or ``methodcaller(…)``."""
    return type(value.target) is External and value.target.name in GETTERS


def is_of(getter: Closure, name: str) -> bool:
    """Whether a getter is the one of a name."""
    return getter.target == External(f"operator.{name}")


def names_of(getter: Closure) -> list[str]:
    """The attributes that a getter asks for; the method that it calls."""
    given = getter.given.positional if getter.given is not None else []
    named = given[:1] if is_of(getter, "methodcaller") else given
    return [value.value for value in named if isinstance(value, Literal) and isinstance(value.value, str)]
