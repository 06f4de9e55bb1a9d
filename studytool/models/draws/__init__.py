"""Tests by drawing again: wild cluster bootstrap and permutations.

May import kernel, arrays, inference and fitting; no estimator.
"""
