"""Plain words for the window: what a remedy says of the document, told by fields and screens."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from studytool.gui.words import kind_words, known_choice, label_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_PLACES: Mapping[str, str] = {
    "analyses": "Describe",
    "assignment": "“How were they chosen?” under Models",
    "brief": "Brief",
    "charts": "the report",
    "costs": "the cost sheet under ROI",
    "decisions": "“Key and decisions” under Panel",
    "derived": "the codebook under Panel",
    "exposures": "Services",
    "measures": "the codebook under Panel",
    "models": "Models",
    "panel": "“Key and decisions” under Panel",
    "parameters": "what is assumed under ROI",
    "released": "“Small cells that may be shown” under Brief",
    "reproduces": "“Published numbers to meet” under Brief",
    "report": "the report",
    "roi": "ROI",
    "tables": "the report",
    "variables": "the codebook under Panel",
    "waves": "Waves",
}
_PHRASES: Mapping[str, str] = {
    "A text in quotes is needed here.": "A text is needed here.",
    "true or false is needed here.": "Yes or no is needed here.",
    "A list in square brackets is needed here.": "One or several are needed here.",
    "A table is needed here.": "This is needed here.",
    'This needs a kind, such as kind = "...".': "Choose what it is.",
    'action = "merge" for one form entered twice, "keep" or "drop" for two forms of which one '
    'holds, "rename" for a mistyped ID.': "merge the rows where one form was entered twice; keep "
    "one, or leave one out, where there are two forms and one holds; correct the ID where it was "
    "mistyped.",
    "several [[derived]] variables": "several derived variables",
    "whose [panel] names": "whose panel names",
    "in [panel] levels": "among the levels under Panel",
    "Add [brief] to the document.": "Add a block under Brief.",
    "Type it as the document writes it, texts in quotes.": "It cannot be read as it stands.",
}
_ENCODINGS: Mapping[str, str] = {
    "CP1252": "Western European text (Windows)",
    "WINDOWS-1252": "Western European text (Windows)",
    "CP1250": "Central European text (Windows)",
    "CP1251": "Cyrillic text (Windows)",
    "CP1253": "Greek text (Windows)",
    "CP1254": "Turkish text (Windows)",
    "CP1256": "Arabic text (Windows)",
    "CP850": "Western European text (DOS)",
    "ISO-8859-1": "Western European text",
    "LATIN-1": "Western European text",
    "ISO-8859-15": "Western European text",
    "MAC_ROMAN": "Western European text (Mac)",
    "UTF-8": "Unicode text",
    "UTF-16": "Unicode text (UTF-16)",
}
"""How letters are stored, by the names that programs have for it."""
_ENCODED = re.compile(r"(?P<before>\bRead as|\bis not in) (?P<name>[A-Z][A-Z0-9_-]+)")
_DEFENDED = re.compile(r",? or answer it: defended = \[\{.*?\}\]", re.DOTALL)
_PLACE = re.compile(r"\[\[?(?P<name>[a-z]+)\]\]?")
_WHERE = re.compile(r"(?P<group>[a-z]+)(?:\[(?P<number>\d+)\])?(?:\.(?P<field>[a-z_]+).*)?")
_KIND = re.compile(r'\bkind "(?P<name>[a-z_]+)"')
_SET = re.compile(
    r"(?P<name>\b[a-z_]{3,}) = (?P<value>\"[^\"]*\"(?:,? or \"[^\"]*\")*"
    r"|\[[^\]]*\]|\{[^}]*\}|true|false|-?[\d.]*\d)"
)
_QUOTED = re.compile(r"`(?P<name>[a-z_]+)`")
_TEXT = re.compile(r'"([^"]*)"')
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def plainly(text: str) -> str:
    """Return a text with what it says of the document told by the fields and screens of the window.

    Parameters
    ----------
    text : str
        What is wrong, why, or what to do, as an error or a finding says it.

    Returns
    -------
    str
        The same without brackets, equals signs and names of keys.
    """
    for said, plain in _PHRASES.items():
        text = text.replace(said, plain)
    text = _ENCODED.sub(_encoded, text)
    text = _DEFENDED.sub(", or answer it with a reason, below the effect under ROI", text)
    text = _PLACE.sub(_place, text)
    text = _KIND.sub(lambda found: f"the kind {kind_words(found['name'])}", text)
    text = _SET.sub(_told, text)
    return _QUOTED.sub(lambda found: f"“{label_of(found['name'])}”", text)


def place_words(where: str) -> str:
    """Return where something is wrong as a person finds it: a screen, an entry, a field.

    Parameters
    ----------
    where : str
        Such as ``models[1].cluster``; a file with its row stays as it is.
    """
    found = _WHERE.fullmatch(where)
    if found is None or found["group"] not in _PLACES:
        return where
    screen = _PLACES[found["group"]]
    parts = [screen[:1].upper() + screen[1:]]
    if found["number"]:
        parts.append(f"entry {int(found['number']) + 1}")
    if found["field"]:
        parts.append(f"“{label_of(found['field'])}”")
    return ", ".join(parts)


def _encoded(found: re.Match[str]) -> str:
    known = _ENCODINGS.get(found["name"])
    if known is None:
        return found[0]
    return f"{found['before'].removesuffix(' in')} {known}"


def _place(found: re.Match[str]) -> str:
    listed = found[0].startswith("[[")
    return _PLACES.get(found["name"], f"“{label_of(found['name'])}”" if listed else found[0])


def _told(found: re.Match[str]) -> str:
    """Return a key with its value: the method Fixed effects, “Unit”: person."""
    name, value = found["name"], found["value"]
    join = " and " if value.startswith("[") else " or "
    told = join.join(_word(name, one) for one in _TEXT.findall(value)) or _bare(value)
    if name == "kind":
        return told
    return f"“{label_of(name)}”: {told}" if told else f"“{label_of(name)}”"


def _word(name: str, value: str) -> str:
    if name == "kind":
        return kind_words(value)
    return known_choice(name, value) or f"“{value}”"


def _bare(value: str) -> str:
    if value.startswith(("{", "[")):
        return " and ".join(_NUMBER.findall(value))
    return {"true": "yes", "false": "no"}.get(value, value)
