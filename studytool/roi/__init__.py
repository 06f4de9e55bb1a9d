"""Estimates and costs become value for money, and a brief that says so.

May import the packages before it in the line.
"""
