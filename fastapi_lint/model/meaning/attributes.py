"""What attributes of values are: of modules, classes and objects, of routers, and of everything that libraries have."""

from __future__ import annotations

import collections.abc
import re
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from fastapi_lint.model.domain import Application, Class, Function, Module, Router
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.knowledge.clients import CLIENT_RESULTS
from fastapi_lint.model.knowledge.names import canonical
from fastapi_lint.model.knowledge.results import HOLDS, MEMBERS, PROPERTIES, TASKS
from fastapi_lint.model.knowledge.routers import ATTRIBUTES, ROUTERS
from fastapi_lint.model.meaning import implied
from fastapi_lint.model.meaning.accessors import accessor
from fastapi_lint.model.meaning.containers import HANDS_OUT
from fastapi_lint.model.meaning.enumerations import member, value_of_any
from fastapi_lint.model.meaning.fields import field_named
from fastapi_lint.model.meaning.filled import FILLABLE
from fastapi_lint.model.meaning.joining import is_none, join
from fastapi_lint.model.meaning.kinds import ENUMS
from fastapi_lint.model.meaning.lacking import NOTHING, lacks
from fastapi_lint.model.meaning.standing import Standing
from fastapi_lint.model.meaning.states import OWNERS, state_of
from fastapi_lint.model.meaning.thread_locals import LOCALS
from fastapi_lint.model.meaning.traits import trait_of
from fastapi_lint.model.meaning.values import (
    Bound,
    Closure,
    Dictionary,
    External,
    Instance,
    Keywords,
    Listing,
    Literal,
    Marker,
    Member,
    Method,
    OneOf,
    Setting,
    Super,
    Value,
)

if TYPE_CHECKING:
    from fastapi_lint.model.meaning.types import Types

_MODEL = re.compile(
    r"_|model_|(?:copy|construct|dict|json|schema|validate|from_orm|fields|config)(?:_|$)|parse_|update_"
)
"""The attributes that Pydantic's models have: what a mixin behind them has is not theirs."""
_ABSENT = object()


