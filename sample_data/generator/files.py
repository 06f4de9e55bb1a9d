"""Write tables as csv, xlsx and sav files that say SYNTHETIC inside, the same bytes every time."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyreadstat
import xlsxwriter

from sample_data.generator import settings
from sample_data.generator.mess import one_digit

if TYPE_CHECKING:
    from pathlib import Path

    from sample_data.generator.mess import Decision

_MADE = datetime(2022, 12, 12)
# Where an SPSS file keeps the day and the hour it was written (its format has fixed places).
_SPSS_STAMP = slice(92, 109)
_YES_NO: dict[float, str] = {0: "No", 1: "Yes"}
_SPSS_LABELS: dict[str, dict[float, str]] = {
    "diff": {0: "Not true", 1: "Somewhat true", 2: "Certainly true"},
    "ces": {0: "Rarely", 1: "Some days", 2: "Often", 3: "Most days"},
    "teacher_reading": {1: "Far below grade", 3: "At grade", 5: "Far above grade"},
    "child_happy": {1: "Very sad", 3: "Neither", 5: "Very happy"},
    "violence_exposure": {1: "Yes", 2: "No"},
}


def write_csv(
    table: pd.DataFrame,
    path: Path,
    *,
    delimiter: str = ",",
    decimal: str = ".",
    encoding: str = "utf-8",
) -> None:
    """Write a csv file whose first line says SYNTHETIC and whose second is the header.

    Parameters
    ----------
    table : DataFrame
        What to write.
    path : Path
        The file.
    delimiter, decimal, encoding : str
        As the country and the program of the field team have them.
    """
    body = table.to_csv(index=False, sep=delimiter, decimal=decimal, lineterminator="\n")
    path.write_bytes(f"{settings.NOTICE}\n{body}".encode(encoding))


def write_excel(sheets: dict[str, pd.DataFrame], path: Path) -> None:
    """Write a workbook: on each sheet row 1 says SYNTHETIC and row 2 is the header.

    Parameters
    ----------
    sheets : dict of str to DataFrame
        Sheets by name.
    path : Path
        The file.
    """
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": settings.NOTICE, "created": _MADE})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, table in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.write_string(0, 0, settings.NOTICE)
            sheet.write_row(1, 0, list(table.columns))
            for row, values in enumerate(table.itertuples(index=False), start=2):
                for column, value in enumerate(values):
                    if isinstance(value, date):
                        sheet.write_datetime(row, column, value, day)
                    elif not pd.isna(value):
                        sheet.write(row, column, value)


def write_spss(table: pd.DataFrame, path: Path, labels: dict[str, str]) -> None:
    """Write an SPSS file with variable labels, value labels and user-missing codes.

    Parameters
    ----------
    table : DataFrame
        What to write; missing codes are already SPSS's.
    path : Path
        The file.
    labels : dict of str to str
        Variable labels by column.
    """
    single = set(one_digit(list(table.columns)))
    missing: dict[str, list[Any]] = {}
    values: dict[str, dict[float, str]] = {}
    for name in table.select_dtypes("number").columns:
        if name in single:
            missing[name] = [8, 9]
            known = _SPSS_LABELS.get(name, _SPSS_LABELS.get(name.split("_")[0], _YES_NO))
            values[name] = {**known, 8: "not asked", 9: "refused"}
        elif (table[name] < 0).any():
            missing[name] = [settings.REFUSED, settings.NOT_ASKED]
            values[name] = {settings.REFUSED: "refused", settings.NOT_ASKED: "not asked"}
    pyreadstat.write_sav(
        table, str(path), file_label=settings.NOTICE[:60], note=settings.NOTICE[:80],
        column_labels={name: labels.get(name, name) for name in table.columns},
        variable_value_labels=values, missing_ranges=missing,
    )  # fmt: skip
    content = bytearray(path.read_bytes())
    content[_SPSS_STAMP] = b"12 Dec 2212:00:00"
    path.write_bytes(bytes(content))


def write_json(content: dict[str, Any], path: Path) -> None:
    """Write a JSON file whose first key says SYNTHETIC."""
    text = json.dumps({"SYNTHETIC": settings.NOTICE, **content}, indent=2, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def write_decisions(decisions: list[Decision], path: Path) -> None:
    """Write the sidecar file of decisions, in the study document's own form."""
    lines = [
        f"# {settings.NOTICE}",
        "# What the field office decided about rows and cells, in January 2023.",
    ]
    for made in decisions:
        row = ", ".join(f"{name} = {json.dumps(text)}" for name, text in made.row.items())
        lines += ["", "[[decisions]]", f"wave = {made.wave}", f'source = "{made.source}"']
        lines += [f"row = {{ {row} }}", f'action = "{made.action}"']
        if made.column:
            lines.append(f'column = "{made.column}"')
        if made.value != "":
            lines.append(f"value = {json.dumps(made.value)}")
        lines.append(f'reason = "{made.reason}"')
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
