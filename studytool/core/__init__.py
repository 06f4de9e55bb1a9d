"""What every package stands on and nothing of surveys: specs, errors, findings, progress.

May import the standard library and pydantic only, and NumPy and pandas where an expression is
computed; nothing here reads a file or knows a wave.
"""
