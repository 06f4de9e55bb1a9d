"""Numbers of single estimators, beside whose file they are read.

May import the packages before it: kernel, arrays, inference, likelihood, fitting.
"""
