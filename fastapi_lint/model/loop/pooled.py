"""Objects that are kept by a key: looked up, and made and put there when they are missing."""

from __future__ import annotations

from fastapi_lint.model.domain import Function
from fastapi_lint.model.file import syntax as s

_ASSIGNING = frozenset((s.Assign, s.Assigned))


def made_when_missing(statement: s.If, function: Function) -> str:
    """The name that an ``if`` makes and puts into the container that it was looked up in; else the empty string.

    What such a container holds was put there, so what the ``if`` makes is what the name stands for::

        repo = cls._pool.get(path)
        if repo is None:
            repo = cls._pool[path] = Repo(path)
    """
    name = _missing(statement.test)
    if not name or statement.orelse:
        return ""
    containers = {container for node in statement.body for container in _stored(node, name)}
    if len(containers) != 1:
        return ""
    nodes = s.of_kinds(function.body, _ASSIGNING)
    before = [node for node in nodes if node.start < statement.body[0].start]
    sources = [node.value for node in before if isinstance(node, s.Assign) and _binds(node, name)]
    sources += [
        node.value for node in before if isinstance(node, s.Assigned) and s.dotted(node.target) == name
    ]
    return name if sources and all(_container(source) in containers for source in sources) else ""


def left_out(name: str, function: Function | None) -> bool:
    """Whether a name is a parameter of which nothing is known but that it may be left out: ``client=None``.

    What the body puts in its place then is what it is for: ``client or Client()``.
    """
    params = function.syntax.params if function is not None else ()
    return any(
        param.name == name
        and param.annotation is None
        and param.default is not None
        and _is_none(param.default)
        for param in params
    )


def made_when_left_out(statement: s.If, function: Function) -> str:
    """The parameter that an ``if`` makes when it was left out; else the empty string."""
    name = _missing(statement.test)
    if not name or statement.orelse or not left_out(name, function):
        return ""
    made = any(isinstance(node, s.Assign) and _binds(node, name) for node in statement.body)
    return name if made else ""


def _missing(test: s.Expr) -> str:
    """The name that ``not name`` and ``name is None`` ask for."""
    subject: s.Expr | None = None
    if type(test) is not s.Other:
        return ""
    if test.kind == "Not":
        subject = test.parts[0]
    elif test.kind == "Compare" and test.words == ("Is",):
        subject = test.parts[0] if _is_none(test.parts[1]) else None
    if type(subject) is s.Assigned:
        subject = subject.target
    return subject.id if type(subject) is s.Name else ""


def _is_none(expr: s.Expr) -> bool:
    return isinstance(expr, s.Constant) and expr.kind == "NoneType"


def _stored(statement: s.Stmt, name: str) -> list[str]:
    """The containers that a statement puts what ``name`` stands for into."""
    if not isinstance(statement, s.Assign):
        return []
    if not _binds(statement, name) and s.dotted(statement.value) != name:
        return []
    return [s.dotted(target.value) for target in statement.targets if isinstance(target, s.Subscript)]


def _binds(statement: s.Assign, name: str) -> bool:
    return any(isinstance(target, s.Name) and target.id == name for target in statement.targets)


def _container(expr: s.Expr | None) -> str:
    """The container of ``container.get(key)``."""
    if not isinstance(expr, s.Call) or not isinstance(expr.func, s.Attribute) or len(expr.args) != 1:
        return ""
    return s.dotted(expr.func.value) if expr.func.attr == "get" and not expr.keywords else ""
