"""Outcomes judged together: adjusted p-values and the summary index.

May import the draws and what they may import.
"""
