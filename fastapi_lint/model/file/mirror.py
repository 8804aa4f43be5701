"""From ``ast`` to plain syntax records. Looks at one file only, and knows no meaning.

Every node of every file comes by here. So positions are computed where they are needed, and nothing is called for a
name, an attribute or a literal.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.file.cases import tested
from fastapi_lint.model.file.scan import Seen
from fastapi_lint.source import Source

T = TypeVar("T")
_NAME, _ATTRIBUTE, _CONSTANT = ast.Name, ast.Attribute, ast.Constant
_KEPT = frozenset({float, bool, type(None)})
_KINDS = {
    kind: kind.__name__ for kind in (str, bytes, int, float, complex, bool, type(None), type(...))
}  # a type of C makes its name anew whenever it is asked
_SEQUENCES = {ast.List: "list", ast.Tuple: "tuple", ast.Set: "set"}
_COMPREHENSIONS = {
    ast.ListComp: "list",
    ast.SetComp: "set",
    ast.GeneratorExp: "generator",
    ast.DictComp: "dict",
}


class Mirror:
    """Copies the syntax of one source. Positions become character offsets on the way."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.rows = [0, *source.line_starts]
        """Where each row starts, by its number."""
        self.wide = source.wide_rows
        self.called: set[str] = set()
        """The last parts of the names of what is called outside functions."""
        self.seen = Seen()
        """What is noted of the function, class or lambda that is being copied."""

    def _place(self, node: Any) -> tuple[int, int]:
        """Where a node starts, and how long it is."""
        first, last, rows, wide = node.lineno, node.end_lineno, self.rows, self.wide
        if wide and (first in wide or last in wide):
            start = self.source.ast_point(first, node.col_offset)
            return start, self.source.ast_point(last, node.end_col_offset) - start
        start = rows[first] + node.col_offset
        return start, rows[last] + node.end_col_offset - start

    # --- expressions ---------------------------------------------------------------------------

    def expr(self, node: Any) -> s.Expr:
        said, wide = node.__dict__, self.wide
        first, last = said["lineno"], said["end_lineno"]
        if wide and (first in wide or last in wide):
            start, length = self._place(node)
        else:
            rows = self.rows
            start = rows[first] + said["col_offset"]
            length = rows[last] + said["end_col_offset"] - start
        kind = node.__class__
        if kind is _NAME:
            return s.Name(start, length, said["id"])
        if kind is _CONSTANT:
            value = said["value"]
            if value.__class__ is not str or not value.isascii():
                return s.Constant(start, length, _kept(value), _KINDS[value.__class__])
            return s.Constant(start, length, value, "str")
        if kind is _ATTRIBUTE:
            return s.Attribute(start, length, self.expr(said["value"]), said["attr"])
        return _EXPRESSIONS[kind](self, node, start, length)

    def _compare(self, node: ast.Compare, start: int, length: int) -> s.Expr:
        words = tuple([op.__class__.__name__ for op in node.ops])
        return s.Other(start, length, "Compare", self.exprs([node.left, *node.comparators]), words)

    def _other(self, node: ast.expr, start: int, length: int) -> s.Expr:
        kind = type(node).__name__
        if isinstance(node, ast.UnaryOp):
            kind = type(node.op).__name__
            if isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
                value = node.operand.value
                if isinstance(value, (int, float)):
                    return s.Constant(start, length, _kept(-value), _KINDS[type(value)])
        return s.Other(start, length, kind, self.exprs(_parts(node)), _words(node))

    def exprs(self, nodes: Sequence[ast.expr]) -> tuple[s.Expr, ...]:
        if len(nodes) == 1:  # as most are: arguments, targets
            return (self.expr(nodes[0]),)
        return tuple(map(self.expr, nodes)) if nodes else ()

    def maybe(self, node: ast.expr | None) -> s.Expr | None:
        return None if node is None else self.expr(node)

    def _keywords(self, nodes: Sequence[ast.keyword]) -> tuple[s.Keyword, ...]:
        made = []
        for node in nodes:
            start, length = self._place(node)
            made.append(s.Keyword(start, length, node.arg or "", self.expr(node.value)))
        return tuple(made)

    def _call(self, node: ast.Call, start: int, length: int) -> s.Expr:
        func = self.expr(node.func)
        if name := self.seen.call(func, node.args):
            self.called.add(name)
        keywords = node.keywords
        return s.Call(
            start, length, func, self.exprs(node.args), self._keywords(keywords) if keywords else ()
        )

    def _comprehension(self, node: Any, start: int, length: int) -> s.Expr:
        elements = (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,)
        if any(g.is_async for g in node.generators):
            self.seen.awaits = True
        generators = tuple(
            s.Generator(
                *self._place_of_for(g),
                self.expr(g.target),
                self.expr(g.iter),
                self.exprs(g.ifs),
                bool(g.is_async),
            )
            for g in node.generators
        )
        return s.Comprehension(start, length, _COMPREHENSIONS[type(node)], self.exprs(elements), generators)

    def _place_of_for(self, node: ast.comprehension) -> tuple[int, int]:
        (start, _), (last, length) = self._place(node.target), self._place(node.iter)
        return start, last + length - start

    def _boolean(self, node: ast.BoolOp, start: int, length: int) -> s.Expr:
        left = self.expr(node.values[0])
        for value in node.values[1:]:
            right = self.expr(value)
            left = s.Binary(left.start, right.end - left.start, left, type(node.op).__name__, right)
        return left

    def _joined(self, node: Any, start: int, length: int) -> s.Expr:
        for part in node.values:
            if not isinstance(part, ast.Constant) and part.format_spec is not None:
                self.expr(part.format_spec)  # for what is called in it: `{x:>{width()}}`
        return s.Joined(start, length, self.exprs([_interpolated(part) for part in node.values]))

    def _await(self, node: ast.Await, start: int, length: int) -> s.Expr:
        self.seen.awaits = True
        return s.Await(start, length, self.expr(node.value))

    def _yield(self, node: ast.Yield | ast.YieldFrom, start: int, length: int) -> s.Expr:
        self.seen.is_generator = True
        return s.Yield(start, length, self.maybe(node.value), isinstance(node, ast.YieldFrom))

    def _lambda(self, node: ast.Lambda, start: int, length: int) -> s.Expr:
        a = node.args
        every = [
            *a.posonlyargs,
            *a.args,
            *a.kwonlyargs,
            *([a.vararg] if a.vararg else []),
            *([a.kwarg] if a.kwarg else []),
        ]
        body = self._apart(lambda: self.expr(node.body))[0]
        return s.Lambda(start, length, tuple(arg.arg for arg in every), body)

    def _apart(self, copy: Callable[[], T]) -> tuple[T, Seen]:
        """Copy what stands in a scope of its own; what is seen there says nothing about the one around it."""
        around, self.seen = self.seen, Seen()
        made, inside = copy(), self.seen
        self.seen = around
        return made, inside

    # --- statements ----------------------------------------------------------------------------

    def body(self, nodes: Sequence[ast.stmt]) -> tuple[s.Stmt, ...]:
        made: list[s.Stmt] = []
        for node in nodes:
            kind = node.__class__
            if kind in _IMPORTS:
                made += _IMPORTS[kind](self, node)
            else:
                start, length = self._place(node)
                made.append(_STATEMENTS[kind](self, node, start, length))
        return tuple(made)

    def _simple(self, node: ast.stmt, start: int, length: int) -> s.Stmt:
        return s.Simple(start, length, type(node).__name__, self.exprs(_parts(node)))

    def _import(self, node: ast.Import) -> tuple[s.Stmt, ...]:
        return self._imported(
            s.Imported(*self._place(a), a.asname, a.name)
            if a.asname
            else s.Imported(*self._place(a), a.name.partition(".")[0], a.name.partition(".")[0], "", a.name)
            for a in node.names
        )

    def _import_from(self, node: ast.ImportFrom) -> tuple[s.Stmt, ...]:
        module = "." * node.level + (node.module or "")
        return self._imported(
            s.Imported(*self._place(a), a.asname or a.name, module, a.name) for a in node.names
        )

    def _imported(self, made: Iterable[s.Imported]) -> tuple[s.Stmt, ...]:
        imports = tuple(made)
        self.seen.imports += imports
        return imports

    def _try(self, node: Any, start: int, length: int) -> s.Stmt:
        handlers = tuple(
            s.Handler(*self._place(h), self._exception_types(h.type), h.name or "", self.body(h.body))
            for h in node.handlers
        )
        body, orelse, final = map(self.body, (node.body, node.orelse, node.finalbody))
        return s.Try(start, length, body, handlers, orelse, final)

    def _exception_types(self, node: ast.expr | None) -> tuple[s.Expr, ...]:
        if node is None:
            return ()
        if isinstance(node, ast.Tuple):
            return self.exprs(node.elts)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):  # a down-levelled PEP 758 list
            return (*self._exception_types(node.left), self.expr(node.right))
        return (self.expr(node),)

    def params(self, a: ast.arguments) -> tuple[s.Param, ...]:
        made: list[s.Param] = []
        positional = [*a.posonlyargs, *a.args]
        defaults: list[ast.expr | None] = [None] * (len(positional) - len(a.defaults)) + list(a.defaults)
        for index, (arg, default) in enumerate(zip(positional, defaults, strict=True)):
            made.append(self._param(arg, "positional" if index < len(a.posonlyargs) else "normal", default))
        if a.vararg:
            made.append(self._param(a.vararg, "args", None))
        made.extend(
            self._param(arg, "keyword", d) for arg, d in zip(a.kwonlyargs, a.kw_defaults, strict=True)
        )
        if a.kwarg:
            made.append(self._param(a.kwarg, "kwargs", None))
        return tuple(made)

    def _param(self, arg: ast.arg, kind: str, default: ast.expr | None) -> s.Param:
        start, length = self._place(arg)
        value = self.maybe(default)
        return s.Param(
            start, value.end - start if value else length, arg.arg, kind, self.maybe(arg.annotation), value
        )

    def function(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef, start: int, length: int
    ) -> s.FunctionDef:
        is_async = isinstance(node, ast.AsyncFunctionDef)
        name_start = self.source.text.index(node.name, start + (9 if is_async else 3))
        around, self.seen = self.seen, Seen()
        signature = self._signature(node)
        self.seen = seen = Seen()
        body = self._inside(node.body)
        self.seen = around
        self.seen.function(node, seen)
        return s.FunctionDef(
            start,
            length,
            node.name,
            name_start,
            *signature,
            is_async,
            seen.is_generator,
            seen.awaits,
            seen.returns_value,
            seen.registers or seen.nested_registers,
            tuple(sorted(map(sys.intern, seen.calls))),
            tuple([s.Imported(0, 0, one.name, one.module, one.attribute, one.loads) for one in seen.imports]),
            _is_text(node.body[0]),
            seen.defines,
            seen.nests,
            body,
        )

    def _signature(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef
    ) -> tuple[tuple[s.Expr, ...], tuple[s.Param, ...], s.Expr | None]:
        return self.exprs(node.decorator_list), self.params(node.args), self.maybe(node.returns)

    def _inside(self, nodes: Sequence[ast.stmt]) -> tuple[s.Stmt, ...]:
        """A function's body; what it calls is not called outside functions."""
        called, self.called = self.called, set()
        body = self.body(nodes)
        self.called = called
        return body

    def class_(self, node: ast.ClassDef, start: int, length: int) -> s.ClassDef:
        made, inside = self._apart(lambda: self._class(node, start, length))
        self.seen.class_(inside)
        return made

    def _class(self, node: ast.ClassDef, start: int, length: int) -> s.ClassDef:
        return s.ClassDef(
            start,
            length,
            node.name,
            self.source.text.index(node.name, start + 5),
            self.exprs(node.decorator_list),
            self.exprs(node.bases),
            self._keywords(node.keywords),
            self.body(node.body),
        )

    def _return(self, node: ast.Return, start: int, length: int) -> s.Return:
        if node.value is not None:
            self.seen.returns_value = True
        return s.Return(start, length, self.maybe(node.value))

    def _for(self, node: ast.For | ast.AsyncFor, start: int, length: int) -> s.For:
        is_async = isinstance(node, ast.AsyncFor)
        self.seen.awaits = self.seen.awaits or is_async
        target, iterated = self.expr(node.target), self.expr(node.iter)
        return s.For(start, length, target, iterated, self.body(node.body), self.body(node.orelse), is_async)

    def _with(self, node: ast.With | ast.AsyncWith, start: int, length: int) -> s.With:
        is_async = isinstance(node, ast.AsyncWith)
        self.seen.awaits = self.seen.awaits or is_async
        contexts = tuple([self.expr(item.context_expr) for item in node.items])
        targets = tuple([self.maybe(item.optional_vars) for item in node.items])
        return s.With(start, length, contexts, targets, self.body(node.body), is_async)

    def _match(self, node: ast.Match, start: int, length: int) -> s.Match:
        for case in node.cases:
            self.maybe(case.guard)  # for what is called in it
        return s.Match(
            start,
            length,
            self.expr(node.subject),
            tuple([self.body(case.body) for case in node.cases]),
            tuple([_class_of(case.pattern, self) for case in node.cases]),
            tuple([(isinstance(c.pattern, ast.MatchAs) and c.pattern.name) or "" for c in node.cases]),
            tuple([self.maybe(tested(node.subject, case)) for case in node.cases]),
            _takes_all(node.cases[-1]),
        )


