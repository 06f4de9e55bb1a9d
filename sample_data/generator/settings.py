"""What the synthetic study is made to look like: sizes, published margins and true effects."""

from __future__ import annotations

from datetime import date

SEED = 21803
NOTICE = "SYNTHETIC data: no real child, caregiver, school or household; made by generate.py"

REFUSED = -99
NOT_ASKED = -88
WAVES = (1, 2, 3)

SCHOOL_SIZES = {"S1": 27, "S2": 30, "S3": 32, "S4": 35, "S5": 38}
MOUTSE_SCHOOL = "S6"
FAMILIES_OF_SIZE = {3: 2, 2: 28, 1: 100}
MOUTSE_FAMILIES_OF_SIZE = {2: 6, 1: 38}
LEAVE_AFTER_WAVE_1 = 20
LEAVE_AFTER_WAVE_2 = 13
MISS_WAVE_2 = 6
GIRLS = 0.46
MEASURED_SHARE = 0.68
ABUSE_UNTRACKED = 0.06
INCOME_REFUSED = 0.06
INCOME_NOT_ASKED = 0.02

FIELDWORK = {
    1: (date(2020, 10, 5), date(2020, 12, 4)),
    2: (date(2021, 10, 4), date(2021, 11, 26)),
    3: (date(2022, 9, 19), date(2022, 11, 18)),
}

# Difficulties: 20 caregiver items, 0-2; score = mean + SD x (family, child and wave parts).
ITEMS = 20
REVERSED_ITEMS = (7, 11, 14)
MINIMUM_ITEMS = 16
SCORE_MEAN = (13.6, 13.0, 12.4)
SCORE_SD = 6.0
FAMILY_SHARE = 0.08
CHILD_SHARE = 0.49
CUTOFF = 17
# Children this near below the cut-off lose no item, so that no band hangs on scaling up.
CLEAR = 4

VISIT_EFFECT = -3
DECLINE_SHARE = 0.20
LATE_FAMILIES = 4

# Safety: the published percentages (high risk rises, the three named items do not).
NAMED_ITEMS = ("violence_exposure", "caregiver_worry", "abuse_victim")
FURTHER_ITEMS = ("unsafe_route", "unsafe_area", "left_alone")
SAFETY_ITEMS = NAMED_ITEMS + FURTHER_ITEMS
TRACKED_PERCENT = {
    "violence_exposure": (58, 60, 60),
    "caregiver_worry": (63, 50, 50),
    "abuse_victim": (8, 8, 8),
    "safety_risk": (38, 60, 62),
}
MOUTSE_PERCENT = {
    "violence_exposure": 46,
    "caregiver_worry": 40,
    "abuse_victim": 12,
    "safety_risk": 48,
}
FURTHER_SHARE = {
    "unsafe_route": (0.32, 0.60, 0.62),
    "unsafe_area": (0.28, 0.52, 0.54),
    "left_alone": (0.16, 0.36, 0.38),
}
MODERATE, HIGH = 2, 3
# Tracked children whose answer is missing, by item and wave; and those with no safety answer.
SAFETY_MISSING = {
    "violence_exposure": (2, 1, 3),
    "caregiver_worry": (1, 2, 1),
    "abuse_victim": (3, 2, 3),
    "unsafe_route": (1, 1, 1),
    "unsafe_area": (0, 1, 1),
    "left_alone": (1, 1, 0),
}
NO_SAFETY_ANSWERS = (1, 1, 0)
HUNGRY = (16, 0, 6)
SAFETY_MINIMUM = 4
ROUNDING_ROOM = 0.49

# Caregiver depression (CES-D-10, cut-off 10), counted over tracked children.
CES_ITEMS = 10
CES_REVERSED = (5, 8)
CES_MINIMUM = 8
CES_CUTOFF = 10
CES_CLEAR = 5
DEPRESSED = (60, 45, 28)
DEPRESSION_VALID = (114, 117, 119)

PROGRAMME_OFFERED = 72
PROGRAMME_ACCEPTED = 53
PROGRAMME_FAMILIES = 45
SESSIONS = 14
HARSH = (10, 4, 1)
HARSH_WITHOUT = (10, 5, 3)
