from __future__ import annotations

from studytool.gui.widgets.total_line import HEIGHT, Rule, TotalLine


def test_the_total_is_drawn_between_rules_and_read_out(qtbot):
    line, rule = TotalLine(), Rule()
    for part in (line, rule):
        qtbot.addWidget(part)
    line.show_total("274,346")
    assert line.accessibleName() == "Total: 274,346"
    line.resize(300, HEIGHT)
    picture = line.grab().toImage()
    assert picture.pixelColor(150, 0) == picture.pixelColor(150, HEIGHT - 1)
    assert picture.pixelColor(150, 0) != picture.pixelColor(150, HEIGHT // 2)
    assert rule.height() == 1
