"""What a check is given beside its subject: the project, the file, and ways to say something."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeAlias, Union, cast

from fastapi_lint.finding import (
    Applicability,
    Confidence,
    Edit,
    Finding,
    Fix,
    ImportRequest,
    Location,
    Related,
    Severity,
    Span,
)
from fastapi_lint.model.file.syntax import Syntax

if TYPE_CHECKING:
    import libcst as cst
    import msgspec

    from fastapi_lint.model.project import Project
    from fastapi_lint.rule import Rule
    from fastapi_lint.source import Source
    from fastapi_lint.workspace.targets import Targets


class Located(Protocol):
    """Everything of the model that stands somewhere."""

    @property
    def path(self) -> str: ...

    @property
    def span(self) -> Span: ...


Where: TypeAlias = Union["cst.CSTNode", Syntax, Located, Span, Location]
"""A place: a LibCST node, plain syntax or a span of the subject's file, or what knows its own file."""


Ignored: TypeAlias = Callable[["Rule", Location], bool]
"""Whether the user wants no finding of a rule at a place."""


class Import(NamedTuple):
    """How to spell an imported name in a file, and what to ask the engine for."""

    name: str
    requests: tuple[ImportRequest, ...]


class Context:
    """One rule at work on one subject. Positions without a file of their own are in the subject's file."""

    def __init__(
        self,
        rule: Rule,
        options: msgspec.Struct,
        project: Project,
        path: str,
        ignored: Ignored,
        is_fixing: bool = False,
    ) -> None:
        self.rule = rule
        self.project = project
        self.path = path
        self._options = options
        self._ignored = ignored
        self.is_fixing = is_fixing
        """Whether fixes are being applied, all that can be at once."""

    def elsewhere(self, path: str) -> Context:
        """The same for another file."""
        return Context(self.rule, self._options, self.project, path, self._ignored, self.is_fixing)

    @property
    def options(self) -> Any:
        """The rule's own settings, an object of the class that it declared."""
        return self._options

    @property
    def targets(self) -> Targets:
        """The versions that the project may run with."""
        return self.project.targets

    @property
    def source(self) -> Source:
        """The subject's file."""
        return self.project.source(self.path)

    # --- places ----------------------------------------------------------------------------------

    def locate(self, where: Where) -> Location:
        """File and span of a place."""
        if isinstance(where, Location):
            return where
        if isinstance(where, Span):
            return Location(self.path, where)
        if isinstance(where, Syntax):
            return Location(self.path, Span(where.start, where.end))
        if hasattr(where, "span"):
            located = cast("Located", where)
            return Location(located.path, located.span)
        return Location(self.path, self.source.span(where))

    def at(self, path: str, where: Syntax | Span) -> Location:
        """A place in another file than the subject's."""
        span = where if isinstance(where, Span) else Span(where.start, where.end)
        return Location(path, span)

    def text(self, where: Where) -> str:
        """The source text of a place."""
        path, span = self.locate(where)
        return self.project.source(path).text[span.start : span.end]

    def is_ignored(self, where: Where) -> bool:
        """Whether the user wants no finding of this rule at a place.

        The linter leaves such findings out by itself. This is for those that have a choice of places.
        """
        return self._ignored(self.rule, self.locate(where))

    # --- saying something ------------------------------------------------------------------------

    def finding(
        self,
        where: Where,
        message: str,
        *,
        help: str = "",  # noqa: A002
        related: Iterable[Related] = (),
        fix: Fix | None = None,
        severity: Severity | None = None,
        confidence: Confidence = Confidence.HIGH,
        cause: Location | None = None,
        sketch: Fix | None = None,
    ) -> Finding:
        """Report a place. The severity is the rule's own unless the check knows better."""
        path, span = self.locate(where)
        grade = self.rule.severity if severity is None else severity
        weigh = getattr(where, "weigh", None)
        if weigh is not None:
            grade, confidence = weigh(grade, confidence)
        return Finding(
            self.rule.code,
            self.rule.name,
            message,
            path,
            span,
            grade,
            confidence,
            help,
            tuple(related),
            fix,
            cause=cause,
            sketch=sketch,
        )

    def related(self, where: Where, message: str, group: str = "") -> Related:
        """A second place that explains the finding, perhaps one of a group of many."""
        path, span = self.locate(where)
        return Related(path, span, message, group)

    # --- repairing something ---------------------------------------------------------------------

    def fix(
        self,
        message: str,
        *edits: Edit,
        applicability: Applicability = Applicability.UNSAFE,
        imports: Iterable[Import] = (),
    ) -> Fix:
        """Edits that belong together, with the imports that they need."""
        requests = tuple(request for item in imports for request in item.requests)
        return Fix(message, edits, applicability, requests)

    def replace(self, where: Where, text: str) -> Edit:
        """Put ``text`` in the place of something."""
        path, span = self.locate(where)
        return Edit(path, span, text)

    def insert(self, offset: int, text: str, path: str | None = None) -> Edit:
        """Put ``text`` in front of the character at ``offset``."""
        return Edit(path or self.path, Span(offset, offset), text)

    def import_(self, module: str, name: str = "", path: str | None = None) -> Import:
        """Make ``name`` of ``module`` (or ``module`` itself) available in a file; how to spell it there.

        A name that means something else in that file already is reached through its module.
        """
        from fastapi_lint.source.imports import is_bound, name_in_scope

        file = path or self.path
        bindings = self.project.modules[file].bindings
        known = name_in_scope(bindings, module, name)
        if known is not None:
            return Import(known, ())
        if name and is_bound(bindings, name):
            whole = self.import_(module, path=file)
            return Import(f"{whole.name}.{name}", whole.requests)
        return Import(name or module, (ImportRequest(file, module, name),))
