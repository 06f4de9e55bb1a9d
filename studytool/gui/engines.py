"""Engines: loaded in the thread, once, and kept out of every search for garbage."""

from __future__ import annotations

import gc
import importlib
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studytool.core.progress import Progress

_NEW_OBJECTS = 20_000
"""How many new objects there are before Python looks for garbage among them."""
_ENGINES = ("numpy", "pandas", "pyarrow", "scipy.special", "studytool.pipeline")


def load_engines(progress: Progress) -> None:
    """Load what runs a study, unless it is loaded.

    Nothing that is loaded is ever garbage, yet Python would go through all of it while it loads,
    and again in the middle of a run: a tenth of a second in which the window stands still. What a
    run makes is either kept or dropped at once, so there is little garbage to look for either:
    once in several edits will do, rather than seven times in each.

    Parameters
    ----------
    progress : Progress
        Told of each part; a cancel takes effect between two.
    """
    if all(name in sys.modules for name in _ENGINES):
        return
    looked = gc.isenabled()
    gc.disable()
    try:
        for place, name in enumerate(_ENGINES):
            progress.step("loading the engines", place, len(_ENGINES))
            importlib.import_module(name)
        gc.freeze()
        gc.set_threshold(_NEW_OBJECTS)
    finally:
        if looked:
            gc.enable()
