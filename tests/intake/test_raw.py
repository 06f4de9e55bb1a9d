from __future__ import annotations

from dataclasses import FrozenInstanceError

import numpy as np
import pandas as pd
import pytest

from studytool.intake.raw import RawTable


def test_a_raw_table_cannot_be_changed():
    table = RawTable(frame=pd.DataFrame({"a": ["1"]}), rows=np.array([2]))
    with pytest.raises(FrozenInstanceError):
        table.source = "other.csv"
    assert (table.decimal, table.thousands, table.findings) == (".", "", ())
