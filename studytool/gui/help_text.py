"""Help in plain words: a page for each step, and what to do about each finding."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from studytool.gui.plain_words import plainly

if TYPE_CHECKING:
    from studytool.core.findings import Finding

FOLDER = Path(__file__).parent / "help"
PAGES = {
    "start": "How to begin",
    "waves": "Waves",
    "panel": "Panel",
    "services": "Services",
    "describe": "Describe",
    "models": "Models",
    "report": "The report",
    "roi": "ROI",
    "brief": "Brief",
    "keyboard": "Keyboard",
    "findings": "What can I do?",
}
_ANYTHING = "Read it beside the number it is about, and say so where the number stands."
_SECTION = re.compile(r"^## (?P<code>[a-z_]+): (?P<title>.+)$", re.MULTILINE)


def page(name: str) -> str:
    """Return a page of the help as Markdown; the first page where there is none of that name."""
    known = name if name in PAGES else "start"
    text = (FOLDER / f"{known}.md").read_text(encoding="utf-8")
    return _SECTION.sub(r"## \g<title>", text)


def title_of(code: str) -> str:
    """Return what findings of a code are called; empty where nothing is written about them."""
    return _section(code)[0]


def advice(code: str) -> str:
    """Return what to do about findings of a code, as Markdown; empty where nothing is written."""
    title, text = _section(code)
    return f"# {title}\n{text}\n" if title else ""


def remedy_of(finding: Finding) -> str:
    """Return in a sentence what can be done about a finding: its own remedy, else the help's."""
    if finding.remedy:
        return finding.remedy
    lines = _section(finding.code)[1].split("\n- ")[1:]
    first = " ".join(lines[0].split("\n\n")[0].split()) if lines else ""
    return re.sub(r"[*`]", "", first) or _ANYTHING


@cache
def _section(code: str) -> tuple[str, str]:
    """Return title and text of the section about a code."""
    text = (FOLDER / "findings.md").read_text(encoding="utf-8")
    starts = list(_SECTION.finditer(text))
    ends = [start.start() for start in starts[1:]] + [len(text)]
    for start, end in zip(starts, ends, strict=True):
        if start["code"] == code:
            return start["title"], text[start.end() : end].rstrip()
    return "", ""


def told(finding: Finding) -> str:
    """Return a finding, its figures and what to do about it, as Markdown."""
    known = advice(finding.code) or "# What can I do?\n"
    title, _, rest = known.partition("\n")
    parts = [title, f"**{finding.word}.** {_plain(plainly(finding.message))}", rest.strip()]
    if finding.remedy:
        parts.append(f"**For this one:** {_plain(plainly(finding.remedy))}")
    return "\n\n".join(part for part in parts if part) + "\n"


def _plain(text: str) -> str:
    """Return text in which nothing is taken for Markdown."""
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", text)
