"""What estimators for treatment that begins at several waves share: paths, engines, averages.

It may use the methods and everything below them, and is used by the estimators.
"""
