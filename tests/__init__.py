"""The tests: a package, so that no `tests` folder of a library comes before it."""

from __future__ import annotations