def _parts(node: ast.expr | ast.stmt) -> list[ast.expr]:
    """The expressions in a node of a kind that has no list of them."""
    return [part for name in node._fields if isinstance(part := getattr(node, name), ast.expr)]


def _words(node: ast.expr) -> tuple[str, ...]:
    """What the parts alone do not say: how they are compared, and which bounds of a slice they are."""
    if isinstance(node, ast.Slice):
        return tuple([name for name in ("lower", "upper", "step") if getattr(node, name) is not None])
    return ()


def _kept(value: Any) -> Any:
    """A literal's value, if records have room for it."""
    kind = value.__class__
    if kind is str:
        return value if value.isascii() or _is_encodable(value) else None
    if kind is int:
        return value if -(2**63) < value < 2**63 else None
    return value if kind in _KEPT else None


def _is_encodable(text: str) -> bool:
    """Whether a text has no half of a surrogate pair."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_text(node: ast.stmt) -> bool:
    """Whether a body's first statement is its docstring."""
    return (
        isinstance(node, ast.Expr) and isinstance(node.value, _CONSTANT) and isinstance(node.value.value, str)
    )


def _interpolated(part: Any) -> ast.expr:
    """The expression between the braces, or the text between two of them."""
    expr: ast.expr = part if isinstance(part, ast.Constant) else part.value
    return expr


