"""What calls of libraries give by their name alone: an object of a class, or nothing that is known.

Most calls are of this kind, and there are few different ones: what each gives is found out once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi_lint.model.knowledge.blocking import PATIENCE, RETRIES
from fastapi_lint.model.knowledge.clients import ALIKE
from fastapi_lint.model.knowledge.queries import QUERIES
from fastapi_lint.model.knowledge.results import (
    MADE_CLASSES,
    PATIENT,
    RESULTS,
    SESSION_FACTORIES,
    SIZED,
    YIELDS,
)
from fastapi_lint.model.knowledge.running import CREATES_TASK, GETTERS
from fastapi_lint.model.meaning import frameworks
from fastapi_lint.model.meaning.containers import OF_ARGUMENTS, START_EMPTY, is_of_receiver
from fastapi_lint.model.meaning.providers import PROVIDERS
from fastapi_lint.model.meaning.values import External, Instance, Value

if TYPE_CHECKING:
    from fastapi_lint.model.loop.blocking import Blocking

MARKERS = frozenset(
    f"fastapi.{name}"
    for name in ("Depends", "Security", "Path", "Query", "Header", "Cookie", "Body", "Form", "File")
)
DELAYING = frozenset(
    {"functools.partial", "functools.partialmethod", "functools.cmp_to_key", "builtins.staticmethod"}
)
"""What keeps a function, perhaps with arguments, to be called later."""
_ALONE = (
    "builtins.getattr builtins.property builtins.type contextlib.AsyncExitStack.enter_context "
    "contextlib.ExitStack.enter_context contextlib.asynccontextmanager contextlib.closing contextlib.contextmanager "
    "enum.member socket.socket sqlalchemy.orm.sessionmaker starlette.middleware.Middleware tenacity.Retrying "
    "typing.cast"
)
_TABLES = (MARKERS, DELAYING, GETTERS, RETRIES, PATIENCE, QUERIES, CREATES_TASK)
_OTHERS = (OF_ARGUMENTS, START_EMPTY, SIZED, PATIENT, YIELDS, PROVIDERS)
_ASKED = frozenset(_ALONE.split()).union(*_TABLES, *_OTHERS)


def is_asked(name: str) -> bool:
    """Whether what a call gives may depend on its arguments, or on what it is a method of."""
    return name in _ASKED or name.rpartition(".")[0] in ALIKE or is_of_receiver(name)


def made(name: str, receiver: Value, blocking: Blocking) -> Value:
    """What a call gives of whose arguments nothing is known that matters."""
    if name in YIELDS:
        return Instance(External("collections.abc.Iterator"), items=Instance(External(YIELDS[name])))
    if name in RESULTS:
        return Instance(External(RESULTS[name]))
    if (common := frameworks.made(name)) is not None:
        return common
    owner, _, last = name.rpartition(".")
    if owner in ALIKE and not blocking.family(name):
        return Instance(External(owner), items=receiver.items if isinstance(receiver, Instance) else None)
    is_made = last[:1].isupper() or name in SESSION_FACTORIES or name in MADE_CLASSES
    return Instance(External(name)) if is_made else None
