"""Compare the application model with what a running FastAPI said (``dump.py``)."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from responses import response_names

from fastapi_lint.inventory.reading import owners, tags_of
from fastapi_lint.model.domain import (
    Application,
    Class,
    Function,
    In,
    Inclusion,
    Injected,
    Kind,
    Module,
    MountPoint,
    Parameter,
    PathOperation,
    Route,
    Router,
)
from fastapi_lint.model.inputs.slots import is_wrapper
from fastapi_lint.model.meaning.values import Bound, Closure, External, Instance, OneOf, Value
from fastapi_lint.model.project import Project
from fastapi_lint.session import Session
from fastapi_lint.workspace.config import load
from fastapi_lint.workspace.files import MemoryFiles

Shown = dict[str, Any]


@dataclass
class Verdict:
    """How far the model agrees about one application."""

    name: str
    routes: int = 0
    agreeing: int = 0
    parameters: int = 0
    dependencies: int = 0
    documented: int = 0
    """Response models and tags that agree, one each for a route."""
    undocumented: list[str] = field(default_factory=list)
    """Those of which the source does not show everything."""
    unknown: list[str] = field(default_factory=list)
    """Parameters, dependencies and endpoints that the model does not claim to know."""
    differences: list[str] = field(default_factory=list)
    invented: list[str] = field(default_factory=list)
    """Routes that the model lists and that do not exist."""
    conditional: list[str] = field(default_factory=list)
    """Routes that the model lists as conditional, and whose condition was not met."""

    @property
    def agrees(self) -> bool:
        return not self.differences and not self.invented


TOP = Path("/oracle")
READ = frozenset({".py", ".json", ".yaml", ".yml", ".toml", ".cfg", ""})
"""The suffixes of what a project may read when it starts; its metadata has none."""


def project_at(
    top: Path, fastapi: str, pydantic: str = "", *below: str, more: Mapping[str, str] | None = None
) -> Project:
    """The model of everything in ``top``, or in some folders of it, as if it lay at ``TOP``; and of ``more`` files.

    It is linked in memory: no ``.gitignore`` or ``pyproject.toml`` of whatever lies around ``top`` has a say. The
    data that lies beside the code is there, and what its installation says of it.
    """
    files = MemoryFiles()
    inside = [path for folder in below or ("",) for path in (top / folder).rglob("*")]
    for path in sorted([*inside, *top.glob("*.dist-info/METADATA")]):
        if path.suffix in READ and path.is_file():
            files.set(str(TOP / path.relative_to(top)), path.read_text(encoding="utf-8", errors="replace"))
    for name, text in (more or {}).items():
        files.set(str(TOP / name), text)
    files.set(str(TOP / "pyproject.toml"), "")
    config = [f'target-fastapi="{fastapi}"', *([f'target-pydantic="{pydantic}"'] if pydantic else [])]
    return Session(files, load([str(TOP)], config=config, files=files), [], strict=True).project()


# --- the model in the words of the dump ------------------------------------------------------------


class Words:
    """Names things as ``dump.py`` does, with files below ``top`` as modules."""

    def __init__(self, project: Project, top: Path) -> None:
        self.project = project
        self.top = top

    def module(self, module: Module) -> str:
        parts = Path(module.path).relative_to(self.top).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def module_named(self, name: str) -> Module | None:
        path = self.top.joinpath(*name.split("."))
        for candidate in (path.with_suffix(".py"), path / "__init__.py"):
            if str(candidate) in self.project.modules:
                return self.project.modules[str(candidate)]
        return None

    def identity(self, value: Value) -> str:
        if isinstance(value, Bound):
            return self.identity(value.function)
        if isinstance(value, Function) and is_wrapper(value):
            return self.identity(self.project.slots.wrapped(value))
        if isinstance(value, (Function, Class)):
            return f"{self.module(value.module)}:{value.qualname}"
        if isinstance(value, OneOf):
            names = {self.identity(one) for one in value.options}
            return names.pop() if len(names) == 1 < len(value.options) else "?"
        if isinstance(value, Instance):
            is_anything = value.of == External("collections.abc.Callable")
            return "?" if is_anything else f"{self.identity(value.of)}()"
        if isinstance(value, Closure) and isinstance(value.target, Function) and value.scope is not None:
            if is_wrapper(value.target):
                return self.identity(self.project.slots.wrapped(value.target, value.scope))
            return self.identity(value.target)
        if isinstance(value, Closure):
            return "lambda" if value.target is None else f"partial {self.identity(value.target)}"
        return value.name if isinstance(value, External) else "?"

    def key(self, shown: Shown) -> tuple[str, ...]:
        """What makes two routes the same; an object or a library's function is an endpoint without a name."""
        endpoint = str(shown.get("endpoint", "")).removeprefix("partial ")
        endpoint = "lambda" if endpoint.endswith("<lambda>") else endpoint
        is_ours = self.module_named(endpoint.partition(":")[0]) is not None and not endpoint.endswith("()")
        methods = ",".join(shown.get("methods") or ())
        is_named = is_ours or endpoint in ("", "lambda")
        return (shown["kind"], methods, str(shown["path"]), endpoint if is_named else "?")

    def served(self, entry: PathOperation | MountPoint) -> Shown:
        if isinstance(entry, MountPoint):
            path = None if entry.path is None else entry.path.rstrip("/")
            if entry.mount.is_host:
                path = entry.mount.host
            application = entry.mount.application
            return {
                "kind": "host" if entry.mount.is_host else "mount",
                "path": path,
                "conditional": is_conditional(entry),
                "application": application,
            }
        route = entry.route
        endpoint = route.target if isinstance(route.target, (OneOf, Closure)) else route.endpoint
        shown: Shown = {
            "kind": "websocket" if route.kind is Kind.WEBSOCKET else "http",
            "path": entry.path,
            "methods": list(route.methods) or (["?"] if route.kind is Kind.HTTP else []),
            "endpoint": "?" if endpoint is None else self.identity(endpoint),
            "is_plain": route.plain,
            "conditional": is_conditional(entry),
            "is_open": not all(owner.shows_dependencies for owner in _owners(entry)),
        }
        if not route.plain:
            shown["is_signed"] = not isinstance(route.target, OneOf)
            shown["parameters"] = {p.name: self.parameter(p) for p in entry.parameters}
            shown["dependencies"] = [self.dependency(*one) for one in _ways(entry.dependency_tree)]
            shown["embeds_body"] = entry.embeds_body
            shown["response"] = response_names(route)
            shown["tags"] = list(tags_of(owners(entry.server, route, entry.inclusions)))
        return shown

    def parameter(self, parameter: Parameter) -> list[Any]:
        return [parameter.location.value, parameter.alias, parameter.required]

    def dependency(self, one: Injected, depth: int) -> Shown:
        fields = {name: [In.FORM.value, name, required] for name, required in one.form_fields}
        return {
            "call": self.identity(one.dependency.target),
            "name": one.dependency.parameter.name if one.dependency.parameter else None,
            "depth": depth,
            "use_cache": one.dependency.use_cache,
            "is_yield": one.dependency.is_yield,
            "parameters": fields
            or ({p.name: self.parameter(p) for p in one.parameters} if one.is_known else None),
        }


