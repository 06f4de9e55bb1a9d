"""The linked panel becomes description: counts, shares, flows.

May import the packages before it in the line.
"""