def _takes_all(case: ast.match_case) -> bool:
    return isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None and case.guard is None


def _class_of(pattern: ast.pattern, mirror: Mirror) -> s.Expr | None:
    """The class in ``case Class(…)`` and ``case Class(…) as name``."""
    inner = pattern.pattern if isinstance(pattern, ast.MatchAs) else pattern
    return mirror.expr(inner.cls) if isinstance(inner, ast.MatchClass) else None


_EXPRESSIONS: dict[type[ast.expr], Callable[[Mirror, Any, int, int], s.Expr]] = {
    ast.Call: Mirror._call,
    ast.Compare: Mirror._compare,
    ast.Subscript: lambda m, n, a, z: s.Subscript(a, z, m.expr(n.value), m.expr(n.slice)),
    ast.Dict: lambda m, n, a, z: s.Mapping(a, z, tuple(m.maybe(k) for k in n.keys), m.exprs(n.values)),
    ast.BinOp: lambda m, n, a, z: s.Binary(a, z, m.expr(n.left), type(n.op).__name__, m.expr(n.right)),
    ast.BoolOp: Mirror._boolean,
    ast.JoinedStr: Mirror._joined,
    ast.Starred: lambda m, n, a, z: s.Starred(a, z, m.expr(n.value)),
    ast.Await: Mirror._await,
    ast.Yield: Mirror._yield,
    ast.YieldFrom: Mirror._yield,
    ast.Lambda: Mirror._lambda,
    ast.IfExp: lambda m, n, a, z: s.Conditional(a, z, m.expr(n.test), m.expr(n.body), m.expr(n.orelse)),
    ast.NamedExpr: lambda m, n, a, z: s.Assigned(a, z, m.expr(n.target), m.expr(n.value)),
    **dict.fromkeys(_SEQUENCES, lambda m, n, a, z: s.Sequence(a, z, _SEQUENCES[type(n)], m.exprs(n.elts))),
    **dict.fromkeys(_COMPREHENSIONS, Mirror._comprehension),
}

