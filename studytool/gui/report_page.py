"""The whole report as one HTML page: what is shown, in order, with its links."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from studytool.core.findings import Finding, Level, by_weight
from studytool.gui.report_additions import not_shown
from studytool.gui.report_edits import is_asked_for, model_heads, models_behind
from studytool.gui.report_html import (
    Look,
    caption_html,
    finding_html,
    links_html,
    notes_html,
    own_notes,
)
from studytool.gui.table_html import table_html
from studytool.report.notes import listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from studytool.core.errors import StudyError
    from studytool.exporters.exporter import Output
    from studytool.gui.chart_images import Size
    from studytool.report.figure import Figure
    from studytool.report.outline import ReportItem
    from studytool.report.table import Table
    from studytool.study import Study

_ICONS = {
    "note": "icon:info/accent",
    "warning": "icon:triangle-alert/amber",
    "error": "icon:octagon-x/red",
}
_GAP = '<p style="margin:0;font-size:{size}pt">&nbsp;</p>'


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows.

    Attributes
    ----------
    study : Study
        What is asked for.
    output : Output or None
        What may leave of the latest run: small cells hidden.
    items : sequence of ReportItem
        The whole report in order, hidden entries too.
    error : StudyError or None
        Why the study as it is cannot be run.
    stale : str
        "Stale since 10:44: what changed"; empty where the run is of the study as it is.
    look : Look
        Colours.
    width : int
        Room in pixels at 100 %.
    sizes : mapping of chart to Size
        How large each chart is drawn.
    opened : frozenset of int
        Entries whose findings are all told.
    drawn : dict
        Tables as they were set before, which are not set again while they are the same.
    """

    study: Study
    output: Output | None
    items: Sequence[ReportItem]
    look: Look
    width: int
    error: StudyError | None = None
    stale: str = ""
    sizes: Mapping[str, Size] = field(default_factory=dict)
    opened: frozenset[int] = frozenset()
    drawn: dict[tuple[str, bool], tuple[object, str]] = field(default_factory=dict)


def page_html(page: Page) -> str:
    """Return the page as HTML for a text document."""
    parts = [_error_html(page.error, page.look)] if page.error is not None else []
    if page.output is None or not any(item.shows() for item in page.items):
        return "".join([*parts, _empty_html(page)])
    if page.output.banner:
        parts.append(_quiet(page.output.banner, page.look))
    words = numbered(page.items)
    for place, item in enumerate(page.items):
        if not item.hidden:
            parts += [_GAP.format(size=8 if parts else 1), _item_html(page, place, words[place])]
    return "".join([*parts, _foot_html(page)])


def numbered(items: Sequence[ReportItem]) -> list[str]:
    """Return "Table 2" or "Figure 1" for each entry, empty for others and for hidden ones."""
    counts: Counter[str] = Counter()
    words = []
    for item in items:
        kind = "Table" if item.table else "Figure"
        if item.hidden or not item.shows():
            words.append("")
            continue
        counts[kind] += 1
        words.append(f"{kind} {counts[kind]}")
    return words


def _item_html(page: Page, place: int, words: str) -> str:
    item = page.items[place]
    if item.heading:
        return _heading_html(item.heading, place, page.look)
    if item.note:
        return _note_html(item.note, place, page.look)
    look = page.look.stale() if page.stale else page.look
    assert page.output is not None  # noqa: S101  # nothing is laid out without a run
    shown: Table | Figure
    if item.table:
        table = page.output.tables[item.table]
        heads = model_heads(page.study, item)
        hrefs = {head: f"model:{place}:{name}" for head, name in heads.items()}
        body, shown = _table_html(page, table, look, hrefs), table
    else:
        figure = page.output.figures[item.chart]
        body, shown = _image_html(figure, page.sizes[item.chart]), figure
    title = caption_html(
        words,
        shown.caption or shown.name,
        page.stale or shown.unit_line,
        look,
        href=f"settings:{place}",
        name=f"item{place}",
    )
    notes = notes_html(own_notes(shown), look)
    links = links_html(_links(page, place), page.look)
    return f"{title}{body}{notes}{links}{_findings_html(shown, page, place)}"


def _table_html(page: Page, table: Table, look: Look, hrefs: Mapping[str, str]) -> str:
    asked, place = (table, look, page.width, hrefs), (table.name, bool(page.stale))
    kept = page.drawn.get(place)
    if kept is None or kept[0] != asked:
        kept = page.drawn[place] = asked, table_html(table, look, width=page.width, hrefs=hrefs)
    return kept[1]


def _links(page: Page, place: int) -> list[tuple[str, str]]:
    item = page.items[place]
    links = []
    if models_behind(page.study, item):
        links.append((f"why:{place}", "Why this N?"))
    if is_asked_for(page.study, item):
        links.append((f"how:{place}", "How?"))
    return [
        *links,
        (f"settings:{place}", "Settings"),
        (f"copy:{place}", "Copy table" if item.table else "Copy chart"),
        (f"more:{place}", "More \N{HORIZONTAL ELLIPSIS}"),
    ]


