"""What the demo's clubs said in the margins and under chapters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from bookcub.comments.actions import say
from bookcub.comments.models import Colour, Comment, Hearers
from bookcub.comments.models import Passage as AnchoredPassage
from bookcub.core.text import Block, Passage, blocks_of, quote
from bookcub.home.demo.club_texts import ClubText, days_before, spoken
from bookcub.home.demo.texts import Table
from bookcub.home.demo.typography import typographic
from bookcub.people.models import Pseud
from bookcub.works.models import Chapter

if TYPE_CHECKING:
    from bookcub.home.demo.club_loading import Life

Pseuds = Mapping[str, Pseud]


def say_all(text: ClubText, life: Life, pseuds: Pseuds) -> None:
    """Notes on passages and talk about whole chapters, one after the other as they were said."""
    for said in sorted((*text.notes, *text.talk), key=lambda one: -float(one["days_ago"])):
        chapter = chapter_of(life, said)
        hearers = Hearers(said.get("to", "club"))
        where: Table = {"hearers": hearers, "club": life.club if hearers == Hearers.CLUB else None}
        if "quote" in said:
            where |= _passage(said, chapter)
        first = say(
            work=chapter.work,
            chapter=chapter,
            by=pseuds[said["by"]],
            html=spoken(said["text"]),
            at=days_before(life.at, said["days_ago"], of=str(said)),
            **where,
        )
        _answer(said, life, pseuds, first)


def _answer(said: Table, life: Life, pseuds: Pseuds, first: Comment) -> None:
    last = first.posted_at
    for answer in said.get("reply", []):
        # Never before what it answers, whatever the hours say.
        last = max(
            last + timedelta(minutes=4), days_before(life.at, answer["days_ago"], of=str(answer))
        )
        say(
            work=first.work,
            chapter=first.chapter,
            parent=first,
            by=pseuds[answer["by"]],
            html=spoken(answer["text"]),
            at=last,
        )


def chapter_of(life: Life, said: Table) -> Chapter:
    """The chapter that something was said about."""
    read = life.reads[said["read"]]
    return Chapter.objects.select_related("work").get(work=read.work, position=said["chapter"])


def _passage(said: Table, chapter: Chapter) -> Table:
    blocks = blocks_of(chapter.html)
    index, found = quoted(blocks, said["quote"])
    passage = AnchoredPassage(
        chapter=chapter,
        start_block_id=found.start_block_id,
        start_offset=found.start_offset,
        end_block_id=found.end_block_id,
        end_offset=found.end_offset,
        exact=found.exact,
        prefix=found.prefix,
        suffix=found.suffix,
        first_exact=found.exact,
        colour=Colour(said.get("colour", "yellow")),
    )
    return {"block_id": found.start_block_id, "place_index": index, "passage": passage}


def quoted(blocks: list[Block], words: str) -> tuple[int, Passage]:
    """Where these words stand: the number of the block, and the passage. ValueError unless just once."""
    wanted = typographic(words.replace("*", ""))
    hits = [(index, block) for index, block in enumerate(blocks) if wanted in block.text]
    if len(hits) != 1:
        raise ValueError(f"{words!r} stands in {len(hits)} places.")
    [(index, block)] = hits
    start = block.text.index(wanted)
    return index, quote(blocks, block.id, start, block.id, start + len(wanted))
