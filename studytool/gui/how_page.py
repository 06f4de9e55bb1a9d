"""How a number was made, as a page: equation, standard errors, method, references, the document."""

from __future__ import annotations

import inspect
import re
from html import escape
from typing import TYPE_CHECKING

import tomli_w

if TYPE_CHECKING:
    from collections.abc import Sequence

    from studytool.core.spec import Kind
    from studytool.gui.report_html import Look
    from studytool.models.result import ModelResult

_HEAD = re.compile(r"^(Notes|References)\n-+\n", re.MULTILINE)
_LIST = re.compile(r"\[\n((?:    [^\n\[\]{}]*\n)+)\]")
_BETWEEN = 28


def how_html(
    group: str,
    specs: Sequence[tuple[Kind, ModelResult | None]],
    look: Look,
    *,
    fixed: str = "monospace",
) -> str:
    """Return the page of how results were made.

    Parameters
    ----------
    group : str
        List of the document they are asked for in: "models" or "analyses".
    specs : sequence of (Kind, ModelResult or None)
        Each request, and its answer where it is a model.
    look : Look
        Colours.
    fixed : str
        Font of the document's lines, every letter of one width.
    """
    return "".join(
        _one(group, spec, result, look, fixed, first=not place)
        for place, (spec, result) in enumerate(specs)
    )


def _one(
    group: str, spec: Kind, result: ModelResult | None, look: Look, fixed: str, *, first: bool
) -> str:
    title = str(getattr(spec, "title", "") or getattr(spec, "name", ""))
    parts = [_title(title, look, first=first)]
    what, notes, references = told_by(spec)
    parts.append(_text(what, look))
    if result is not None:
        parts += [_heading("Equation", look), _text(result.equation, look)]
        parts += [_heading("Standard errors", look), _text(result.convention, look)]
        references = "\n".join(filter(None, (references, _about_errors(result.convention))))
        tests = dict.fromkeys(test.method for test in result.tests.values() if test.method)
        if tests:
            parts += [_heading("Tests", look), _lines("\n".join(tests), look)]
    if notes:
        parts += [_heading("Method", look), _text(notes, look)]
    if references:
        parts += [_heading("References", look), _lines(references, look)]
    parts += [_heading("As asked for in the document", look)]
    return "".join([*parts, _document(toml_of(group, spec), look, fixed)])


def toml_of(group: str, spec: Kind) -> str:
    """Return an entry of the document as it is written there."""
    entry = spec.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude_none=True)
    return _LIST.sub(_in_one_line, tomli_w.dumps({group: [entry]}).strip())


def told_by(spec: Kind) -> tuple[str, str, str]:
    """Return what a kind says of itself: first sentence, notes, references."""
    text = inspect.cleandoc(type(spec).__doc__ or "")
    pieces = _HEAD.split(text)
    sections = dict(zip(pieces[1::2], pieces[2::2], strict=True))
    notes = " ".join(sections.get("Notes", "").replace("`", "").split())
    return pieces[0].strip(), notes, sections.get("References", "").strip()


def _in_one_line(found: re.Match[str]) -> str:
    return f"[{', '.join(line.strip().rstrip(',') for line in found[1].splitlines())}]"


def _about_errors(convention: str) -> str:
    """Return the sources of the standard errors that a convention begins with."""
    from studytool.models.inference import bias_reduced, covariance

    name = convention.upper().split(maxsplit=1)[0].strip(",:")
    for method in (*covariance.METHODS, *bias_reduced.METHODS):
        if name in method.name.upper().split(", "):
            return "\n".join(method.sources)
    return ""


def _title(text: str, look: Look, *, first: bool) -> str:
    above = 0 if first else _BETWEEN
    style = f"margin:{above}px 0 4px 0;font-size:11pt;font-weight:600;color:{look.ink}"
    return f'<p style="{style}">{escape(text)}</p>'


def _heading(text: str, look: Look) -> str:
    style = f"margin:14px 0 4px 0;font-size:9.5pt;font-weight:600;color:{look.ink}"
    return f'<p style="{style}">{escape(text)}</p>'


def _text(text: str, look: Look) -> str:
    return f'<p style="margin:0;line-height:110%;color:{look.ink}">{escape(text)}</p>'


def _lines(text: str, look: Look) -> str:
    style = f"margin:0 0 1px 0;font-size:9.5pt;line-height:110%;color:{look.ink2}"
    return "".join(f'<p style="{style}">{escape(line)}</p>' for line in text.splitlines())


def _document(text: str, look: Look, fixed: str) -> str:
    """Return the lines of the document as they are typed: one width a letter, a mark beside."""
    style = f"font-family:'{escape(fixed)}';font-size:9pt;line-height:108%;color:{look.ink}"
    lines = "<br>".join(escape(line).replace("  ", "&nbsp; ") for line in text.splitlines())
    return (
        '<table width="100%" cellspacing="0" cellpadding="0" style="margin-top:2px"><tr>'
        f'<td width="3" style="background-color:{look.line2}"></td>'
        f'<td style="padding:2px 0 2px 12px"><p style="margin:0;{style}">{lines}</p></td>'
        "</tr></table>"
    )
