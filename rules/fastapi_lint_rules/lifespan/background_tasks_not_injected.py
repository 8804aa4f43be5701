"""`BackgroundTasks` are made by hand and handed to nobody: the tasks never run.

FastAPI runs the tasks of the object that it injects, or of one that goes out with a response as `background=…`.
Those of an object that the endpoint makes for itself are collected and forgotten, without an error or a warning.

Reported is an object that nothing in the function does anything with but `add_task`. One that is passed on, returned,
stored or called is left alone.

The fix lets FastAPI inject it: the name becomes a parameter. It is unsafe, since the tasks now run, and since who
calls the function directly has to pass one. It is offered in path operations and dependencies.

Bad:

    from fastapi import BackgroundTasks, FastAPI

    app = FastAPI()

    def send(address: str) -> None:
        print(address)

    @app.post("/orders")
    def order(address: str) -> str:
        tasks = BackgroundTasks()
                ^^^^^^^^^^^^^^^^^ the tasks added to `tasks` never run: nobody is given this object
        tasks.add_task(send, address)
        return "ordered"

Good:

    from fastapi import BackgroundTasks, FastAPI

    app = FastAPI()

    def send(address: str) -> None:
        print(address)

    @app.post("/orders")
    def order(tasks: BackgroundTasks, address: str) -> str:
        tasks.add_task(send, address)
        return "ordered"
"""

import re

from fastapi_lint import Context, Findings, Fix, Function, ProjectCall, Rule, Severity, Span
from fastapi_lint.model.domain import Role
from fastapi_lint.model.file import syntax as s

rule = Rule(__name__, "FAPI504", Severity.ERROR, since="0.1")


@rule.on(ProjectCall, to={"fastapi.BackgroundTasks"})
def check(call: ProjectCall, ctx: Context) -> Findings:
    function = call.function
    statement = _assigned(function, call.call) if function else None
    if function is None or call.call.args or call.call.keywords:
        return
    if statement is None:
        if _is_filled_at_once(function, call.call):
            yield ctx.finding(
                call,
                "the task never runs: nobody is given this object",
                help="declare a parameter of type `BackgroundTasks`, and add the task to that",
            )
        return
    name = s.dotted(statement.targets[0])
    if _is_only_filled(function, name):
        yield ctx.finding(
            call,
            f"the tasks added to `{name}` never run: nobody is given this object",
            help="declare a parameter of type `BackgroundTasks`, or pass the object to the response as `background=`",
            fix=_inject(function, statement, name, ctx),
        )


def _assigned(function: Function, call: s.Call) -> s.Assign | None:
    """The statement that gives the object to one local name."""
    for statement in function.body:
        for node in s.walk(statement):
            if isinstance(node, s.Assign) and node.value == call:
                return node if len(node.targets) == 1 and isinstance(node.targets[0], s.Name) else None
    return None


def _is_filled_at_once(function: Function, call: s.Call) -> bool:
    """``BackgroundTasks().add_task(…)``."""
    nodes = (node for statement in function.body for node in s.walk(statement))
    return any(
        isinstance(node, s.Attribute) and node.attr == "add_task" and node.value == call for node in nodes
    )


def _is_only_filled(function: Function, name: str) -> bool:
    """Whether tasks are added, and that is all that the function does with the name."""
    nodes = [node for statement in function.body for node in s.walk(statement)]
    nested = [
        function.module.source.text[node.start : node.end]
        for node in nodes
        if isinstance(node, (s.FunctionDef, s.ClassDef))
    ]
    if any(re.search(rf"\b{re.escape(name)}\b", text) for text in nested):
        return False
    mentions = sum(isinstance(node, s.Name) and node.id == name for node in nodes)
    added = sum(isinstance(node, s.Call) and s.dotted(node.func) == f"{name}.add_task" for node in nodes)
    return added > 0 and mentions == added + 1


def _inject(function: Function, statement: s.Assign, name: str, ctx: Context) -> Fix | None:
    source, params = function.module.source, function.syntax.params
    row = source.position(statement.start)[0]
    is_line = source.line_text(row).strip() == ctx.text(statement) and statement in function.body
    opening = source.text.find("(", function.name_span.end, function.signature_end)
    if (
        not is_line
        or opening < 0
        or not function.roles & {Role.ENDPOINT, Role.DEPENDENCY}
        or function.is_method
    ):
        return None
    annotation = ctx.text(statement.value.func) if isinstance(statement.value, s.Call) else ""
    return ctx.fix(
        f"let FastAPI inject `{name}`",
        ctx.insert(opening + 1, f"{name}: {annotation}" + (", " if params else "")),
        ctx.replace(Span(source.line_start(row), source.line_start(row + 1)), ""),
    )
