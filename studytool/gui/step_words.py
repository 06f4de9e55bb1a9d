"""Step words: the steps of the line, each with one sentence on what it is for."""

from __future__ import annotations

STEP_WORDS: tuple[tuple[str, str], ...] = (
    ("Waves", "Add the survey files; differences between them are found and shown."),
    ("Panel", "One table of children and waves, checked, with its codebook."),
    ("Services", "Join visits, sessions and referrals by date, and see what matched."),
    ("Describe", "Who was interviewed, who left, what changed."),
    ("Models", "Did it help? Fixed effects, difference-in-differences, and what to mind."),
    ("ROI", "What it cost, and what a case averted cost, with its interval."),
    ("Brief", "Two to four pages that a funder can read, as a Word file."),
)
"""Title and sentence of each step, in the order of the line."""
