"""From arrays and a fit to a result: the way that every estimator goes.

May import the kernel, the arrays and the inference.
"""
