"""Text that is safe to show: what is read from a file must not steer the terminal it is shown in."""

from __future__ import annotations

TAB = 4

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_CONTROL_PICTURES = 0x2400

# ESC and its kin get their visible pictures; C1 controls, separators and the bidirectional overrides that
# make code read as something else become a mark of the same width.
_VISIBLE: dict[int, str] = {
    **{code: chr(_CONTROL_PICTURES + code) for code in range(0x20)},
    0x7F: "\N{SYMBOL FOR DELETE}",
    **dict.fromkeys(range(0x80, 0xA0), _REPLACEMENT),
    **dict.fromkeys((0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A)), _REPLACEMENT),
    **dict.fromkeys(range(0xD800, 0xE000), _REPLACEMENT),
}
_ON_ONE_LINE = _VISIBLE | {ord("\n"): " ", ord("\r"): " ", ord("\t"): " "}


def visible(row: str) -> str:
    """One row of code with tabs as spaces and control characters made visible."""
    return row if row.isascii() and row.isprintable() else row.expandtabs(TAB).translate(_VISIBLE)


def one_line(text: str) -> str:
    """A message or path on one line, with control characters made visible."""
    return text if text.isascii() and text.isprintable() else text.translate(_ON_ONE_LINE)


def cells(text: str) -> int:
    """How wide a terminal shows a text."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)
