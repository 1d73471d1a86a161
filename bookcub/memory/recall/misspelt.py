"""How far a word that was typed is from one that was said.

distance("parott", "parrot")  # 2
is_near("chronometr", "chronometer")  # True
"""

from __future__ import annotations

SHORTEST = 4  # of a word that may be misspelt
BEGINNING = 3  # letters that are typed right, so that few words have to be compared
LONG = 6  # letters: then two may be wrong


def is_near(typed: str, said: str) -> bool:
    """Whether one may be a slip for the other; the same word is none. Both are folded."""
    if len(typed) < SHORTEST or typed == said:
        return False
    most = 2 if len(typed) >= LONG else 1
    return abs(len(typed) - len(said)) <= most and distance(typed, said) <= most


def distance(one: str, other: str) -> int:
    """How many letters are to be put in, left out, changed, or exchanged with the next, each at most once."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for at, against in enumerate(other, 1):
            costs = min(last[at] + 1, now[at - 1] + 1, last[at - 1] + (letter != against))
            if before and at > 1 and letter == other[at - 2] and one[row - 2] == against:
                costs = min(costs, before[at - 2] + 1)
            now.append(costs)
        before, last = last, now
    return last[-1]
