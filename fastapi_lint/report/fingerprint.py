"""A name for a finding that survives edits elsewhere in its file.

Services that follow findings over time need one; line numbers would make every finding new after each
commit. File, rule and the text of the line identify it; equal ones are counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import blake2b

from fastapi_lint.finding import Finding
from fastapi_lint.report.report import Report


def fingerprinted(report: Report, findings: Iterable[Finding]) -> Iterator[tuple[Finding, str]]:
    """Each finding with its fingerprint."""
    seen: Counter[tuple[str, str, str]] = Counter()
    for finding in findings:
        lines = report.lines(finding.path)
        row = lines.row(lines.position(finding.span.start)[0])
        key = (report.project_path(finding.path), finding.code, " ".join(row.split()))
        yield finding, digest(*key, str(seen[key]))
        seen[key] += 1


def digest(*parts: str) -> str:
    """A short hash of some texts."""
    return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
