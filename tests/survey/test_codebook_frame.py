from __future__ import annotations

import numpy as np
import pandas as pd

from studytool.survey.codebook import Variable
from studytool.survey.codebook_frame import codebook_frame

ENTRIES = (
    Variable(name="age", label="Age", range=(4, 12), unit="years", informant="social_worker"),
    Variable(name="sex", type="text", labels={str(n): f"w{n}" for n in range(6)}),
)


def test_a_row_tells_what_a_variable_is():
    made = codebook_frame(ENTRIES)
    assert made["Range"].tolist() == ["4 to 12", ""]
    assert made["Asked of"].tolist() == ["social worker", ""]
    assert made["Values"][1] == "0 w0, 1 w1, 2 w2, 3 w3, and 2 more"
    assert "Filled" not in made


def test_cells_are_counted_where_there_are_any():
    made = codebook_frame(ENTRIES, pd.DataFrame({"age": [5.0, np.nan, 7.0]}))
    assert made["Filled"][0] == 2
    assert made["Missing"][0] == 1
    assert np.isnan(made["Filled"][1])