class Attributes:
    """Looks attributes up."""

    def __init__(self, types: Types) -> None:
        self.types = types
        self.project = types.project
        self.standing = Standing(self.project)
        self._externals: dict[str, External] = {}

    @cached_property
    def below(self) -> dict[Class, list[Class]]:
        """The subclasses of classes, without those in functions, whose bodies would have to be followed for that."""
        found: dict[Class, list[Class]] = {}
        for module in self.project.modules.values():
            for cls in list(module.classes.values()):
                for base in cls.ancestors if not isinstance(cls.parent, Function) else ():
                    if isinstance(base, Class):
                        found.setdefault(base, []).append(cls)
        return found

    def of(self, value: Value, name: str) -> Value:
        """The value of ``value.name``."""
        kind = type(value)
        look = _ATTRIBUTES.get(kind, _ABSENT)
        if look is _ABSENT:
            look = next((_ATTRIBUTES[base] for base in kind.__mro__ if base in _ATTRIBUTES), None)
            _ATTRIBUTES[kind] = look
        return look(self, value, name) if look is not None else None  # type: ignore[operator]

    def _of_module(self, module: Module, name: str) -> Value:
        value = self.project.imports.member(module, name)
        return self.project.globals.get(module, name) if is_none(value) else value

    def of_external(self, value: External, name: str) -> Value:
        """The same of something outside the project."""
        if owner := OWNERS.get(value.name):
            return self.project.states.get(owner, name)
        return self._named(f"{value.name}.{name}")

    def _named(self, name: str) -> External:
        """The one object for a name outside the project."""
        found = self._externals.get(name)
        if found is None:
            found = self._externals[name] = External(canonical(name))
        return found

    def _of_class(self, cls: Class, name: str) -> Value:
        return self._kept(cls, name, self._class_attribute(cls, name, None))

    def _kept(self, cls: Class, name: str, value: Value) -> Value:
        """What an attribute holds once methods have set it or filled it, or subclasses have it."""
        is_inherited = type(value) is External and value.receiver is not None  # from a library's class
        if value is None or is_none(value) or is_inherited:
            value = self.project.late.get(cls, name) or value
        if value is None:
            return self._in_subclasses(cls, name)
        return self.project.filled.attribute(cls, name, value) if type(value) in FILLABLE else value

    def _in_subclasses(self, cls: Class, name: str) -> Value:
        """What a mixin calls on itself and does not have: what all classes give that are made with it."""
        if not self.project.is_linked or None in cls.bases or name.startswith("__"):
            return None
        classes = self.below.get(cls, ())
        found = (self._class_attribute(below, name, self.types.instance(below)) for below in classes)
        known = [value for value in found if value is not None]
        return join(known) if known else None

    def _of_instance(self, value: Instance, name: str) -> Value:
        of = value.of
        held_now = value.attributes.get(name, _ABSENT)
        if isinstance(of, Class):
            if name == "__class__":
                return of
            if held_now is _ABSENT and (value.stored or not value.attributes):
                # What its own constructor was not seen to keep is what the class keeps.
                held_now = self.project.types.instance(of).attributes.get(name, _ABSENT)
            if held_now is _ABSENT:
                held_now = self._class_attribute(of, name, value)
            found = self._kept(of, name, held_now)  # type: ignore[arg-type]
            return found if found is not None else self.standing.attribute(value, of, name)
        if held_now is not _ABSENT:
            return held_now  # type: ignore[return-value]
        if of.name in LOCALS and (kept := self.project.thread_locals.get(value, name)) is not None:
            return kept
        known = member_of(of.name, name)
        if known is not None:
            return known
        whole = f"{of.name}.{name}"
        if kind := PROPERTIES.get(whole):
            return Instance(External(kind))
        if kind := HOLDS.get(whole):
            return Instance(External("collections.abc.Sequence"), items=Instance(External(kind)))
        if value.items is None and value.values is None and type(value) is not Keywords:
            return self._named(whole)
        return External(canonical(whole), value)

    def _of_options(self, value: OneOf, name: str) -> Value:
        asked = [(one, self.of(one, name)) for one in value.options]
        meant = [found for one, found in asked if found is not None or not lacks(one, name)]
        return join(meant) if meant else None

    def _of_literal(self, value: Literal, name: str) -> Value:
        if value.value is None:
            return None  # it was None when we looked; whoever uses it has set it to something
        return value if name == "value" else External(f"builtins.{type(value.value).__name__}.{name}", value)

    def _of_member(self, value: Member, name: str) -> Value:
        if name == "value" or value.of is None:
            return Literal(value.value)
        found = self._class_attribute(value.of, name, self.types.instance(value.of))
        return (
            found if found is not None and not isinstance(found, External) else self._of_literal(value, name)
        )

    def _of_listing(self, value: Listing, name: str) -> Value:
        return External(f"builtins.list.{name}", value)

    def _of_dictionary(self, value: Dictionary, name: str) -> Value:
        empty = not value.items and self.project.is_linked and name in HANDS_OUT
        return External(f"builtins.dict.{name}", (empty and value.promised) or value)

    def _of_method(self, value: Method, name: str) -> Value:
        if owner := state_of(value):
            if not self.project.is_linked:  # one module level after the other
                return value.router.attributes.get(f"state.{name}")
            return self.project.states.get(owner, name)
        return Method(value.router, f"routes.{name}") if value.name == "routes" else None

    def _of_function(self, function: Function, name: str) -> Value:
        """A method of the task that Celery makes of a function, one that asks its broker or makes a result of it."""
        if f"celery.Task.{name}" not in CLIENT_RESULTS:
            return None
        scope = self.project.scope_of(function)
        for decorator in function.syntax.decorators:
            made_by = self.types.resolve(
                decorator.func if isinstance(decorator, s.Call) else decorator, scope
            )
            if isinstance(made_by, External) and made_by.name in TASKS:
                return External(f"celery.Task.{name}")
        return None

    def _behind(self, value: Super, name: str) -> Value:
        """An attribute of ``super()``: of the first class behind ``owner`` that has it."""
        receiver = value.receiver
        cls = receiver.cls if isinstance(receiver, Router) else getattr(receiver, "of", receiver)
        order = (cls, *cls.ancestors) if isinstance(cls, Class) else ()
        behind = order[order.index(value.owner) + 1 :] if value.owner in order else ()
        for owner in behind:
            if isinstance(owner, Class) and name in owner.attributes:
                found = owner.attributes[name]
                return Bound(found, receiver) if isinstance(found, Function) else found
            if isinstance(owner, str) and isinstance(receiver, Router) and owner in ROUTERS:
                return Method(receiver, name)
            if isinstance(owner, str) and owner not in NOTHING:
                return External(f"{owner}.{name}", receiver)
        return None

    def _of_router(self, router: Router, name: str) -> Value:
        """An attribute of a router: itself, what it was constructed with, what its class adds, or a method."""
        if name in router.attributes:
            return router.attributes[name]
        if router.cls is not None:
            for owner in (router.cls, *router.cls.ancestors):
                if isinstance(owner, Class) and name in owner.attributes:
                    found = owner.attributes[name]
                    return self._method(found, router) if isinstance(found, Function) else found
        if name == "router":
            return router
        if name == "prefix" and not isinstance(router, Application):
            return Literal(router.prefix) if router.prefix is not None else None
        if name in ATTRIBUTES and isinstance(router, Application) and router.call is not None:
            given = router.option(name)
            if given is not None:
                from fastapi_lint.model.following.interpret import Interpreter

                return Interpreter(router.module, {}, self.types.lookup_in(router.module)).value(given)
            return None if router.call.is_open else Literal(ATTRIBUTES[name])
        return Method(router, name)

    def _class_attribute(self, cls: Class, name: str, receiver: Instance | None) -> Value:
        model = ""
        for owner in (cls, *cls.ancestors):
            if isinstance(owner, str):
                if name == "value" and owner in ENUMS and receiver is not None:
                    return value_of_any(cls)
                if owner == "pydantic.BaseModel" and not _MODEL.match(name):
                    model = owner
                elif owner not in NOTHING and _may_have(owner, name):
                    return External(f"{owner}.{name}", receiver or cls)
            elif name in owner.attributes:
                found = owner.attributes[name]
                if receiver is None and (one := member(owner, name, found)) is not None:
                    return one
                if isinstance(found, Function) and receiver is not None:
                    return self._method(found, receiver)
                if receiver is not None and (read := accessor(found, "fget", receiver)) is not None:
                    return self.types.outcome(read.function)
                if (getter := implied.method(found, "__get__")) is not None:
                    return self.types.outcome(getter.function)
                if isinstance(found, Closure) and isinstance(found.target, Function) and receiver is not None:
                    return Bound(found.target, receiver)
                if isinstance(found, Function) and "classmethod" in map(s.dotted, found.syntax.decorators):
                    return Bound(found, cls)
                return found if receiver is None else self._field_value(owner, name, found)
        if model:
            return External(f"{model}.{name}", receiver or cls)
        above = implied.metaclass(cls) if receiver is None else None
        method = above.method(name) if above is not None else None
        return Bound(method, cls) if method is not None else None

    def _field_value(self, owner: Class, name: str, found: Value) -> Value:
        """What an object's field holds: the default, which is only the default, or what its type promises."""
        if (trait := trait_of(found)) is not None:
            return trait.items
        field = field_named(owner, name)
        if field is None or field.annotation is None:
            return found
        if isinstance(found, Instance) and field.value is not None:
            from fastapi_lint.model.meaning.records import default_of

            default, is_field = default_of(field.value, owner.module)
            found = (default or Literal(None)) if is_field else found
        if isinstance(found, Instance) and found.attributes:  # another one holds something else
            return Instance(found.of)
        if isinstance(found, Marker) or is_none(found):
            return self.types.instance_of(field.annotation, self.types.lookup_in(owner.module), owner.module)
        return Setting(found.value) if isinstance(found, Literal) else found

    def _method(self, function: Function, receiver: Instance | Router) -> Value:
        if not function.syntax.decorators:
            return Bound(function, receiver)
        if function.is_property:
            return self.types.outcome(function)
        decorators = {s.dotted(decorator) for decorator in function.syntax.decorators}
        return function if "staticmethod" in decorators else Bound(function, receiver)


_ATTRIBUTES: dict[type[Any], Callable[[Attributes, Any, str], Value] | None] = {
    Module: Attributes._of_module,
    External: Attributes.of_external,
    Router: Attributes._of_router,
    Class: Attributes._of_class,
    Instance: Attributes._of_instance,
    Function: Attributes._of_function,
    Literal: Attributes._of_literal,
    Member: Attributes._of_member,
    Listing: Attributes._of_listing,
    Dictionary: Attributes._of_dictionary,
    Super: Attributes._behind,
    Method: Attributes._of_method,
    OneOf: Attributes._of_options,
}
"""How to look an attribute up, by what the value is; subclasses are entered when they are met."""


def _may_have(owner: str, name: str) -> bool:
    """Whether a class of a library may have an attribute: the abstract ones of Python have what they have."""
    package, _, last = owner.rpartition(".")
    return package != "collections.abc" or hasattr(getattr(collections.abc, last, None), name)


def member_of(owner: str, name: str) -> Instance | None:
    """What an attribute or an item of an object is, where every name stands for one kind of object."""
    known = MEMBERS.get(owner)
    if known is None or name in known[1].split():
        return None
    return Instance(External(known[0]))
