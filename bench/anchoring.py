"""How notes fare when an author edits a chapter full of them: `python -m bench.anchoring [SEEDS]`.

Takes the novels in ../shared/samples through the importers, edits each by scripts that know where every
letter goes, and prints for 500 notes on each how many ended right, orphaned or wrong. Ends with 1 if any is wrong.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from itertools import product
from pathlib import Path

from bookcub.core.text import blocks_of, clean_chapter, reanchor
from bookcub.importing.sources import ParsedWork, Source, read_sources
from tests.core.edits import SCRIPTS, Judge, edited

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "samples"
NOVELS = (
    "ao3/download_61ch.html",
    "gutenberg/pg11_alice_utf8.txt",
    "epub/the-time-machine_src_zipped.epub",
    "gutenberg/pg1661_sherlock_latin1.txt",
)
WORDS, EDITS, NOTES = 40_000, 60, 500


def paragraphs_of(path: Path) -> list[str]:
    """The first 40,000 words of a novel as the paragraphs of one chapter."""
    (work,) = read_sources([Source(path.name, path)])
    if not isinstance(work, ParsedWork):
        raise SystemExit(f"{path.name} could not be read: {work}")
    texts: list[str] = []
    words = 0
    for chapter in work.chapters:
        for block in blocks_of(clean_chapter(chapter.html)):
            text = " ".join(block.text.split())
            if text and words < WORDS:
                texts.append(text)
                words += len(text.split())
    return texts


def main() -> None:
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    totals = {script: Counter[str]() for script in [*SCRIPTS, "all at once"]}
    slowest = 0.0
    for name in NOVELS:
        paragraphs = paragraphs_of(SAMPLES / name)
        for script, seed in product(totals, range(seeds)):
            found, took = fare(paragraphs, script, seed)
            totals[script].update(found)
            slowest = max(slowest, took)
    tell(f"| {EDITS} times in one save | right | orphaned | wrong |")
    tell("|---|--:|--:|--:|")
    for script, found in totals.items():
        tell(f"| {script} | {found['right']:,} | {found['orphaned']:,} | {found['wrong']:,} |")
    tell(f"\nThe slowest save of {NOTES} notes took {slowest:.2f} s.")
    raise SystemExit(1 if any(found["wrong"] for found in totals.values()) else 0)


def fare(paragraphs: list[str], script: str, seed: int) -> tuple[Counter[str], float]:
    """How 500 notes fare in one save, and how many seconds of CPU following them took."""
    text, new, passages = edited(paragraphs, script, EDITS, NOTES, seed)
    began = time.process_time()
    reanchored = reanchor(text.old, new, passages)
    took = time.process_time() - began
    judge = Judge(text, new)
    found: Counter[str] = Counter()
    for passage, one in zip(passages, reanchored, strict=True):
        verdict = judge.verdict(passage, one)
        found[verdict] += 1
        if verdict == "wrong":
            tell(f"WRONG: {script}, seed {seed}: {passage.exact!r} became {one.quotation.exact!r}")
    return found, took


def tell(line: str) -> None:
    print(line, flush=True)  # noqa: T201  # a script talks


if __name__ == "__main__":
    main()
