"""What the scales of several items have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from studytool.survey.measure import Measure

if TYPE_CHECKING:
    from studytool.survey.items import Items
    from studytool.survey.panel import Panel


class Scale(Measure):
    """Options of every measure made of items."""

    items: tuple[str, ...] = Field(min_length=1, description="Columns with the answers.")
    reverse: tuple[str, ...] = Field(
        default=(), description="Items asked the other way round; they are turned before scoring."
    )
    minimum_items: int | None = Field(
        default=None, ge=1, description="Items that must be answered; all where absent."
    )

    @model_validator(mode="after")
    def _items_fit_together(self) -> Self:
        twice = [name for name in dict.fromkeys(self.items) if self.items.count(name) > 1]
        if twice:
            message = 'the item "{name}" is listed twice'
            raise PydanticCustomError("item_twice", message, {"name": twice[0]})
        unknown = [name for name in self.reverse if name not in self.items]
        if unknown:
            message = '"{name}" is to be reversed and is not among the items'
            raise PydanticCustomError("reverse_unknown", message, {"name": unknown[0]})
        if self.minimum_items is not None and self.minimum_items > len(self.items):
            message = "minimum_items is {minimum}, and there are {number} items"
            context = {"minimum": self.minimum_items, "number": len(self.items)}
            raise PydanticCustomError("minimum_items", message, context)
        return self

    def inputs(self) -> tuple[str, ...]:
        """Return the names of the items."""
        return self.items

    def answers(self, panel: Panel, limits: tuple[float, float] | None) -> Items:
        """Return the items of every row, reversed where asked.

        Parameters
        ----------
        panel : Panel
            Rows to score.
        limits : (float, float) or None
            Lowest and highest answer; the codebook's range of each item where None.
        """
        from studytool.survey.items import items_of

        return items_of(
            panel,
            self.items,
            reverse=self.reverse,
            minimum=self.minimum_items,
            limits=limits,
        )
