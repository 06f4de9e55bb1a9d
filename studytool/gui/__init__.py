"""The window: Qt lives here only. It shows a study and its run, and proposes other studies.

May import every package; no logic lives here that the library and the command line lack.
"""
