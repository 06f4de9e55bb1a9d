from __future__ import annotations

from studytool.gui.tab_texts import told_apart


def test_labels_that_end_alike_are_told_apart_by_their_tabs():
    since = "since the last interview"
    labels = [f"Visits {since}", f"Referred {since}", "Food parcels"]
    assert told_apart(labels) == ["Visits", "Referred", "Food parcels"]
    assert told_apart(["Home visits", "School visits"]) == ["Home visits", "School visits"]
    long = "Minutes that a social worker was in the home of the family"
    assert told_apart([long]) == ["Minutes that a social worker …"]
