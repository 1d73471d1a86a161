"""How a club's choice is counted: pure functions that know no rows and no pages.

An option is a number (a nomination's id). Whatever is handed in may come in any order: the same votes give the same
answer, and every draw can be done again by anybody who has its seed.
"""
