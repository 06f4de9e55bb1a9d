from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from studytool.exposure.link import link
from studytool.exposure.rules.ever import Ever
from studytool.exposure.rules.received import Received

ASKED = {"name": "grant", "source": "referrals.csv", "date": "day", "key": "id"}
REGISTER = {
    "id": ["ann", "ann", "ben", "cleo"],
    "day": ["2021-01-01", "2022-01-01", "2022-01-01", "2022-01-01"],
    "confirmed": ["yes", None, "0", "1"],
}


def test_a_referral_that_nobody_confirmed_is_not_a_service_received(panel, make_log):
    raw = make_log(REGISTER)
    asked = Received(**ASKED, confirmed="confirmed")
    found = link(panel, [asked], {"grant": raw})
    nan = np.nan
    np.testing.assert_array_equal(found.panel.frame["grant"], [nan, 1, 0, nan, 0, nan])
    report = found.reports["grant"]
    assert (report.matched, report.excluded, report.outside) == (1, 2, 1)
    everything = link(panel, [Ever(**ASKED)], {"grant": raw})
    np.testing.assert_array_equal(everything.panel.frame["grant"], [nan, 1, 1, nan, 1, nan])


def test_where_may_do_the_confirming(panel, make_log):
    asked = Received(**ASKED, where="confirmed == 'yes'")
    found = link(panel, [asked], {"grant": make_log(REGISTER)})
    assert found.reports["grant"].excluded == 3


def test_a_register_in_which_nothing_confirms_is_refused():
    with pytest.raises(ValidationError, match="nothing says which rows"):
        Received(**ASKED)
