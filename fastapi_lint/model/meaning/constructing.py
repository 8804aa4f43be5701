"""Objects of the project's classes, as one call makes them."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi_lint.model.domain import Class, Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.knowledge.controllers import ROUTABLES
from fastapi_lint.model.knowledge.routers import ROUTES
from fastapi_lint.model.meaning.objects import is_short, set_apart
from fastapi_lint.model.meaning.records import is_record, record
from fastapi_lint.model.meaning.values import Arguments, Configured, External, Instance, Value
from fastapi_lint.model.routes.controllers import make_routable
from fastapi_lint.model.starting.discovering import Discovering

_POST_INITS = ("__attrs_post_init__", "__post_init__", "model_post_init")


class Constructing(Discovering):
    """Follows constructors that show what an object holds, or register something."""

    def matters(self, function: Function, given: Arguments, receiver: Value = None) -> bool:
        """Whether a call may register something: by itself, or on a router that it is given."""
        raise NotImplementedError

    def own_route(self, call: s.Call, cls: Class, given: Arguments) -> Value:
        """An object of the project's own kind of route: what its ``__init__`` hands on."""
        base = next((name for name in cls.ancestors if isinstance(name, str) and name in ROUTES), "")
        init = cls.method("__init__")
        if not base or init is None:
            return Configured(External(base), given, call, self.module) if base else None
        made = Instance(cls)
        self.execute(init, made, given)
        return made.attributes.get("__init__")

    def object(self, call: s.Call, cls: Class, given: Arguments) -> Value:
        """A new object of a project class, where its constructor shows what it holds or registers something."""
        init = cls.method("__init__")
        if init is None and cls.is_a(*ROUTABLES):
            instance = Instance(cls)
            make_routable(self, call, instance, given)
            return instance
        if init is not None:
            instance = Instance(cls)
            if not self.matters(init, given, instance) and not any(
                map(self.project.registrars.registers, _methods(cls))
            ):
                return self._stored(instance, init, given) if is_short(init) else None
            self.execute(init, instance, given)
            return instance
        if not is_record(cls):
            return None
        made = record(cls, given, self._from_factory)
        for name in _POST_INITS:
            then = cls.method(name)
            if then is not None and self.matters(then, given, made):
                self.execute(then, made, Arguments())
            elif then is not None and is_short(then):
                self._stored(made, then, Arguments())
        return made

    def _stored(self, made: Instance, init: Function, given: Arguments) -> Instance | None:
        """An object whose constructor registers nothing: with what it keeps for others that do."""
        known = dict(made.attributes)
        self.execute(init, made, given)
        set_apart(made, known)
        return made if made.stored else None

    def _from_factory(self, call: s.Call, factory: Value) -> Value:
        return self.called(call, factory, Arguments(), awaited=False)


def _methods(cls: Class) -> Iterator[Function]:
    """All methods of an object of a class: what its constructor is given may be part of what they register."""
    return (
        one for owner in (cls, *cls.ancestors) if isinstance(owner, Class) for one in owner.methods.values()
    )
