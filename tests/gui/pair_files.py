"""A study of one file in which two children occur twice: one form alike, two that differ."""

from __future__ import annotations

from studytool.core.progress import Silent
from studytool.gui.document import Document
from studytool.gui.wave_reader import read_waves
from studytool.memo import Memo
from tests.small_study import put, wave_rows, write_study


def document_with_pairs(folder):
    """The small study: C12 is in wave 1 twice, alike; C11 again with another score and day."""
    path = write_study(folder)
    rows = wave_rows(1)
    other = rows[11].replace(",13,", ",31,").replace("-10-05", "-11-09")
    put(folder / "wave1.csv", [*rows, rows[12], other])
    document = Document()
    document.open(path)
    return document


def waves_of(document):
    """The files of its waves, as the window reads them."""
    return read_waves(document.study, Silent(), Memo()).opened
