"""The linked panel becomes estimates with a named standard error, a sample flow and findings.

May import the packages before it in the line; estimation engines are imported inside `fit`.
"""
