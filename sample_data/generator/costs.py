"""The cost sheet of the home visits: ingredients under the headings of a published costing."""

from __future__ import annotations

import pandas as pd

_COLUMNS = (
    "category", "ingredient", "unit", "quantity", "unit_price", "shared", "donated", "phase",
    "payer", "source", "certainty",
)  # fmt: skip
_STAFF, _GOODS = "Staff, delivery", "Materials (incl. transport, food, venue)"
_ROWS: tuple[tuple[str | float, ...], ...] = (
    ("Preparation", "Visit guide written with the site teams", "person-day", 6, 1450, 100, 0,
     "start-up", "University", "timesheets", "recorded"),
    ("Preparation", "Meetings with the five schools", "meeting", 5, 900, 100, 0,
     "start-up", "University", "invoices", "recorded"),
    ("Training", "Trainer", "day", 3, 3200, 100, 0,
     "start-up", "Donor", "contract", "recorded"),
    ("Training", "Social workers' time in training", "person-day", 12, 1150, 100, 0,
     "start-up", "City of Johannesburg", "pay scale 2021", "recorded"),
    ("Training", "Room and meals", "day", 3, 1800, 100, 0,
     "start-up", "Donor", "invoices", "recorded"),
    (_STAFF, "Social worker", "person-month", 12, 26500, 30, 0,
     "recurrent", "City of Johannesburg", "pay scale 2021 and time diary", "recorded"),
    (_STAFF, "Auxiliary social worker", "person-month", 10, 12800, 40, 0,
     "recurrent", "City of Johannesburg", "pay scale 2021 and time diary", "recorded"),
    (_STAFF, "Supervision", "person-day", 14, 1900, 100, 0,
     "recurrent", "University", "timesheets", "estimated"),
    (_GOODS, "Transport to homes", "km", 5200, 4.03, 100, 0,
     "recurrent", "City of Johannesburg", "log books", "recorded"),
    (_GOODS, "Food parcels", "parcel", 45, 350, 100, 0,
     "recurrent", "Donor", "invoices", "recorded"),
    (_GOODS, "Books and play material", "child", 62, 120, 100, 0,
     "recurrent", "Donor", "invoices", "recorded"),
    (_GOODS, "Airtime", "month", 20, 150, 100, 0,
     "recurrent", "University", "invoices", "recorded"),
    (_GOODS, "Masks and sanitiser", "set", 40, 60, 100, 1,
     "recurrent", "Local business", "shop price", "estimated"),
    ("Overheads", "Office", "month", 20, 3200, 10, 0,
     "recurrent", "City of Johannesburg", "budget", "estimated"),
    ("Overheads", "Telephone and data", "month", 20, 800, 20, 0,
     "recurrent", "University", "budget", "estimated"),
    ("Staff, delivery", "Interviewers of the three waves", "person-day", 120, 1150, 100, 0,
     "research-only", "University", "timesheets", "recorded"),
)  # fmt: skip


def cost_sheet() -> pd.DataFrame:
    """Return the ingredients: quantity times unit price times the percentage charged (rand).

    Returns
    -------
    DataFrame
        programme, category, ingredient, unit, quantity, unit_price, currency, price_year,
        shared (percent), donated (0/1), phase, payer, source, certainty.
    """
    sheet = pd.DataFrame(_ROWS, columns=list(_COLUMNS))
    sheet.insert(0, "programme", "Home visits")
    sheet.insert(6, "currency", "ZAR")
    sheet.insert(7, "price_year", 2021)
    return sheet
