"""Where an answer stands in its thread, written so that sorting as text is reading order.

A thread's first comment has the empty path. The n-th answer to a comment has that comment's path and one step more:
how many digits n has, then n itself, in base 32. No step is the beginning of another, so everything under a comment
is what begins with its path.
"""

from __future__ import annotations

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
AFTER = ALPHABET[-1]  # no step begins with it: numbers of 31 digits do not come up
LONGEST = 2000  # characters; PostgreSQL indexes rows of at most 2,704 bytes


def step(number: int) -> str:
    """The step to the n-th answer, counting from 1."""
    digits = ""
    while number:
        number, rest = divmod(number, len(ALPHABET))
        digits = ALPHABET[rest] + digits
    return ALPHABET[len(digits)] + digits


def above(path: str) -> list[str]:
    """The paths of everything that this one answers, from the thread's first comment down; not its own."""
    found, end = [], 0
    while end < len(path):
        found.append(path[:end])
        end += 1 + ALPHABET.index(path[end])
    return found


def end_of(path: str) -> str:
    """The text before which everything under this path sorts."""
    return path + AFTER
