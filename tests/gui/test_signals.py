"""PySide6 6.12.0 loses one reference to True with every signal, until the interpreter aborts."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject, Qt, Signal

EMITS = 5000


class Sender(QObject):
    sent = Signal(bool)


@pytest.mark.parametrize(
    "connection", [Qt.ConnectionType.DirectConnection, Qt.ConnectionType.QueuedConnection]
)
def test_signals_keep_their_references(qapp, connection):
    sender, heard = Sender(), []
    # notes a number of its own for each, so that what was heard holds no reference to True
    sender.sent.connect(lambda on: heard.append(10 + on), connection)
    before = sys.getrefcount(True)
    for _ in range(EMITS):
        sender.sent.emit(True)
    qapp.processEvents()
    after = sys.getrefcount(True)
    assert heard == [11] * EMITS
    assert abs(after - before) < EMITS / 100
