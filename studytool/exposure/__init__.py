"""What people were offered, took up and received, joined to the panel by dated windows.

May import `core`, `intake` and `survey`.
"""
