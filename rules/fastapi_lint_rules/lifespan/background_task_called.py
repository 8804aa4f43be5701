"""A background task is called where it should be handed over.

`add_task(send(mail))` calls `send` at once and gives its result to `add_task`. A plain function has then kept the
client waiting; of a coroutine function nothing runs at all. When the response is out, Starlette tries to call the
result, None or a coroutine, and raises a TypeError: the client sees nothing of it, and the tasks that were added
after this one are skipped.

Reported is the call of a function of the project whose result certainly cannot be called: a coroutine, a generator,
None or plain data. A factory, `functools.partial` and objects with `__call__` are fine.

The fix hands over the function with its arguments. For a coroutine it is safe: it never ran before. For a plain
function it is unsafe, as the work is now done after the response, which the code behind it may not expect.

Bad:

    from fastapi import BackgroundTasks, FastAPI

    app = FastAPI()

    async def send(address: str, text: str = "") -> None:
        print(address, text)

    @app.post("/orders")
    async def order(address: str, tasks: BackgroundTasks) -> None:
        tasks.add_task(send(address, text="thanks"))
                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `send` never runs: the task is a coroutine object, which cannot be called

Good:

    from fastapi import BackgroundTasks, FastAPI

    app = FastAPI()

    async def send(address: str, text: str = "") -> None:
        print(address, text)

    @app.post("/orders")
    async def order(address: str, tasks: BackgroundTasks) -> None:
        tasks.add_task(send, address, text="thanks")
"""

from fastapi_lint import Applicability, Context, Findings, Fix, Function, ProjectCall, Rule, Severity
from fastapi_lint.model import syntax as s
from fastapi_lint.model.contexts import ADD_TASK
from fastapi_lint.model.decorators import Effect, effect
from fastapi_lint.model.values import Bound, External, Instance, Literal

rule = Rule(__name__, "FAPI503", Severity.ERROR, since="0.1")

_DATA = frozenset(
    f"builtins.{name}" for name in ("bool", "bytes", "dict", "float", "int", "list", "set", "str", "tuple")
)
_TAKEN = frozenset({"func", "self"})


@rule.on(ProjectCall, to=ADD_TASK)
def check(call: ProjectCall, ctx: Context) -> Findings:
    given = call.call.argument(0, "func")
    inner = call.inner(given)
    target = inner.callee.function if inner and isinstance(inner.callee, Bound) else inner and inner.callee
    if given is None or inner is None or not isinstance(target, Function):
        return
    is_made = target.is_async and not isinstance(given, s.Await)
    if any(effect(decorator, target) is not Effect.KEEPS for decorator in target.syntax.decorators):
        return
    if is_made and not target.is_generator:
        message = f"`{target.name}` never runs: the task is a coroutine object, which cannot be called"
    elif not target.is_generator and _gives_data(target):
        message = (
            f"`{target.name}` runs before the response: the task is what it returns, which cannot be called"
        )
    else:
        return
    yield ctx.finding(
        given,
        message,
        help=f"hand over the function and its arguments: `add_task({target.name}, …)`",
        fix=_fix(call, given, inner.call, is_made, ctx),
    )


def _gives_data(function: Function) -> bool:
    if not function.syntax.returns_value:
        return True
    value = function.project.types.returns(function)
    return isinstance(value, Literal) or (
        isinstance(value, Instance) and isinstance(value.of, External) and value.of.name in _DATA
    )


def _fix(call: ProjectCall, given: s.Expr, inner: s.Call, is_made: bool, ctx: Context) -> Fix | None:
    is_alone = len(call.call.args) == 1 and not call.call.keywords and given is call.call.args[0]
    names = {keyword.name for keyword in inner.keywords}
    is_bare = any(
        isinstance(arg, s.Comprehension) for arg in inner.args
    )  # needs parentheses beside other arguments
    text = call.module.source.text
    arguments = (
        text[inner.func.end : inner.end].strip().removeprefix("(").removesuffix(")").strip().rstrip(",")
    )
    if not is_alone or inner.is_open or names & _TAKEN or is_bare or "#" in arguments:
        return None
    function = ctx.text(inner.func)
    applicability = Applicability.SAFE if is_made else Applicability.UNSAFE
    edit = ctx.replace(given, f"{function}, {arguments}" if arguments else function)
    return ctx.fix(f"hand over `{function}`", edit, applicability=applicability)
