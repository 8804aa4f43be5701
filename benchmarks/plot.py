"""The plot: seconds against lines."""

from __future__ import annotations

from pathlib import Path

import matplotlib

matplotlib.use("svg")

import matplotlib.pyplot as plt
from measuring import Store

OURS = "fastapi-lint"
BARE = "loop"


def draw(store: Store, path: Path) -> None:
    """One line for each tool: ours thick, the bare loops dashed, the others thin. Runs that were cut are left out."""
    plt.rcParams["svg.hashsalt"] = OURS
    figure, axes = plt.subplots(figsize=(9, 6))
    figures = store.figures()
    tools = dict.fromkeys(tool for known in figures.values() for tool in known)
    for tool in tools:
        known = [
            (project, figures[project][tool]) for project in store.projects() if tool in figures[project]
        ]
        points = [(store.lines(project), one.wall) for project, one in known if not one.cut]
        if not points:
            continue
        width = 2.5 if tool.startswith(OURS) else 1.2
        style = "--" if tool.endswith(BARE) else "-"
        axes.plot(*zip(*points, strict=True), style, linewidth=width, marker="o", markersize=3.5, label=tool)
    axes.set(xscale="log", yscale="log", xlabel="lines", ylabel="seconds")
    axes.grid(True, which="major", alpha=0.3)
    axes.legend(fontsize="small", loc="center left", bbox_to_anchor=(1, 0.5), frameon=False)
    figure.tight_layout()
    figure.savefig(path, format="svg", metadata={"Date": None})
