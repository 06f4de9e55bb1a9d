"""What leaves the team: every word of every file of a study in which every role is small."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from studytool.api import export, open_study, run
from studytool.record import record_of, to_json
from studytool.report.small_cells import small
from studytool.report.text import as_text
from tests.tiny_study import write_tiny_study

if TYPE_CHECKING:
    from studytool.outcome import Run

ID = re.compile(r"KID-?\d|FAM-?\d", re.IGNORECASE)
FEW = re.compile(r"(?<![\w.,/-])[1-4](?:\.0+)?(?![\w/]|[.,]\d|-)")
NO_PEOPLE = re.compile(
    r"fewer than 5|fewer than 4 treated|\bwaves? \d|\b\d waves\b|\b(?:Table|Figure) \d|format \d"
    r"|waves after \d|\d+ (?:cells?|points?) hidden"
)


@pytest.fixture(scope="module")
def tiny_run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run(open_study(write_tiny_study(tmp_path_factory.mktemp("study"))))


@pytest.fixture(scope="module")
def files(tiny_run: Run, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every part of every file written, by file and part."""
    parts = {}
    for path in export(tiny_run, tmp_path_factory.mktemp("out")):
        with zipfile.ZipFile(path) as package:
            parts |= {f"{path.name}:{name}": package.read(name) for name in package.namelist()}
    return parts


def printed(made: Run) -> str:
    """All tables as a terminal prints them, and what charts, brief and notes say in words."""
    tables = [as_text(table) for table in made.output.tables.values()]
    figures = [
        "\n".join((figure.caption, figure.alt_text, figure.unit_line, *figure.notes))
        for figure in made.output.figures.values()
    ]
    return "\n".join((*tables, *figures, *made.output.notes))


def paragraphs(part: bytes) -> list[str]:
    """Words of an XML part a reader can meet: paragraphs, shared strings, alternative texts."""
    root = ET.fromstring(part)  # noqa: S314  # written by ourselves a moment ago
    found = [
        "".join(piece.text or "" for piece in holder.iter() if piece.tag.endswith("}t"))
        for holder in root.iter()
        if holder.tag.rpartition("}")[2] in {"p", "si"}
    ]
    found += [
        value
        for holder in root.iter()
        for name, value in holder.attrib.items()
        if name in {"descr", "title"}
    ]
    return [text for text in found if text]


def cell_numbers(part: bytes) -> set[float]:
    """Numbers in the cells of a sheet."""
    root = ET.fromstring(part)  # noqa: S314  # written by ourselves a moment ago
    cells = [cell for cell in root.iter() if cell.tag.endswith("}c") and cell.get("t") != "s"]
    return {float(v.text) for cell in cells for v in cell if v.tag.endswith("}v") and v.text}


def few_told(text: str) -> list[str]:
    """Numbers from 1 to 4 that count something, with the words around them."""
    bare = NO_PEOPLE.sub(" ", " ".join(text.split()))
    return [bare[max(match.start() - 40, 0) : match.end() + 40] for match in FEW.finditer(bare)]


def numbers_of(cell: Any) -> set[float]:
    return {n for n in (cell.value, cell.low, cell.high) if isinstance(n, (int, float))}


def hidden_numbers(made: Run) -> set[float]:
    """Numbers of small cells that no other cell shows."""
    cells = [c for table in made.tables.values() for row in table.rows for c in row.cells]
    cells += [c for figure in made.figures.values() for row in figure.data for c in row.values()]
    few = [cell for cell in cells if small(cell, 5)]
    kept = [cell for cell in cells if not small(cell, 5)]
    assert len(few) > 60
    return set().union(*map(numbers_of, few)) - set().union(*map(numbers_of, kept))


def test_every_role_is_small(tiny_run: Run) -> None:
    """The team is told all of it, so that its silence in the files is no accident."""
    told = to_json(record_of(tiny_run))
    for said in (
        "4 of the 60 people of wave 1 (7%)",
        "yes in 4 of 176 rows",
        "4 of 60 people carry the estimate",
        "3 of 21 people who met the rule",
        "3 of 21 treated did not meet it",
        "3 at wave 2, 1 at wave 3",
        "Only 3 of the clusters",
        "Income, 1 of 90 (refused)",
        "56 of 60",
        "KID-0011 was asked beside KID-0012",
    ):
        assert said in told


def test_no_id_is_in_any_part_of_any_file(tiny_run: Run, files: dict[str, bytes]) -> None:
    assert {name.partition(":")[0] for name in files} == {"brief.docx", "tables.xlsx"}
    for name, part in files.items():
        if name.endswith((".xml", ".rels")):
            assert not ID.search(part.decode("utf-8")), name
            assert not any(map(ID.search, paragraphs(part))), name
        else:
            assert not re.search(rb"KID-\d|FAM-\d", part), name
    assert not ID.search(printed(tiny_run))


def test_no_small_count_is_in_any_words(tiny_run: Run, files: dict[str, bytes]) -> None:
    words = [
        text for name, part in files.items() if name.endswith(".xml") for text in paragraphs(part)
    ]
    assert len(words) > 300
    assert [few for text in words for few in few_told(text)] == []
    assert few_told(printed(tiny_run)) == []


def test_no_hidden_number_is_in_any_cell(tiny_run: Run, files: dict[str, bytes]) -> None:
    hidden = hidden_numbers(tiny_run)
    sheets = [part for name, part in files.items() if "worksheets/sheet" in name]
    shown = set().union(*map(cell_numbers, sheets))
    assert len(shown) > 50
    assert not {round(number, 9) for number in hidden} & {round(number, 9) for number in shown}
    # the first sheet is the contents; the data of charts come last and name waves by number
    tables = [
        cell_numbers(files[f"tables.xlsx:xl/worksheets/sheet{place}.xml"])
        for place in range(2, 2 + len(tiny_run.output.tables))
    ]
    assert not {2.0, 3.0, 4.0} & set().union(*tables)


def test_no_hidden_share_is_written_out(tiny_run: Run, files: dict[str, bytes]) -> None:
    """A share of 1 to 4 of as many as there are in some cell, in percent with one decimal."""
    shares = {f"{100 * few / base:.1f}" for base in range(52, 61) for few in range(1, 5)}
    shares |= {f"{100 - float(share):.1f}" for share in shares}
    words = [printed(tiny_run)]
    words += [text for n, part in files.items() if n.endswith(".xml") for text in paragraphs(part)]
    found = re.compile(r"(?<![\d.])(" + "|".join(map(re.escape, shares)) + r")\s?%")
    assert [text for text in words if found.search(text)] == []
