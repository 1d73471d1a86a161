"""How long it takes to complete a name among very many.

    python -m bench.names [--names 800000] [--data DIR]

A fresh archive in a folder of its own, with so many made-up tags of one to four words, some words far more common than
others; then beginnings of words, middles and what no name has, each kind asked two hundred times, with and without the
database, which is asked about each answer.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

TIMES = 200
AT_ONCE = 10_000
SYLLABLES = [
    one + other for one in [*"bcdfghklmnprstvw", "sh", "th", "st", "br"] for other in "aeiou"
]
KINDS = [("freeform", 50), ("character", 30), ("relationship", 16), ("fandom", 4)]


def main() -> None:
    """Fill, index, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("--names", type=int, default=800_000, metavar="N")
    parser.add_argument("--data", type=Path, metavar="DIR", help="keep the archive here")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bookcub-names-") as folder:
        os.environ["BOOKCUB_DATA"] = str(options.data or folder)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bookcub.config.settings")
        import django  # noqa: PLC0415  # needs the environment above

        django.setup()
        measure(options.names)


def measure(number: int) -> None:
    """Print a line for each kind of question."""
    from django.core.management import call_command  # noqa: PLC0415  # needs django.setup

    from bookcub.finding.queries.tag_names import PORTION, completed  # noqa: PLC0415  # as above
    from bookcub.search.completing import completions  # noqa: PLC0415  # as above
    from bookcub.search.copies import home_of, reader_of  # noqa: PLC0415  # as above
    from bookcub.search.documents import SOURCES  # noqa: PLC0415  # as above
    from bookcub.search.following import build_alone  # noqa: PLC0415  # as above
    from bookcub.search.words import typed_words  # noqa: PLC0415  # as above
    from bookcub.tags.findable import SHAPE  # noqa: PLC0415  # as above
    from bookcub.tags.models import TagKind  # noqa: PLC0415  # as above

    call_command("migrate", verbosity=0, interactive=False)
    words = fill(number)
    began = time.perf_counter()
    build_alone(SOURCES[SHAPE.name])
    seconds = time.perf_counter() - began
    weight = sum(one.stat().st_size for one in home_of(SHAPE.name).rglob("*") if one.is_file())
    say(f"{number:,} names indexed in {seconds:.0f} s, {weight / 1e6:.0f} MB")

    def engine(typed: str, kind: TagKind) -> None:
        if reader := reader_of(SHAPE):
            asked = completions(reader.schema, [kind], typed_words(typed))
            reader.find(asked, first=0, most=PORTION, order="use")

    def whole(typed: str, kind: TagKind) -> None:
        completed(typed, kind)

    for name, typed in questions(words):
        say(f"{name:34}", *(f"{times(ask, typed):>16}" for ask in (engine, whole)))


def say(*words: str) -> None:
    print(*words, flush=True)  # noqa: T201  # a bench talks


def times(ask: Callable[..., None], typed: list[str]) -> str:
    """The middle and the slowest but one of twenty, in milliseconds."""
    from bookcub.tags.models import TagKind  # noqa: PLC0415  # needs django.setup

    taken = []
    for at, one in enumerate(typed):
        began = time.perf_counter()
        ask(one, list(TagKind)[at % len(TagKind)])
        taken.append(1000 * (time.perf_counter() - began))
    return f"{statistics.median(taken):.2f} / {sorted(taken)[int(0.95 * len(taken))]:.2f}"


def questions(words: list[str]) -> Iterator[tuple[str, list[str]]]:
    """What is typed, by what it is."""
    dice = random.Random(2)  # noqa: S311  # the same each time
    some = [dice.choice(words) for _ in range(TIMES)]
    for length in (1, 2, 3, 5):
        yield f"{length} letters of a word's beginning", [word[:length] for word in some]
    yield "beginnings of two words", [f"{one[:3]} {dice.choice(words)[:3]}" for one in some]
    for length in (3, 5):
        middles = [word[at : at + length] for word in some if len(word) > length + 1 for at in [1]]
        yield f"{length} letters of a word's middle", middles
    yield "what no name has", [word[:3] + "xq" + word[3:] for word in some]


def fill(number: int) -> list[str]:
    """Put the tags in, all canonical, and give the words that they are made of."""
    from django.db import connection, transaction  # noqa: PLC0415  # needs django.setup

    dice = random.Random(1)  # noqa: S311  # the same each time
    words = sorted({"".join(dice.choices(SYLLABLES, k=dice.randint(2, 4))) for _ in range(60_000)})
    dice.shuffle(words)
    common = [1 / (place + 10) for place in range(len(words))]
    kinds, shares = zip(*KINDS, strict=True)
    with transaction.atomic(), connection.cursor() as cursor:
        for first in range(0, number, AT_ONCE):
            drawn = iter(dice.choices(words, common, k=4 * AT_ONCE))
            rows = [
                (dice.choices(kinds, shares)[0], " ".join(next(drawn) for _ in range(dice.randint(1, 4))) + f" {at:x}")
                for at in range(first, min(number, first + AT_ONCE))
            ]  # fmt: skip
            cursor.executemany(
                "INSERT INTO tags_tag (kind, name, folded, is_canonical, uses) VALUES (%s, %s, %s, true, 0)",
                [(kind, name.title(), name) for kind, name in rows],
            )
    return words


if __name__ == "__main__":
    main()
