"""Fits by likelihood or estimating equations: arrays in, arrays out.

May import the kernel.
"""
