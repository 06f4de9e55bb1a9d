"""First result: where the first table of models stands, for those who have just opened a study."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from studytool.gui.report_page import numbered
from studytool.gui.report_shown import shown_now

if TYPE_CHECKING:
    from studytool.gui.document import Document


@dataclass(frozen=True, slots=True)
class FirstResult:
    """The first table of models of a report.

    Attributes
    ----------
    words : str
        Screen and table: "Models, Table 2".
    where : str
        Place in the document of the first model it shows.
    """

    words: str
    where: str


def first_result(document: Document) -> FirstResult | None:
    """Return where the first result of models is.

    Parameters
    ----------
    document : Document
        What is open; None is returned before it has been run, and where no table shows a model.
    """
    if document.run is None:
        return None
    study = document.study
    models = [model.name for model in study.models]
    tables = {table.name: table for table in study.tables}
    items = shown_now(document).items
    for item, word in zip(items, numbered(items), strict=True):
        table = tables.get(item.table)
        used = () if table is None or not word else table.uses()
        shown = next((name for name in used if name in models), "")
        if shown:
            return FirstResult(f"Models, {word}", f"models[{models.index(shown)}]")
    return None
