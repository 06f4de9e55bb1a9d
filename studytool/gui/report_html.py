"""Tables, figures and findings as HTML that a text document draws, and a clipboard carries."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING

from studytool.gui.finding_words import shortened, typeset
from studytool.gui.help_text import remedy_of, title_of
from studytool.gui.plain_words import plainly
from studytool.gui.table_html import table_html
from studytool.report.notes import finding_notes, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from studytool.core.findings import Finding
    from studytool.report.figure import Figure
    from studytool.report.table import Table

_WIDE = 300
"""Characters of about three lines of the report."""


@dataclass(frozen=True, slots=True)
class Look:
    """Colours of a report, by the names of the window's tokens; as printed where not said.

    Attributes
    ----------
    ink, ink2, ink3 : str
        Text, notes, stale results.
    accent, accent_soft : str
        Links and the ground of a note.
    rule, line2 : str
        Rules of a table and the hairlines inside it.
    paper : str
        Ground.
    amber, amber_mark, amber_soft, red, red_mark, red_soft : str
        Words, left mark and ground of a caution and of a serious finding.
    """

    ink: str = "#17201E"
    ink2: str = "#46524F"
    ink3: str = "#5F6B68"
    accent: str = "#0B5D57"
    accent_soft: str = "#E2EFED"
    rule: str = "#17201E"
    line2: str = "#C3CBC8"
    paper: str = "#FFFFFF"
    amber: str = "#875000"
    amber_mark: str = "#C77B00"
    amber_soft: str = "#FCF3E1"
    red: str = "#A8231B"
    red_mark: str = "#C2352B"
    red_soft: str = "#FBEBE9"

    def stale(self) -> Look:
        """Return the look of a result whose successor is not there yet."""
        return replace(self, ink=self.ink3, ink2=self.ink3, rule=self.line2)


PRINTED = Look()
"""Dark on white, whatever the window looks like: for what leaves it."""


def caption_html(
    words: str, caption: str, under: str, look: Look, *, href: str = "", name: str = ""
) -> str:
    """Return the title of a result and the line under it.

    Parameters
    ----------
    words : str
        "Table 2" or "Figure 1".
    caption : str
        What it shows.
    under : str
        Unit line, or what makes the result stale; may be empty.
    look : Look
        Colours.
    href : str
        Where a click on the title leads; nowhere where empty.
    name : str
        Name of the place on the page.
    """
    title = escape(f"{words}. {caption}")
    if href:
        where = f'name="{escape(name)}" href="{escape(href)}"'
        title = f'<a {where} style="{_title_style(look)}">{title}</a>'
    lines = f'<p style="margin:0;{_title_style(look)}">{title}</p>'
    return lines + (_small(under, look) if under else "")


def notes_html(notes: Iterable[str], look: Look) -> str:
    """Return the lines under a result as one small paragraph."""
    text = " ".join(sentence(note) for note in notes)
    return _small(text, look) if text else ""


def own_notes(shown: Table | Figure) -> tuple[str, ...]:
    """Return the notes of a result that do not repeat its findings."""
    told = {*finding_notes(shown.findings), *(finding.message for finding in shown.findings)}
    return tuple(note for note in shown.notes if note not in told)


def finding_html(finding: Finding, look: Look, *, more: str = "", icon: str = "") -> str:
    """Return a finding as a block with its mark, icon, level, title and text.

    Parameters
    ----------
    finding : Finding
        What to mind.
    look : Look
        Colours.
    more : str
        Address of the link that tells the rest; without it the whole text and the remedy stand.
    icon : str
        Address of the icon's picture; none where empty.
    """
    word, mark, ground = {
        "note": (look.accent, look.accent, look.accent_soft),
        "warning": (look.amber, look.amber_mark, look.amber_soft),
        "error": (look.red, look.red_mark, look.red_soft),
    }[finding.level]
    text = typeset(plainly(sentence(finding.message)))
    last = _link(more, "What can I do?", look) if more else ""
    if not more:
        remedy = escape(typeset(plainly(sentence(remedy_of(finding)))))
        last = f'<span style="font-weight:600">What you can do.</span> {remedy}'
    text = shortened(text, _WIDE) if more else text
    body = (
        f'<span style="color:{word};font-weight:600">{finding.word}.</span> '
        f'<span style="font-weight:600">{escape(finding_title(finding))}</span>'
        f"<br>{escape(text)}" + (f"<br>{last}" if last else "")
    )
    picture = f'<img src="{icon}" width="16" height="16">' if icon else ""
    return (
        '<table width="100%" cellspacing="0" cellpadding="0" style="margin-top:8px"><tr>'
        f'<td width="3" style="background-color:{mark}"></td>'
        f'<td width="36" align="right" style="background-color:{ground};padding:8px 8px 0 0">'
        f'{picture}</td><td style="background-color:{ground};color:{look.ink};font-size:9.5pt;'
        f'padding:7px 12px 7px 0">{body}</td></tr></table>'
    )


def finding_title(finding: Finding) -> str:
    """Return the fact of a finding in a few words."""
    return title_of(finding.code) or finding.code.replace("_", " ").capitalize()


def links_html(links: Sequence[tuple[str, str]], look: Look) -> str:
    """Return links in one line.

    Parameters
    ----------
    links : sequence of (str, str)
        Address and words of each.
    look : Look
        Colours.
    """
    gap = "&nbsp;" * 4
    return f'<p style="margin:4px 0 0 0">{gap.join(_link(*link, look) for link in links)}</p>'


def copied_table(table: Table, words: str, *, width: int = 640) -> str:
    """Return a table with title and notes for the clipboard: dark on white."""
    return (
        '<div style="font-family:Inter,Arial,sans-serif;font-size:10pt">'
        f"{caption_html(words, table.caption or table.name, table.unit_line, PRINTED)}"
        f"{table_html(table, PRINTED, width=width)}{notes_html(table.notes, PRINTED)}</div>"
    )


def _small(text: str, look: Look) -> str:
    return f'<p style="margin:4px 0 0 0;font-size:9pt;color:{look.ink2}">{escape(text)}</p>'


def _title_style(look: Look) -> str:
    return f"font-size:11pt;font-weight:600;color:{look.ink};text-decoration:none;"


def _link(href: str, words: str, look: Look) -> str:
    style = f"color:{look.accent};font-weight:500;text-decoration:none"
    return f'<a href="{escape(href)}" style="{style}">{escape(words)}</a>'
