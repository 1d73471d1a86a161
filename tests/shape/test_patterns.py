"""No regular expression may read one character in two ways again and again: n of them take 2^n steps."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from re import _compiler as compiler  # type: ignore[attr-defined]
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import bookcub

ALPHABET = [
    *map(chr, range(0x250)),
    "\u2009",
    "\u200b",
    "\u2014",
    "\u2019",
    "\u2026",
    "\u3002",
    "\ufffc",
]
REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT)
# These start something when they are loaded, or are the programs themselves.
NOT_LOADED = re.compile(
    r"bookcub\.(config\.(shell|asgi|wsgi|settings|manage|cli)|\w+\.migrations)\b"
)


def test_no_pattern_reads_one_character_in_two_ways_in_a_loop() -> None:
    assert twice_read(re.compile(r"(?:\s|\u00a0|<br>)*x"))
    assert twice_read(re.compile(r"<p>(?:(?:b|ac)|[b-d]|xy)+"))
    assert not twice_read(re.compile(r"(?:\s|<br>|&nbsp;)*x"))
    found = {f"{name}: {twice}" for name, pattern in patterns() for twice in twice_read(pattern)}
    assert not found


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """All that stand in modules by name."""
    for module in pkgutil.walk_packages(bookcub.__path__, "bookcub."):
        if NOT_LOADED.match(module.name):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                yield f"{module.name}.{name}", value


def twice_read(pattern: re.Pattern[str]) -> list[str]:
    """The characters that two ways through one loop may begin and end with; of each such loop the first few."""
    return list(_loops(parser.parse(pattern.pattern, pattern.flags), pattern.flags))


def _loops(tree: Any, flags: int, *, inside: bool = False) -> Iterator[str]:
    for code, argument in tree:
        if code is op.BRANCH and inside and (shared := _shared(argument[1], flags)):
            yield shared
        for part in _parts(code, argument):
            yield from _loops(part, flags, inside=inside or (code in REPEATS and argument[1] > 1))


def _parts(code: Any, argument: Any) -> list[Any]:
    """What stands inside; what never gives back what it took takes no steps twice."""
    if code is op.BRANCH:
        return list(argument[1])
    held = {op.SUBPATTERN: 3, **dict.fromkeys(REPEATS, 2), op.ASSERT: 1, op.ASSERT_NOT: 1}
    return [argument[held[code]]] if code in held else []


def _shared(ways: list[Any], flags: int) -> str:
    """The characters that more than one way reads alone."""
    seen: set[str] = set()
    shared: set[str] = set()
    for way in ways:
        alone = _alone(way, flags)
        shared |= seen & alone
        seen |= alone
    return "".join(sorted(shared))[:10]


def _alone(way: Any, flags: int) -> set[str]:
    """The characters that a way can be, each by itself."""
    if len(way) != 1:
        return set()
    code, argument = way[0]
    if code in (*REPEATS, op.POSSESSIVE_REPEAT):
        return _alone(argument[2], flags) if argument[0] <= 1 else set()
    if code is op.SUBPATTERN:
        return _alone(argument[3], flags)
    if code is op.BRANCH:
        return set().union(*(_alone(one, flags) for one in argument[1]))
    if code not in (op.LITERAL, op.NOT_LITERAL, op.IN, op.ANY):
        return set()
    tree = parser.SubPattern(parser.State(), [way[0]])
    tree.state.flags = flags
    tree.state.str = ""
    one = compiler.compile(tree, flags)
    return {character for character in ALPHABET if one.fullmatch(character)}
