"""How sure coefficients are: covariances, small-sample conventions, joint tests, power.

May import the kernel.
"""
