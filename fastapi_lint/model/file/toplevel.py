"""What a file's module level binds, read off its facts: what ``Source`` would say, without parsing the file again."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.file.facts import Facts
from fastapi_lint.source.imports import Import, Where, member


class TopLevel:
    """The imports of a module level, in order, and the names that it binds otherwise, as ``Source`` has them."""

    def __init__(self, facts: Facts) -> None:
        self.imports: list[Import] = []
        self.definitions: dict[str, bool] = {}
        self.is_complete = True
        """Whether all names are here: those inside the patterns of a ``match`` are not part of the facts."""
        for statement, where in _statements(facts.body, Where()):
            if isinstance(statement, s.Imported):
                self.imports.append(_import(statement, where))
            elif not where.in_type_checking:
                for name in _bound(statement):
                    self.definitions[name] = self.definitions.get(name, True) and where.guarded
            self.is_complete = self.is_complete and not isinstance(statement, s.Match)


def _import(statement: s.Imported, where: Where) -> Import:
    name, target, module = statement.name, statement.module, statement.module
    if statement.attribute == "*":
        name = "*"
    elif statement.attribute:
        target = member(module, statement.attribute)
    else:
        module = statement.loads or module
    is_star = statement.attribute == "*"
    return Import(name, target, module, statement.start, statement.end, *where[:2], is_star, where.guarded)


def _statements(body: tuple[s.Stmt, ...], where: Where) -> Iterator[tuple[s.Stmt, Where]]:
    """The statements below a body, in order, without those of definitions."""
    for statement in body:
        yield statement, where
        if isinstance(statement, s.If):
            inside, otherwise = _branches(statement.test, where)
            yield from _statements(statement.body, inside)
            yield from _statements(statement.orelse, otherwise)
        else:
            for block in _blocks(statement):
                yield from _statements(block, where._replace(guarded=True))


def _branches(test: s.Expr, where: Where) -> tuple[Where, Where]:
    checking, guarded = where._replace(in_type_checking=True), where._replace(guarded=True)
    if _is_type_checking(test):
        return checking, where
    if isinstance(test, s.Other) and test.kind == "Not" and _is_type_checking(test.parts[0]):
        return where, checking
    return guarded, guarded


def _is_type_checking(test: s.Expr) -> bool:
    return s.dotted(test).rpartition(".")[2] == "TYPE_CHECKING"


def _blocks(statement: s.Stmt) -> tuple[tuple[s.Stmt, ...], ...]:
    if isinstance(statement, (s.For, s.While)):
        return statement.body, statement.orelse
    if isinstance(statement, s.With):
        return (statement.body,)
    if isinstance(statement, s.Try):
        handlers = (handler.body for handler in statement.handlers)
        return statement.body, *handlers, statement.orelse, statement.final
    return statement.cases if isinstance(statement, s.Match) else ()


def _bound(statement: s.Stmt) -> Iterator[str]:
    """The names that a statement binds itself, not by those below it."""
    if isinstance(statement, (s.FunctionDef, s.ClassDef)):
        yield statement.name
        return
    if isinstance(statement, (s.Assign, s.With, s.Delete)):
        for target in statement.targets:
            yield from _names(target)
    elif isinstance(statement, (s.AugAssign, s.For)):
        yield from _names(statement.target)
    elif isinstance(statement, s.Try):
        yield from (handler.name for handler in statement.handlers if handler.name)
    stack = [part for part in s.children(statement) if not isinstance(part, s.Stmt)]
    while stack:
        node = stack.pop()
        if isinstance(node, s.Assigned):
            yield from _names(node.target)
        if not isinstance(node, (s.Lambda, s.Comprehension)):
            stack += [part for part in s.children(node) if not isinstance(part, s.Stmt)]


def _names(target: s.Expr | None) -> Iterator[str]:
    if isinstance(target, s.Name):
        yield target.id
    elif isinstance(target, s.Sequence):
        for item in target.items:
            yield from _names(item)
    elif isinstance(target, s.Starred):
        yield from _names(target.value)


def imports(body: tuple[s.Stmt, ...]) -> Iterator[s.Imported]:
    """The imports of a module level that nothing decides, and those that are there for type checkers."""
    for statement in body:
        if type(statement) is s.Imported:
            yield statement
        elif type(statement) is s.If and not statement.orelse and _is_type_checking(statement.test):
            yield from imports(statement.body)
