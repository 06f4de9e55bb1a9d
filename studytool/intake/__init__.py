"""Files become raw tables: checked from outside, read in a capped process, nothing interpreted.

May import `core` only.
"""
