"""A file's new text in a project that is linked already: what only moved is moved, a changed body is followed again.

While somebody types, nearly every edit is inside the body of one function, and the rest of the file moves by a few
characters. What the project knows then stays true, provided that nobody outside that body can tell the
difference: it registers and defines nothing, gives the same result, and starts the same functions. Where that is not
certain, ``edit`` says so, and the project has to be linked again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from fastapi_lint.model.contexts import started
from fastapi_lint.model.domain import Class, Function
from fastapi_lint.model.late import sets_own
from fastapi_lint.model.moving import Comparison
from fastapi_lint.model.states import sets_state

if TYPE_CHECKING:
    from fastapi_lint.model.facts import Facts
    from fastapi_lint.model.project import Project

_BUILDS = frozenset({"__init__", "__new__", "__post_init__"})
"""What they store is known of every object of their class."""


def edit(project: Project, facts: Facts, old: str, new: str) -> bool:
    """Make a project be about the text ``new`` of a file, whose facts are ``facts``, instead of about ``old``.

    False if it has to be linked for that; it is good for nothing any more then.
    """
    module = project.modules[facts.path]
    comparison = Comparison(module, old, new)
    if not comparison.is_alike(module.facts.body, facts.body):
        return False
    known = [(module.functions.get(before.start), before, after) for before, after in comparison.changed]
    changed = [function for function, _, _ in known if function is not None]
    for function, before, after in known:
        text = old[before.start : before.end] + new[after.start : after.end]
        if function is not None and (sets_state(text) or sets_own(text) or _is_needed(function)):
            return False
    effects = [_effects(function) for function in changed]
    calls = [function.syntax.calls for function in changed]
    if not project.parameters.move(module, _places(old, new)):
        return False
    comparison.commit()
    project.forget(module, changed)
    if effects != [_effects(function) for function in changed] or any(map(_registers, changed)):
        return False
    project.follow_again(changed, other_names=calls != [function.syntax.calls for function in changed])
    return True


def _is_needed(function: Function) -> bool:
    """Whether linking asks for what is inside a function."""
    made, syntax = function.project.made, function.syntax
    is_followed = function in function.project.executed or function in made or function.name in _BUILDS
    return is_followed or syntax.defines or syntax.nests or _registers(function)


def _registers(function: Function) -> bool:
    project, owner = function.project, function.parent
    return project.registers(function) or (
        isinstance(owner, Class)
        and any(project.registers_as(function, cls) for cls in (owner, *project.subclasses.get(owner, ())))
    )


def _effects(function: Function) -> tuple[object, ...]:
    """What others see of a body: what it gives, and what it starts."""
    return function.project.types.returns(function), tuple(dict.fromkeys(started(function, on_loop=True)))


def _places(old: str, new: str) -> Callable[[int], int | None]:
    """Where an offset of the old text is in the new one; None inside of what differs."""
    limit = min(len(old), len(new))
    low, high = 0, limit
    while low < high:  # the longest common beginning, by halves: comparing slices is quick
        middle = (low + high + 1) // 2
        low, high = (middle, high) if old[low:middle] == new[low:middle] else (low, middle - 1)
    first, high = low, limit - low
    low = 0
    while low < high:
        middle = (low + high + 1) // 2
        same = old[len(old) - middle : len(old) - low] == new[len(new) - middle : len(new) - low]
        low, high = (middle, high) if same else (low, middle - 1)
    last = len(old) - low
    by = len(new) - len(old)
    return lambda place: place if place <= first else place + by if place >= last else None
