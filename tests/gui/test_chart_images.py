from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QColor, QImage

from studytool.gui.chart_images import Size, png, size_of, svg
from studytool.gui.tokens import COLOURS

if TYPE_CHECKING:
    from studytool.outcome import Run
    from studytool.report.figure import Figure


@pytest.fixture(scope="module")
def figure(sample_run: Run) -> Figure:
    return sample_run.output.figures["f_path"]


def colours_of(picture: bytes) -> set[str]:
    image = QImage.fromData(picture)
    return {
        QColor(image.pixel(x, y)).name().upper()
        for x in range(image.width())
        for y in range(0, image.height(), 2)
    }


def test_a_chart_is_as_fine_as_the_screen(figure: Figure) -> None:
    once = QImage.fromData(png(figure, Size(600, 200)))
    twice = QImage.fromData(png(figure, Size(600, 200, ratio=2.0)))
    assert (once.width(), once.height()) == (600, 200)
    assert (twice.width(), twice.height()) == (1200, 400)


def test_a_chart_takes_the_colours_of_the_theme(figure: Figure) -> None:
    dark, printed = COLOURS["dark"], COLOURS["light"]
    seen = colours_of(png(figure, Size(600, 200), dark))
    for token in ("paper", "vermilion", "blue"):
        assert dark[token] in seen  # type: ignore[index]  # names of tokens
        assert printed[token] not in seen  # type: ignore[index]  # names of tokens


def test_a_chart_that_leaves_is_dark_on_white(figure: Figure) -> None:
    seen = colours_of(png(figure, Size(600, 200)))
    assert {"#FFFFFF", COLOURS["light"]["vermilion"]} <= seen


def test_svg_is_svg_without_a_date(figure: Figure) -> None:
    made = svg(figure, Size(600, 200))
    assert b"<svg" in made
    assert b"<dc:date>" not in made


def test_painting_leaves_the_figure_as_it_was(figure: Figure) -> None:
    before = BytesIO()
    figure.draw(width=4, height=2).savefig(before, format="png")
    png(figure, Size(600, 200), COLOURS["dark"])
    after = BytesIO()
    figure.draw(width=4, height=2).savefig(after, format="png")
    assert before.getvalue() == after.getvalue()


def test_more_rows_take_more_room(sample_run: Run, figure: Figure) -> None:
    effects = sample_run.output.figures["f_effects"]
    many = [row for row in effects.data for _ in range(3)]
    tall = effects.__class__(
        **{name: getattr(effects, name) for name in effects.__dataclass_fields__} | {"data": many}
    )
    assert size_of(tall, width=600, ratio=1).height > size_of(figure, width=600, ratio=1).height
