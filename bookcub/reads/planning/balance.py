"""Parting a row of chapters into stretches that are as even as chapter borders allow."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate


def balance(weights: Sequence[int], groups: int) -> list[int]:
    """Where each of `groups` stretches ends: rising numbers of parts, the last one `len(weights)`.

    The largest stretch is as small as it can be; among all divisions with such a largest stretch the sum
    of squares is the smallest, so that the others are even too. Each stretch has at least one part; of
    equally good divisions the one whose later stretches begin earlier is taken, so the answer never
    varies. Raises ValueError unless 1 <= groups <= len(weights).
    """
    count = len(weights)
    if not 1 <= groups <= count:
        raise ValueError(f"{count} parts cannot be {groups} stretches.")

    sums = [0, *accumulate(weights)]
    cap = smallest_cap(weights, groups)
    # best[j] after round g: least sum of squares for the first j parts in g stretches, each at most cap.
    best: list[int | None] = [0] + [None] * count
    cuts: list[list[int]] = []
    for group in range(1, groups + 1):
        best, cut = _one_more_stretch(best, sums, cap, group)
        cuts.append(cut)
    borders = [count]
    for cut in reversed(cuts[1:]):
        borders.append(cut[borders[-1]])
    return borders[::-1]


def smallest_cap(weights: Sequence[int], groups: int) -> int:
    """The weight of the largest stretch in the best parting into at most `groups` stretches."""
    low, high = max(weights), sum(weights)
    while low < high:
        middle = (low + high) // 2
        if _stretches_needed(weights, middle) <= groups:
            high = middle
        else:
            low = middle + 1
    return low


def _stretches_needed(weights: Sequence[int], cap: int) -> int:
    needed, filled = 1, 0
    for weight in weights:
        if filled + weight > cap:
            needed, filled = needed + 1, 0
        filled += weight
    return needed


def _one_more_stretch(
    best: list[int | None], sums: list[int], cap: int, group: int
) -> tuple[list[int | None], list[int]]:
    """Least sums with one stretch more, and for each end where that last stretch begins."""
    count = len(sums) - 1
    after: list[int | None] = [None] * (count + 1)
    cut = [0] * (count + 1)
    first = group - 1
    for end in range(group, count + 1):
        # The window only ever moves on: a stretch over the cap stays over it with a later end.
        while sums[end] - sums[first] > cap:
            first += 1
        # Nor does the best beginning move back: lengths grow faster when squared (Monge).
        for begin in range(max(first, cut[end - 1]), end):
            before = best[begin]
            if before is None:
                continue
            squares = before + (sums[end] - sums[begin]) ** 2
            known = after[end]
            if known is None or squares < known:
                after[end], cut[end] = squares, begin
    return after, cut
