"""What sensitivity analyses say of themselves, as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.models.method_page import heading, page
from studytool.sensitivity.spec import SensitivitySpec

if TYPE_CHECKING:
    from collections.abc import Iterable


def sensitivity_page(member: type[SensitivitySpec], width: int) -> str:
    """Return what a sensitivity analysis says of itself.

    Parameters
    ----------
    member : type
        The analysis.
    width : int
        Letters a line.
    """
    own = tuple(
        f"{name}: {field.description}"
        for name, field in member.model_fields.items()
        if name not in SensitivitySpec.model_fields and name != "kind"
    )
    return page(
        f'{member.in_words()}, [[sensitivity]] kind = "{member.kind_name()}"',
        [
            ("Question", member.question),
            ("Right when", member.right_when),
            ("Wrong when", member.wrong_when),
            ("Needs", member.needs_in_words),
            ("Assumes", member.assumes),
            ("Equation", member.equation),
            ("Options", own),
            ("Edge cases", member.edge_cases),
            ("Verified against", member.verified),
            ("Sources", member.sources),
        ],
        width,
    )


def sensitivity_pages(members: Iterable[type[SensitivitySpec]], width: int) -> str:
    """Return every page, in the order in which they are offered.

    Parameters
    ----------
    members : iterable of type
        The analyses.
    width : int
        Letters a line.
    """
    ordered = sorted(members, key=lambda member: member.order)
    pages = (sensitivity_page(member, width) for member in ordered)
    return "\n\n".join([heading("Sensitivity"), *pages])