def _ways(trees: Iterable[Injected], depth: int = 0) -> Iterator[tuple[Injected, int]]:
    """Each dependency before its own, as often as ways lead to it."""
    for one in trees:
        yield one, depth
        yield from _ways(one.dependencies, depth + 1)


def _owners(entry: PathOperation) -> Iterator[Router | Inclusion | Route]:
    """Everything that may bring dependencies by a list."""
    yield entry.server
    for inclusion in entry.inclusions:
        yield inclusion
        yield inclusion.included
    yield entry.route


def is_conditional(entry: PathOperation | MountPoint) -> bool:
    """Whether the model says that it may not be registered: under an ``if``, or in a function that nobody calls."""
    never_called = entry.server.within is None and any(branch < 0 for branch in entry.branches)
    return entry.conditional or never_called


# --- comparison ------------------------------------------------------------------------------------


def application_named(words: Words, name: str, attribute: str) -> Application | None:
    """The model's object for ``module:attribute`` or ``module:factory()``."""
    module = words.module_named(name)
    if module is None:
        return None
    if not attribute.endswith("()"):
        value = words.project.imports.member(module, attribute)
        if attribute not in module.names:  # ``__getattr__`` of the module makes it
            value = words.project.made.get(module.names.get("__getattr__"), value)  # type: ignore[call-overload]
        named = [a for a in words.project.applications if a.module is module and a.name == attribute]
        return value if isinstance(value, Application) else (named[-1] if named else None)
    factory: Value = words.project.imports.member(module, attribute[:-2].partition(".")[0])
    if isinstance(factory, Class):
        factory = factory.method(attribute[:-2].partition(".")[2])
    if not isinstance(factory, Function):
        return None
    made = words.project.made.get(factory) or words.project.types.returns(factory)
    if isinstance(made, Application):
        return made
    inside = [app for app in words.project.applications if app.within is factory]
    return inside[-1] if inside else None


