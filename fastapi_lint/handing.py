"""Handing over a function, and calling it by mistake: ``run(f(x))`` where ``run(f, x)`` is meant.

What a rule reports has to be certain: the function of the project, or the blocking call of a library, that is called
there gives something that cannot be called itself. The fix is ``hand_over``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from fastapi_lint.finding import Applicability, Fix
from fastapi_lint.model.domain import Function, ProjectCall
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.following.decorators import Effect, effect
from fastapi_lint.model.knowledge.coroutines import COROUTINES
from fastapi_lint.model.meaning.values import Bound, External, Instance, Literal

if TYPE_CHECKING:
    from collections.abc import Collection

    from fastapi_lint.context import Context

_DATA = frozenset(
    f"builtins.{name}" for name in ("bool", "bytes", "dict", "float", "int", "list", "set", "str", "tuple")
)


class Called(msgspec.Struct, frozen=True):
    """A call in a place where a function is to be handed over."""

    outer: ProjectCall
    given: s.Expr
    inner: s.Call
    name: str
    """The callee as messages name it."""
    is_coroutine: bool
    """Whether the callee has not even begun to run."""


def called_instead(
    outer: ProjectCall, position: int, parameter: str, data: Collection[str] = frozenset()
) -> Called | None:
    """The call that stands for the parameter of ``outer`` that takes a function, if its result is no function.

    ``data`` are canonical names of libraries' functions whose results cannot be called.
    """
    given = outer.call.argument(position, parameter)
    site = outer.inner(given)
    if given is None or site is None:
        return None
    callee = site.callee.function if isinstance(site.callee, Bound) else site.callee
    if isinstance(callee, External):
        is_made = callee.name in COROUTINES and not isinstance(given, s.Await)
        name = callee.name.removeprefix("builtins.")
        return Called(outer, given, site.call, name, is_made) if is_made or callee.name in data else None
    if not isinstance(callee, Function) or callee.is_generator:
        return None
    if any(effect(decorator, callee) is not Effect.KEEPS for decorator in callee.syntax.decorators):
        return None
    is_made = callee.is_async and not isinstance(given, s.Await)
    return Called(outer, given, site.call, callee.name, is_made) if is_made or _gives_data(callee) else None


def _gives_data(function: Function) -> bool:
    if not function.syntax.returns_value:
        return True
    value = function.project.types.returns(function)
    return isinstance(value, Literal) or (
        isinstance(value, Instance) and isinstance(value.of, External) and value.of.name in _DATA
    )


def hand_over(
    called: Called,
    ctx: Context,
    *,
    taken: Collection[str] = (),
    passes_keywords: bool = True,
    applicability: Applicability = Applicability.UNSAFE,
) -> Fix | None:
    """Write ``f, x`` for ``f(x)``; None where the outer call passes arguments of its own, or cannot pass these.

    ``taken`` are keywords that the outer call would keep for itself.
    """
    outer, inner, given = called.outer.call, called.inner, called.given
    names = {keyword.name for keyword in inner.keywords}
    is_last = bool(outer.args) and given is outer.args[-1] and not outer.keywords
    is_bare = any(isinstance(arg, s.Comprehension) for arg in inner.args)  # needs parentheses beside others
    text = called.outer.module.source.text
    arguments = text[inner.func.end : inner.end].strip().removeprefix("(").removesuffix(")").strip()
    arguments = arguments.rstrip(",")
    if not is_last or inner.is_open or names & set(taken) or is_bare or "#" in arguments:
        return None
    if names and not passes_keywords:
        return None
    function = ctx.text(inner.func)
    edit = ctx.replace(given, f"{function}, {arguments}" if arguments else function)
    return ctx.fix(f"hand over `{function}`", edit, applicability=applicability)
