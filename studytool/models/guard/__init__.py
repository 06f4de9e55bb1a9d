"""What could make a number wrong in this design, each with its figure and a remedy.

Re-exports `examine`, the one function the rest of the program calls.
"""

from __future__ import annotations

from studytool.models.guard.examination import examine

__all__ = ["examine"]
