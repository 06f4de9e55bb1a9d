from __future__ import annotations

import re

from studytool.exporters.layout import column_widths, printed_texts
from studytool.gui.page_styles import PageFont
from studytool.gui.report_html import PRINTED
from studytool.gui.table_html import page_table_html, table_html


def test_a_page_has_the_columns_of_the_word_file(sample_run):
    table = sample_run.output.tables["t_offer"]
    html = page_table_html(table, PRINTED, width=650, font=PageFont("Calibri"))
    wanted = column_widths(table, printed_texts(table), 17.2)
    found = [int(width) for width in re.findall(r'<td width="(\d+)"', html)][-len(wanted) :]
    assert all(abs(one - cm * 96 / 2.54) <= 1 for one, cm in zip(found, wanted, strict=True))
    assert html.count("<table") == 1


def test_a_page_is_set_in_the_type_of_the_word_file(sample_run):
    table = sample_run.output.tables["t_safety"]
    html = page_table_html(table, PRINTED, width=650, font=PageFont("Calibri"))
    assert set(re.findall(r"font-size:([\d.]+)pt", html)) == {"9"}


def test_the_head_of_a_model_is_a_link_where_it_leads_somewhere(sample_run):
    table = sample_run.output.tables["t_offer"]
    hrefs = {"Offer, ANCOVA": "model:3:offer"}
    html = table_html(table, PRINTED, width=900, hrefs=hrefs)
    assert re.search(r'<a href="model:3:offer"[^>]*>Offer, ANCOVA</a>', html)
    assert html.count("<a ") == 1


def test_the_last_row_stands_above_a_rule(sample_run):
    for table in sample_run.output.tables.values():
        last = table_html(table, PRINTED, width=900).rpartition("<tr>")[2]
        assert f"border-bottom:1px solid {PRINTED.rule}" in last
