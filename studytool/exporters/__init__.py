"""A report becomes files.

May import the packages before it in the line.
"""
