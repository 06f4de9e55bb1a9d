"""Interviews and contacts of three people, for tests of the timeline."""

from __future__ import annotations

import numpy as np

from studytool.exposure.contacts import Timeline


def days(*texts: str | None) -> np.ndarray:
    """Return dates; None for one that is not known."""
    return np.array([text or "NaT" for text in texts], dtype="datetime64[D]")


def sample() -> Timeline:
    """Ann was met twice with two contacts, Ben once with one outside, Cleo without a date."""
    return Timeline(
        people=np.array(["ann", "ben", "cleo"]),
        interview_from=np.array([0, 2, 3, 4]),
        contact_from=np.array([0, 2, 3, 3]),
        interview=days("2020-11-02", "2021-11-20", "2021-11-01", None),
        wave=np.array([1.0, 2.0, 2.0, 1.0]),
        opens=days(None, "2020-11-02", None, None),
        closes=days(None, "2021-11-20", None, None),
        within=np.array([0, 2, 0, 0]),
        contact=days("2021-03-01", "2021-06-01", "2021-12-24"),
        counted=np.array([True, True, False]),
    )
