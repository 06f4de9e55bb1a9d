from __future__ import annotations

from typing import TYPE_CHECKING

from studytool.gui.chart_images import Size, png, svg
from studytool.gui.clipboard import copied_chart, copied_tables
from studytool.gui.tokens import COLOURS

if TYPE_CHECKING:
    from studytool.outcome import Run


def test_a_table_is_copied_as_html_and_text(sample_run: Run) -> None:
    made = copied_tables([("Table 4", sample_run.output.tables["t_offer"])])
    assert "<table" in made.html()
    assert made.text().startswith("Table 4. Home visits and difficulties")
    assert "Serious." in made.text()
    assert "Serious." in made.html()


def test_small_cells_stay_hidden_on_the_clipboard(sample_run: Run) -> None:
    made = copied_tables([("Table 2", sample_run.output.tables["t_families"])])
    assert "hidden" in made.html()
    assert "hidden" in made.text()


def test_a_copy_is_dark_on_white(sample_run: Run) -> None:
    made = copied_tables([("Table 4", sample_run.output.tables["t_offer"])])
    assert COLOURS["light"]["ink"] in made.html()
    assert COLOURS["dark"]["ink"] not in made.html()


def test_a_chart_is_copied_as_dots_outlines_and_words(sample_run: Run) -> None:
    figure, size = sample_run.output.figures["f_path"], Size(300, 150)
    made = copied_chart(png(figure, size), svg(figure, size), "Figure 1. A path")
    assert made.hasImage()
    assert made.data("image/png").startsWith(b"\x89PNG")
    assert b"<svg" in made.data("image/svg+xml").data()
    assert made.text() == "Figure 1. A path"
