"""The linked panel becomes arrays: columns found, rows drawn and counted, a design built.

May import the kernel's array types and what a model asks and answers.
"""
