"""The synthetic CoP study: people, answers, services, and the mess that fieldwork makes of them.

Nothing here describes a real person. The package stands apart from the program: it imports
NumPy, pandas and the libraries that write the files, and nothing of the program itself, so
that the program's own numbers can be held against it.
"""
