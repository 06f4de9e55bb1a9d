"""About: it names the version, the licences and the folders."""

from __future__ import annotations

from importlib.metadata import version

from PySide6.QtWidgets import QLabel

from studytool.gui.about import About, facts


def test_the_box_tells_every_fact(qtbot):
    box = About()
    qtbot.addWidget(box)
    told = "\n".join(label.text() for label in box.findChildren(QLabel))
    assert version("studytool") in told
    assert all(value in told for _, value in facts())
    assert "LGPL" in told
