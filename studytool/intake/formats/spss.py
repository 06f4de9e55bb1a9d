"""SPSS files (sav, zsav): labels, value labels, missing codes and ranges kept as they are."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeVar

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from studytool.core.errors import SourceError
from studytool.intake.cells import cell_text, clock_text, number_text
from studytool.intake.importer import Importer
from studytool.intake.parsed import Parsed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

Value = TypeVar("Value")

_EPOCH_SECONDS = 12_219_379_200  # from 14 October 1582, where SPSS counts from, to 1970
_LOWEST = -1e300  # SPSS writes LOWEST and HIGHEST as the ends of what a double can hold
_DATES = ("DATE", "ADATE", "EDATE", "JDATE", "SDATE", "QYR", "MOYR", "WKYR", "DATETIME", "YMDHMS")
_CLOCKS = ("TIME", "DTIME", "MTIME")
_NO_LABEL = "missing in the SPSS file"


class SpssImporter(Importer):
    """A sav or zsav file; user-missing codes stay codes, with their reasons beside them."""

    called: ClassVar[str] = "SPSS"
    noun: ClassVar[str] = "an SPSS file"
    suffixes: ClassVar[tuple[str, ...]] = (".sav", ".zsav")
    signatures: ClassVar[tuple[bytes, ...]] = (b"$FL2", b"$FL3")

    kind: Literal["spss"] = "spss"
    encoding: str | None = Field(
        default=None, description="How letters are stored; what the file says where absent."
    )

    @field_validator("header_row")
    @classmethod
    def _has_no_header_row(cls, row: int) -> int:
        if row != 1:
            message = "an SPSS file has no header row; leave header_row out"
            raise PydanticCustomError("header_row", message)
        return row

    def read(self, path: Path) -> Parsed:
        """Read an SPSS file; see `Importer.read`. Its cases are its rows, counted from 1."""
        import pyarrow as pa

        columns, meta = _columns(path, self.encoding)
        cases = len(next(iter(columns.values()), ()))
        last = max(0, cases - self.skip_footer)
        count = last if self.rows is None else min(last, self.rows)
        formats = meta.original_variable_types
        arrays = {name: _array(cells[:count], formats[name]) for name, cells in columns.items()}
        values = meta.variable_value_labels
        texts = {name: _code_writer(formats[name]) for name in columns}
        value_labels = {
            name: {texts[name](code): str(label) for code, label in values[name].items()}
            for name in columns
            if name in values
        }
        spans = {name: meta.missing_ranges.get(name, []) for name in columns}
        return Parsed(
            table=pa.table(arrays),
            rows=pa.array(range(1, count + 1), pa.int64()),
            labels={n: label for n, label in meta.column_names_to_labels.items() if label},
            value_labels=value_labels,
            missing=_filled((n, _codes(spans[n], values.get(n, {}), texts[n])) for n in columns),
            missing_ranges=_filled((n, _ranges(spans[n])) for n in columns),
        )


def _columns(path: Path, encoding: str | None) -> tuple[Mapping[str, Sequence[Any]], Any]:
    import pyreadstat

    try:
        return pyreadstat.read_sav(
            str(path),
            user_missing=True,
            disable_datetime_conversion=True,
            output_format="dict",
            encoding=encoding,
        )
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, UnicodeDecodeError):
        raise SourceError(
            "The SPSS file is damaged, cut short, or in an encoding it does not name.",
            remedy='Open it in SPSS or PSPP and save it again, or name the encoding ("cp1252").',
        ) from None


def _array(cells: Sequence[Any], written: str) -> pa.Array:
    """Numbers as float64, dates as timestamps, text and times of day as text."""
    import pyarrow as pa

    if written.startswith("A") and not written.startswith("ADATE"):
        return pa.array([cell or None for cell in cells], pa.string())
    if _is(written, _DATES):
        return pa.array([_microseconds(cell) for cell in cells], pa.int64()).cast(
            pa.timestamp("us")
        )
    if _is(written, _CLOCKS):
        return pa.array([None if c is None else clock_text(c) for c in cells], pa.string())
    return pa.array(cells, pa.float64())


def _is(written: str, formats: tuple[str, ...]) -> bool:
    return written.rstrip("0123456789.") in formats


def _microseconds(seconds: float | None) -> int | None:
    if seconds is None or not math.isfinite(seconds):
        return None
    return round((seconds - _EPOCH_SECONDS) * 1_000_000)


def _code_writer(written: str) -> Callable[[Any], str]:
    """How codes of a variable are written so that they equal its cells as text."""
    import pyarrow as pa

    def date_text(code: float) -> str:
        try:
            return cell_text(pa.scalar(_microseconds(code), pa.timestamp("us")).as_py())
        except (ValueError, OverflowError):  # a code far outside the calendar
            return number_text(code)

    if _is(written, _DATES):
        return date_text
    if _is(written, _CLOCKS):
        return clock_text
    return lambda code: code if isinstance(code, str) else number_text(code)


def _codes(
    spans: Sequence[Mapping[str, Any]], labels: Mapping[Any, str], text: Callable[[Any], str]
) -> dict[str, str]:
    """Reasons of single missing codes, and of labelled codes inside missing ranges."""
    single = {span["lo"]: _NO_LABEL for span in spans if span["lo"] == span["hi"]}
    inside = {code for span in spans for code in labels if _within(code, span)}
    reasons = single | {code: labels[code] for code in labels if code in inside}
    return {text(code): str(reason) for code, reason in reasons.items()}


def _within(code: Any, span: Mapping[str, Any]) -> bool:  # noqa: ANN401  # text or number
    same_sort = isinstance(code, str) == isinstance(span["lo"], str)
    return bool(same_sort and span["lo"] <= code <= span["hi"])


def _ranges(spans: Sequence[Mapping[str, Any]]) -> list[tuple[float, float]]:
    """Ranges of missing numbers, open ends as infinity; single codes are not ranges."""
    return [
        (
            -math.inf if span["lo"] <= _LOWEST else float(span["lo"]),
            math.inf if span["hi"] >= -_LOWEST else float(span["hi"]),
        )
        for span in spans
        if span["lo"] != span["hi"] and not isinstance(span["lo"], str)
    ]


def _filled(pairs: Iterable[tuple[str, Value]]) -> dict[str, Value]:
    return {name: value for name, value in pairs if value}
