"""How far an assumption would have to fail, or another choice reach, to change a conclusion.

Each analysis takes one fitted model and asks one such question of it. May import `models` and
what lies before it; tables and charts of the report show what is found here.
"""