def _image_html(figure: Figure, size: Size) -> str:
    return (
        f'<p style="margin:4px 0 0 0"><img src="chart:{escape(figure.name)}" '
        f'width="{size.width}" height="{size.height}" alt="{escape(figure.alt_text)}"></p>'
    )


def _findings_html(shown: Table | Figure, page: Page, place: int) -> str:
    """Return the heaviest finding in short, or all of them in full once they are opened."""
    findings = by_weight(shown.findings)
    if not findings:
        return ""
    more = f"findings:{place}"
    if place in page.opened:
        blocks = [_block(finding, page.look) for finding in findings]
        return "".join(blocks) + links_html([(more, "Show less")], page.look)
    if findings[0].level == "note":
        return links_html([(more, _counted(findings))], page.look)
    first = _block(findings[0], page.look, more=more)
    if len(findings) == 1:
        return first
    return first + links_html([(more, f"And {_counted(findings[1:])}")], page.look)


def _block(finding: Finding, look: Look, *, more: str = "") -> str:
    return finding_html(finding, look, more=more, icon=_ICONS[finding.level])


def _counted(findings: Sequence[Finding]) -> str:
    """Return "1 serious finding, 4 cautions and 3 notes"."""
    counts = Counter(finding.level for finding in findings)
    names: dict[Level, str] = {"error": "serious finding", "warning": "caution", "note": "note"}
    return listed(
        [
            f"{counts[level]} {name}{'s' if counts[level] > 1 else ''}"
            for level, name in names.items()
            if counts[level]
        ]
    )


def _heading_html(text: str, place: int, look: Look) -> str:
    return (
        f'<p style="margin:8px 0 0 0;font-size:15pt;font-weight:600;color:{look.ink}">'
        f'<a name="item{place}">{escape(text)}</a></p>{_text_links(place, look)}'
    )


def _note_html(text: str, place: int, look: Look) -> str:
    lines = "<br>".join(escape(text).splitlines())
    return (
        f'<p style="margin:0;color:{look.ink};line-height:120%">'
        f'<a name="item{place}">{lines}</a></p>'
        f"{_text_links(place, look)}"
    )


def _text_links(place: int, look: Look) -> str:
    more = (f"more:{place}", "More \N{HORIZONTAL ELLIPSIS}")
    return links_html([(f"edit:{place}", "Edit text"), more], look)


def _foot_html(page: Page) -> str:
    links = [
        (f"show:{place}", f"Show {addition.words[:1].lower()}{addition.words[1:]}")
        for place, addition in enumerate(not_shown(page.study))
    ]
    hidden = sum(item.hidden for item in page.items)
    if hidden:
        links.append(("unhide:", f"Show what is hidden ({hidden})"))
    if not links:
        return _GAP.format(size=8)
    waiting = _quiet("Not in the report yet" if len(links) > bool(hidden) else "", page.look)
    lines = "".join(links_html([link], page.look) for link in links)
    return f"{_GAP.format(size=8)}{waiting}{lines}{_GAP.format(size=8)}"


def _error_html(error: StudyError, look: Look) -> str:
    finding = Finding("error", "not_run", error.reason, error.where, error.remedy)
    block = finding_html(finding, look, icon=_ICONS["error"])
    if not error.where:
        return block
    return block + links_html([(f"place:{error.where}", "Go there")], look)


def _empty_html(page: Page) -> str:
    """Return what is waited for, and the way there."""
    title, text, href, words = _waits_for(page)
    style = f"color:{page.look.ink2};margin:4px 0 0 0"
    return (
        f'<p style="margin:0;font-size:11pt;font-weight:600;color:{page.look.ink}">{title}</p>'
        f'<p style="{style}">{text}</p>' + (links_html([(href, words)], page.look) if href else "")
    )


def _waits_for(page: Page) -> tuple[str, str, str, str]:
    study = page.study
    if not study.waves:
        text = "The report fills itself as soon as the study has files to read."
        return "No data yet", text, "place:waves", "Add the files of a wave"
    if page.output is None:
        if page.error is not None:
            return "No results yet", "They appear here once the study can be run.", "", ""
        return "The first results are on their way", "The study is being run.", "", ""
    additions = not_shown(study)
    if additions:
        words = additions[0].words
        text = "There are results, but no table or chart shows them yet."
        return "No table yet", text, "show:0", f"Show {words[:1].lower()}{words[1:]}"
    text = "Describe the data or add a model, and its table appears here."
    return "No table yet", text, "place:models", "Add a model"


def _quiet(text: str, look: Look) -> str:
    return f'<p style="margin:0;font-size:9pt;color:{look.ink2}">{escape(text)}</p>' * bool(text)
