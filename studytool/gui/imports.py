"""Imports: made as Python makes them, without what PySide adds for a feature nobody here uses."""

from __future__ import annotations

import builtins

_WITH_FEATURES = "__feature_import__"


def import_plainly() -> None:
    """Have no module read only to see whether it names PySide.

    For ``from __feature__ import ...``, other names of Qt's methods, PySide reads the source of
    every module that is imported, those of the engines too, and all of it stays in memory: a tenth
    of the time until a study is open. Its other part, which loads Qt's classes late, stays.
    """
    plain = getattr(builtins, "__orig_import__", None)
    if plain is not None and getattr(builtins.__import__, "__name__", "") == _WITH_FEATURES:
        builtins.__import__ = plain
