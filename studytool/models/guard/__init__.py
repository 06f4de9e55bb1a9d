"""What could make a number wrong in this design, each with its figure and a remedy.

Re-exports `examine` and `inherit`, the functions the rest of the program calls.
"""

from __future__ import annotations

from studytool.models.guard.examination import examine
from studytool.models.guard.inheritance import inherit

__all__ = ["examine", "inherit"]
