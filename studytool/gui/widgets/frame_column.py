"""One column of a frame as texts: a cell at a time, whatever the size of the frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

MISSING = "missing"


class FrameColumn:
    """Writes the cells of one column.

    Parameters
    ----------
    cells : Series, shape (n,)
        Numbers, dates or texts.
    reasons : Series of str, shape (n,), or None
        Why cells are missing.
    labels : mapping of value to text
        Words for values; only used where `words` is asked for.
    """

    __slots__ = ("_decimals", "_kind", "_labels", "_reasons", "_values")

    def __init__(
        self, cells: pd.Series, reasons: pd.Series | None, labels: Mapping[str, str]
    ) -> None:
        from studytool.gui.widgets.frame_order import decimals_of

        self._kind: str = cells.dtype.kind
        self._reasons: Any = None if reasons is None else reasons.array
        self._labels = dict(labels)
        self._decimals = 0
        if self._kind in "fiub":
            self._values: Any = cells.to_numpy()
            self._decimals = decimals_of(cells)
        elif self._kind == "M":
            self._values = cells.to_numpy().astype("datetime64[us]")
        else:
            self._values = cells.array

    @property
    def is_number(self) -> bool:
        """Whether its cells are set to the right."""
        return self._kind in "fiub"

    def text(self, position: int, *, words: bool = False) -> tuple[str, bool]:
        """Return what a cell shows, and whether its value is missing.

        Parameters
        ----------
        position : int
            Row of the frame.
        words : bool
            Show the label of a value in its place.

        Returns
        -------
        text : str
            The value, or why there is none.
        missing : bool
            Whether it is a reason.
        """
        value = self._value(position)
        if value is None:
            return self._reason(position), True
        if words and self._labels:
            label = self._labels.get(self._key(value))
            if label is not None:
                return label, False
        return self._written(value), False

    def full(self, position: int) -> str:
        """Return the value with every digit it has and its label, or why it is missing."""
        value = self._value(position)
        if value is None:
            return f"missing: {self._reason(position)}"
        key = self._key(value)
        label = self._labels.get(key)
        return key if label is None else f"{key} {label}"

    def _value(self, position: int) -> Any:  # noqa: ANN401  # a cell of any sort
        if self._kind in "fiubM":
            value = self._values.item(position)
            return None if value is None or value != value else value  # noqa: PLR0124  # NaN
        value = self._values[position]
        return value if isinstance(value, str) else None

    def _reason(self, position: int) -> str:
        reason = None if self._reasons is None else self._reasons[position]
        return reason if isinstance(reason, str) else MISSING

    def _key(self, value: Any) -> str:  # noqa: ANN401  # a cell of any sort
        if self._kind in "fiub":
            return f"{float(value):.15g}"
        return value if isinstance(value, str) else self._written(value)

    def _written(self, value: Any) -> str:  # noqa: ANN401  # a cell of any sort
        if self._kind == "f":
            return f"{value:.{self._decimals}f}".replace("-", "−")
        if self._kind == "M":
            return f"{value:%Y-%m-%d}"
        return str(value).replace("-", "−") if self._kind in "iub" else str(value)
