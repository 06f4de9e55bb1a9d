"""Effects taken out, least squares and scores: arrays in, arrays out.

May import NumPy, SciPy and `studytool.models.method`; knows of no panel and no model.
"""
