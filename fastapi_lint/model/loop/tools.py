"""What MCP servers run on the event loop: tools, resources and prompts, where an application mounts the server.

Seen when they ran: coroutines with mcp 1.30 and 2.3, and with fastmcp 2.3, 2.14, 3.4 and 4.2. Plain functions run there
with mcp 1, whose ``FastMCP`` mcp 2 has no more; with mcp 2 and fastmcp 4 they get a thread. fastmcp 2 has none, and 3
only some: which release a project has is not looked up, so its plain ones are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fastapi_lint.model.domain import Function
from fastapi_lint.model.file import syntax as s
from fastapi_lint.model.meaning.values import External

if TYPE_CHECKING:
    from fastapi_lint.model.project import Project

_PLAIN = "mcp.server.fastmcp.FastMCP"
"""The server that calls plain functions where it is."""
_SERVERS = (_PLAIN, "mcp.server.mcpserver.MCPServer", "fastmcp.FastMCP")
_APPLICATIONS = frozenset({"http_app", "sse_app", "streamable_http_app"})
"""Methods of a server that make an application, to be mounted."""
_SERVED = frozenset(f"{server}.{name}" for server in _SERVERS for name in _APPLICATIONS)
_MADE = frozenset(f"{server}.{name}" for server in _SERVERS for name in ("tool", "resource", "prompt"))
_ADDED = frozenset(f"{server}.add_tool" for server in _SERVERS)


def tools(project: Project) -> Iterator[Function]:
    """The functions that the servers of a project call on the loop."""
    if _APPLICATIONS.isdisjoint(project.called_names) or not any(project.calls_to(_SERVED)):
        return
    for module in project.modules.values():
        for function in module.functions.values() if not module.is_test else ():
            for decorator in function.syntax.decorators:
                if _runs(function, _made_by(function, decorator), _MADE):
                    yield function
    for call in project.calls_to(_ADDED):
        given = call.given(0, "fn")
        if isinstance(given, Function) and _runs(given, call.callee, _ADDED):
            yield given


def _runs(function: Function, by: str, names: frozenset[str]) -> bool:
    return by in names and (function.is_async or by.startswith(_PLAIN))


def _made_by(function: Function, decorator: s.Expr) -> str:
    """The canonical name of a decorator of a library."""
    callee = decorator.func if isinstance(decorator, s.Call) else decorator
    if not isinstance(callee, s.Attribute) or callee.attr not in ("tool", "resource", "prompt"):
        return ""
    value = function.project.types.resolve(callee, function.project.scope_of(function))
    return value.name if isinstance(value, External) else ""