def compare_application(words: Words, name: str, attribute: str, dumped: list[Shown]) -> Verdict:
    """The verdict about one application."""
    verdict = Verdict(f"{name}:{attribute}")
    app = application_named(words, name, attribute)
    _compare_routes(words, app, dumped, verdict)
    return verdict


def _compare_routes(words: Words, app: Value, dumped: list[Shown], verdict: Verdict) -> None:
    verdict.routes += len(dumped)
    if not isinstance(app, Application):
        verdict.differences.append(f"the model does not know the application with {len(dumped)} routes")
        return
    modelled = [words.served(entry) for entry in app.operations]
    mine = [words.key(shown) for shown in modelled]
    theirs = [words.key(shown) for shown in dumped]
    matcher = difflib.SequenceMatcher(None, theirs, mine, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            for left, right in zip(dumped[a:b], modelled[c:d], strict=True):
                differences = list(_compare_route(left, right, verdict))
                if "routes" in left:
                    _compare_routes(words, right["application"], left["routes"], verdict)
                verdict.agreeing += not differences
                verdict.differences.extend(f"{_label(left)}: {text}" for text in differences)
            continue
        verdict.differences.extend(f"missing: {_label(shown)}" for shown in dumped[a:b])
        _judge_extra(verdict, modelled[c:d], mine[c:d], theirs)


def _judge_extra(
    verdict: Verdict, extra: list[Shown], keys: list[tuple[str, ...]], theirs: list[tuple[str, ...]]
) -> None:
    for shown, key in zip(extra, keys, strict=True):
        if shown["conditional"]:
            verdict.conditional.append(_label(shown))
        elif shown["path"] is None or "?" in (shown.get("endpoint"), *shown.get("methods", ())):
            verdict.differences.append(f"not fully known: {_label(shown)}")
        elif key in theirs:
            verdict.differences.append(f"elsewhere in the order: {_label(shown)}")
        else:
            verdict.invented.append(_label(shown))


def _label(shown: Shown) -> str:
    methods = ",".join(shown.get("methods", ())) or shown["kind"].upper()
    return f"{methods} {shown['path']} {shown.get('endpoint', '')}".rstrip()


def _compare_route(theirs: Shown, mine: Shown, verdict: Verdict) -> Iterator[str]:
    if theirs.get("is_plain", True) or theirs["kind"] in ("mount", "host"):
        return
    if mine["endpoint"] == "?":
        verdict.unknown.append(f"endpoint of {_label(theirs)}")
        return
    if not mine.get("is_signed", True):
        verdict.unknown.append(f"parameters of {_label(theirs)}")
        return
    if mine["is_plain"]:
        yield "the model takes it for a route of Starlette"
        return
    yield from _compare_documented(theirs, mine, verdict)
    yield from _compare_parameters("", theirs["parameters"], mine["parameters"], verdict)
    embeds = theirs.get("embeds_body")
    if embeds is not None and mine["embeds_body"] is None:
        verdict.unknown.append("whether the body is embedded")
    elif embeds is not None and embeds is not mine["embeds_body"]:
        yield f"the body is {'' if embeds else 'not '}embedded"
    left, right = theirs["dependencies"], mine["dependencies"]
    calls = [one["call"] for one in left], [one["call"] for one in right]
    if mine["is_open"] and len(left) > len(right) and _is_within(calls[1], calls[0]):
        verdict.unknown.append("dependencies of a list that is not shown")
        return
    names = [{one["name"] for one in some if not one["depth"]} for some in (left, right)]
    open_ones = {name for name, one in mine["parameters"].items() if one[0] == In.UNKNOWN.value}
    if ("?" in calls[1] or names[0] - names[1] & open_ones) and _is_within(calls[1], calls[0]):
        verdict.unknown.append("what a dependency calls")
        return
    if len(left) != len(right) or not all(map(_same_call, *calls)):
        yield f"dependencies {_calls(left)} ≠ {_calls(right)}"
        return
    for dumped, modelled in zip(left, right, strict=True):
        verdict.dependencies += 1
        for flag in ("name", "depth", "use_cache", "is_yield"):
            if flag == "is_yield" and modelled["parameters"] is None:
                continue
            if dumped[flag] != modelled[flag]:
                yield f"dependency {dumped['call']}: {flag} {dumped[flag]} ≠ {modelled[flag]}"
        if modelled["parameters"] is None:
            verdict.unknown.append(f"parameters of {dumped['call']}")
        elif modelled["parameters"] or not _is_scheme(dumped):
            yield from _compare_parameters(
                dumped["call"], dumped["parameters"], modelled["parameters"], verdict
            )


def _compare_documented(theirs: Shown, mine: Shown, verdict: Verdict) -> Iterator[str]:
    """Response model and tags, where the dump has them."""
    if "tags" not in theirs:
        return
    shown = mine["response"]  # a generic class of a library may have arguments where it is named once for all
    is_part = shown is None or (bool(shown) and set(shown) < set(theirs["response"]))
    for part, is_unknown in (("response", is_part), ("tags", None in mine["tags"])):
        if is_unknown or (part == "response" and mine[part] and set(mine[part]) < set(theirs[part])):
            verdict.undocumented.append(part)  # an alias of a generic class of a library shows only the class
        elif theirs[part] != mine[part]:
            yield f"{part} {theirs[part]} ≠ {mine[part]}"
        else:
            verdict.documented += 1


def _is_scheme(dependency: Shown) -> bool:
    """An object that takes nothing but what FastAPI injects, by a method that the source may not show."""
    return dependency["call"].endswith("()") and all(
        p[0] == "special" for p in dependency["parameters"].values()
    )


def _is_within(some: list[str], others: list[str]) -> bool:
    """Whether ``some`` are among ``others``, in the same order."""
    rest = iter(others)
    return all(any(_same_call(theirs, mine) for theirs in rest) for mine in some)


def _calls(dependencies: Iterable[Shown]) -> str:
    return "[" + ", ".join("·" * one["depth"] + one["call"].rpartition(":")[2] for one in dependencies) + "]"


def _same_call(theirs: str, mine: str) -> bool:
    """A lambda has no name of its own; of a library's variable the source does not tell what it holds."""
    if mine == "lambda":
        return theirs.endswith("<lambda>")
    if mine == "?":
        return True
    if ":" in mine:
        return theirs == mine
    package, _, name = theirs.partition(":")
    if mine.rpartition(".")[2] != name.rpartition(".")[2]:
        return mine.partition(".")[0] == package.partition(".")[0] not in ("fastapi", "starlette")
    return mine.partition(".")[0] in (package.partition(".")[0], "starlette")


def _compare_parameters(
    call: str, theirs: dict[str, list[Any]], mine: dict[str, list[Any]], verdict: Verdict
) -> Iterator[str]:
    where = f"{call}: " if call else ""
    if theirs.keys() != mine.keys():
        yield f"{where}parameters {sorted(theirs)} ≠ {sorted(mine)}"
        return
    for name, (location, alias, required) in theirs.items():
        verdict.parameters += 1
        modelled = mine[name]
        if modelled[0] == In.UNKNOWN.value:
            verdict.unknown.append(f"location of {where}`{name}`")
        elif modelled[0] != location:
            yield f"{where}`{name}` is {location}, not {modelled[0]}"
        elif location in ("special", "dependency"):
            continue
        elif None in modelled:
            verdict.unknown.append(f"alias of {where}`{name}`")
        elif modelled[1:] != [alias, required]:
            shown = f"{modelled[1]!r} and required={modelled[2]}"
            yield f"{where}`{name}` is {alias!r} and required={required}, not {shown}"


def compare(project: Project, dump: Shown, top: Path = TOP) -> list[Verdict]:
    """The verdicts about all applications of a dump."""
    words = Words(project, top)
    return [
        compare_application(words, name.partition(":")[0], attribute, dumped)
        for name, module in dump["modules"].items()
        for attribute, dumped in module.get("apps", {}).items()
    ]
