"""studytool: from survey waves to a brief that a funder can read.

Public names are loaded when first used, so that importing the package costs nothing. Every
package of the line may be imported from here; nothing else is defined here.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from studytool.api import check, export, open_study, run
    from studytool.outcome import Run
    from studytool.study import Study

__all__ = ["Run", "Study", "check", "export", "open_study", "run"]

_HOMES = {"Run": "studytool.outcome", "Study": "studytool.study"}


def __getattr__(name: str) -> Any:  # noqa: ANN401  # whatever the name stands for
    if name not in __all__:
        message = f"module 'studytool' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(_HOMES.get(name, "studytool.api")), name)
