"""Parsed: one table on its way out of the reading process, as Arrow columns and JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from studytool.core.findings import Finding
from studytool.intake.raw import RawTable

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

_ROWS = "file rows"  # the last Arrow column; the name is never looked at


@dataclass(frozen=True, slots=True)
class Parsed:
    """What an importer makes of one file.

    Attributes
    ----------
    table : pyarrow.Table, n rows
        Columns of type string, float64 or timestamp in microseconds; empty cells are null.
    rows : pyarrow array of int64, shape (n,)
        Row of the file (counted from 1) of each row of the table.
    labels, value_labels, missing, missing_ranges, decimal, thousands, findings
        As in `RawTable`; places in findings do not name the file.
    """

    table: pa.Table
    rows: pa.Array
    labels: Mapping[str, str] = field(default_factory=dict)
    value_labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    missing: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    missing_ranges: Mapping[str, list[tuple[float, float]]] = field(default_factory=dict)
    decimal: str = "."
    thousands: str = ""
    findings: tuple[Finding, ...] = ()


def pack(parsed: Parsed) -> tuple[dict[str, Any], pa.Table]:
    """Return what is known about a table as JSON values, and the table with its rows last.

    Parameters
    ----------
    parsed : Parsed
        What an importer made.

    Returns
    -------
    dict
        Everything but the cells.
    pyarrow.Table
        The columns, then the rows of the file.
    """
    meta = {
        "labels": dict(parsed.labels),
        "value_labels": {name: dict(codes) for name, codes in parsed.value_labels.items()},
        "missing": {name: dict(codes) for name, codes in parsed.missing.items()},
        "missing_ranges": {name: list(spans) for name, spans in parsed.missing_ranges.items()},
        "decimal": parsed.decimal,
        "thousands": parsed.thousands,
        "findings": [asdict(finding) for finding in parsed.findings],
    }
    return meta, parsed.table.append_column(_ROWS, parsed.rows)


def unpack(meta: Mapping[str, Any], table: pa.Table, *, source: str, digest: str) -> RawTable:
    """Return the raw table that `pack` took apart, with the file's name in every place.

    Parameters
    ----------
    meta : mapping
        Everything but the cells.
    table : pyarrow.Table
        The columns, then the rows of the file.
    source : str
        Name of the file as the document gives it.
    digest : str
        SHA-256 of the file.
    """
    last = table.num_columns - 1
    ranges = {
        name: [(float(low), float(high)) for low, high in spans]
        for name, spans in meta["missing_ranges"].items()
    }
    return RawTable(
        frame=table.remove_column(last).to_pandas(),
        rows=table.column(last).to_numpy(),
        source=source,
        digest=digest,
        labels=meta["labels"],
        value_labels=meta["value_labels"],
        missing=meta["missing"],
        missing_ranges=ranges,
        decimal=meta["decimal"],
        thousands=meta["thousands"],
        findings=tuple(_named(Finding(**fields), source) for fields in meta["findings"]),
    )


def in_file(source: str, where: str) -> str:
    """Return a place inside a file with the file's name before it.

    Parameters
    ----------
    source : str
        Name of the file as the document gives it.
    where : str
        Row and column; empty for the whole file.
    """
    return f"{source}, {where}" if where else source


def _named(finding: Finding, source: str) -> Finding:
    cells = tuple(in_file(source, cell) for cell in finding.cells)
    return replace(finding, where=in_file(source, finding.where), cells=cells, counts=())
