"""Values become tables and figures; small cells are suppressed here.

May import the packages before it in the line; never a file format.
"""