_IMPORTS: dict[type[ast.stmt], Callable[[Mirror, Any], tuple[s.Stmt, ...]]] = {
    ast.Import: Mirror._import,
    ast.ImportFrom: Mirror._import_from,
}

_STATEMENTS: dict[type[ast.stmt], Callable[[Mirror, Any, int, int], s.Stmt]] = {
    ast.FunctionDef: Mirror.function,
    ast.AsyncFunctionDef: Mirror.function,
    ast.ClassDef: Mirror.class_,
    ast.Try: Mirror._try,
    ast.Assign: lambda m, n, a, z: s.Assign(a, z, m.exprs(n.targets), m.expr(n.value)),
    ast.AnnAssign: lambda m, n, a, z: s.Assign(
        a, z, (m.expr(n.target),), m.maybe(n.value), m.expr(n.annotation)
    ),
    ast.AugAssign: lambda m, n, a, z: s.AugAssign(
        a, z, m.expr(n.target), type(n.op).__name__, m.expr(n.value)
    ),
    ast.Expr: lambda m, n, a, z: s.Evaluate(a, z, m.expr(n.value)),
    ast.Return: Mirror._return,
    ast.Raise: lambda m, n, a, z: s.Raise(a, z, m.maybe(n.exc), m.maybe(n.cause)),
    ast.If: lambda m, n, a, z: s.If(a, z, m.expr(n.test), m.body(n.body), m.body(n.orelse)),
    ast.While: lambda m, n, a, z: s.While(a, z, m.expr(n.test), m.body(n.body), m.body(n.orelse)),
    **dict.fromkeys((ast.For, ast.AsyncFor), Mirror._for),
    **dict.fromkeys((ast.With, ast.AsyncWith), Mirror._with),
    ast.Match: Mirror._match,
    ast.Global: lambda m, n, a, z: s.Declare(a, z, "global", tuple(n.names)),
    ast.Nonlocal: lambda m, n, a, z: s.Declare(a, z, "nonlocal", tuple(n.names)),
    ast.Delete: lambda m, n, a, z: s.Delete(a, z, m.exprs(n.targets)),
}
if hasattr(ast, "TryStar"):
    _STATEMENTS[ast.TryStar] = Mirror._try
if hasattr(ast, "TypeAlias"):
    _STATEMENTS[ast.TypeAlias] = lambda m, n, a, z: s.Assign(a, z, (m.expr(n.name),), m.expr(n.value))
if hasattr(ast, "TemplateStr"):
    _EXPRESSIONS[ast.TemplateStr] = Mirror._joined
_EXPRESSIONS = dict.fromkeys(ast.expr.__subclasses__(), Mirror._other) | _EXPRESSIONS
_STATEMENTS = dict.fromkeys(ast.stmt.__subclasses__(), Mirror._simple) | _STATEMENTS
