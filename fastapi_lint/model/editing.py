"""A file's new text in a project that is linked already: what only moved is moved, a changed body is followed again.

While somebody types, nearly every edit is inside the body of one function, and the rest of the file moves by a few
characters. What the project knows then stays true, provided that nobody outside that body can tell the
difference: it registers and defines nothing, and gives the same result. Where it starts other functions than before,
what runs where is found out again. Where nothing is certain, ``edit`` says so, and the project has to be linked again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from fastapi_lint.model.domain import Class, Function
from fastapi_lint.model.inputs.overrides import ATTRIBUTE
from fastapi_lint.model.loop.contexts import place_again, started
from fastapi_lint.model.meaning.globals import sets_global
from fastapi_lint.model.meaning.late import set_elsewhere, sets_own
from fastapi_lint.model.meaning.states import sets_state
from fastapi_lint.model.moving import Comparison
from fastapi_lint.model.offsets import moved
from fastapi_lint.model.unseen import are_unseen

if TYPE_CHECKING:
    from fastapi_lint.model.file.facts import Facts
    from fastapi_lint.model.meaning.values import Value
    from fastapi_lint.model.project import Project

_BUILDS = frozenset({"__init__", "__new__", "__post_init__"})
"""What they store is known of every object of their class."""


def edit(project: Project, facts: Facts, old: str, new: str) -> bool:
    """Make a project be about the text ``new`` of a file, whose facts are ``facts``, instead of about ``old``.

    False if it has to be linked for that; it is good for nothing any more then.
    """
    module = project.modules[facts.path]
    comparison = Comparison(module, old, new)
    if not comparison.is_alike(facts.body) or not are_unseen(
        project, module, [*comparison.added, *comparison.removed]
    ):
        return False
    known = [(module.functions.get(before.start), before, after) for before, after in comparison.changed]
    changed = [function for function, _, _ in known if function is not None]
    for function, before, after in known:
        texts = old[before.start : before.end], new[after.start : after.end]
        if function is not None and (any(map(_sets, texts)) or _is_needed(function)):
            return False
        if function is not None and _is_known_elsewhere(function):
            return False
        if len({frozenset(set_elsewhere(text)) for text in texts}) > 1:
            return False
    named = [name for _, before, after in known for name in (*before.calls, *after.calls)]
    sought = project.passed.callers.sought(named)
    given, started, passed = _given(changed), _started(changed), project.passed.told(sought)
    is_about_fastapi = project.uses_fastapi(module)
    calls = [function.syntax.calls for function in changed]
    if not project.parameters.move(module, moved(old, new)):
        return False
    comparison.commit()
    project.forget(module, changed)
    project.passed.forget(sought)
    if is_about_fastapi != project.uses_fastapi(module):
        return False
    if given != _given(changed) or any(map(_registers, changed)):
        return False
    if passed != project.passed.told(sought):
        return False
    project.follow_again(
        changed,
        other_roles=started != _started(changed) and place_again(project),
        other_names=calls != [function.syntax.calls for function in changed],
    )
    return True


def _is_known_elsewhere(function: Function) -> bool:
    """Whether others know what it sets of their objects, or what it gives for the classes that it gets."""
    project = function.project
    setting = project.outside.functions | project.thread_locals.functions
    return function in setting or project.types.specialised.has(function)


def _sets(text: str) -> bool:
    """Whether a piece of source may set what other bodies see."""
    return sets_state(text) or sets_own(text) or sets_global(text) or ATTRIBUTE in text


def _is_needed(function: Function) -> bool:
    """Whether linking asks for what is inside a function."""
    made, syntax = function.project.made, function.syntax
    is_followed = function in function.project.executed or function in made or function.name in _BUILDS
    return is_followed or syntax.defines or syntax.nests or _registers(function)


def _registers(function: Function) -> bool:
    project, owner = function.project, function.parent
    return project.registrars.registers(function) or (
        isinstance(owner, Class)
        and any(
            project.registrars.registers_as(function, cls)
            for cls in (owner, *project.subclasses.get(owner, ()))
        )
    )


def _given(functions: Iterable[Function]) -> list[Value]:
    """What bodies give to those that call them."""
    return [function.project.types.returns(function) for function in functions]


def _started(functions: Iterable[Function]) -> list[tuple[object, ...]]:
    """What bodies start, in order."""
    return [tuple(dict.fromkeys(started(function, on_loop=True))) for function in functions]
