"""A pass over LibCST's code generation that notes where every node starts and ends.

LibCST's providers count rows and columns for every token; this pass only notes how many tokens there were,
and adds up their lengths afterwards. It stands on the private class `CodegenState`: import this module only
where its failure is caught.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TypeAlias

import libcst as cst
from libcst._nodes.internal import CodegenState

TokenSpans: TypeAlias = dict[cst.CSTNode, tuple[int, int]]


class Recorder(CodegenState):
    """Notes for every node how many tokens come before its start and before its end."""

    def __init__(self, tree: cst.Module) -> None:
        super().__init__(default_indent=tree.default_indent, default_newline=tree.default_newline)
        self.spans: TokenSpans = {}
        self.stack: list[int] = []

    def before_codegen(self, node: cst.CSTNode) -> None:
        self.stack.append(len(self.tokens))

    def after_codegen(self, node: cst.CSTNode) -> None:
        start = self.stack.pop()
        if node not in self.spans:
            self.spans[node] = (start, len(self.tokens))

    def record_syntactic_position(  # type: ignore[override]
        self,
        node: cst.CSTNode,
        *,
        start_node: cst.CSTNode | None = None,
        end_node: cst.CSTNode | None = None,
    ) -> _Syntactic:
        return _Syntactic(self, node, start_node, end_node)


class _Syntactic:
    """The context in which LibCST generates a node without the whitespace that the node owns."""

    __slots__ = ("end_node", "node", "start", "start_node", "state")

    def __init__(
        self,
        state: Recorder,
        node: cst.CSTNode,
        start_node: cst.CSTNode | None,
        end_node: cst.CSTNode | None,
    ) -> None:
        self.state = state
        self.node = node
        self.start_node = start_node
        self.end_node = end_node

    def __enter__(self) -> None:
        self.start = len(self.state.tokens)

    def __exit__(self, *error: object) -> None:
        spans = self.state.spans
        start = self.start if self.start_node is None else spans[self.start_node][0]
        end = len(self.state.tokens) if self.end_node is None else spans[self.end_node][1]
        spans[self.node] = (start, end)


def token_spans(tree: cst.Module) -> tuple[TokenSpans, list[int], str]:
    """Spans counted in tokens, the offset of each token, and the code of the tree.

    Raises AttributeError, KeyError or TypeError when LibCST's private class is not what it was.
    """
    state = Recorder(tree)
    tree._codegen(state)
    offsets = [0, *accumulate(map(len, state.tokens))]
    # LibCST takes back the last newline of a file that has none after spans have counted it.
    offsets.append(offsets[-1])
    return state.spans, offsets, "".join(state.tokens)
