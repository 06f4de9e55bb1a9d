from __future__ import annotations

import pytest
from pydantic import ValidationError

from studytool.core.errors import DocumentError
from studytool.survey.measures.cutoff_band import CutoffBand


def test_bands_with_names_and_the_reasons_of_the_score(panel):
    made = panel(reasons={"s": [None, None, "refused"]}, s=[13.0, 14.0, None])
    scored = CutoffBand(name="b", of="s", cut={"borderline": 14, "high": 17}).score(made)
    assert scored.values.tolist()[:2] == [0.0, 1.0]
    assert scored.reasons.tolist()[2] == "refused"
    assert scored.variable.labels == {"0": "normal", "1": "borderline", "2": "high"}


def test_a_text_cannot_be_cut(panel):
    with pytest.raises(DocumentError, match="no numbers"):
        CutoffBand(name="b", of="s", cut={"high": 1}).score(panel(s=["x"]))


def test_bands_out_of_order_are_refused():
    with pytest.raises(ValidationError, match="in order"):
        CutoffBand(name="b", of="s", cut={"high": 17, "borderline": 14})
