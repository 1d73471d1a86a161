"""What keeping a parsed work would do, for lists that read no text."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from bookcub.core.text import count_words
from bookcub.formats.story.parsed import ParsedWork
from bookcub.importing.mapping import map_work
from bookcub.importing.mapping.titles import titled
from bookcub.importing.models import Import, ImportPart
from bookcub.importing.queries.same_work import compare, merged, same_work
from bookcub.importing.queries.signatures import signature_of
from bookcub.works.fields import missing_of
from bookcub.works.models import Work

log = structlog.get_logger("bookcub.importing")

TWINS_MAX = 5  # each is read for it


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The work that it brings up to date, if any, the names of what it needs before it can be posted (None where nobody knows), who wrote it ("" for its importer), and how much of it is kept where nobody asks for more."""

    updates: Work | None
    lacks: list[str] | None
    credit: str | None
    chapter_count: int
    word_count: int


def foreseen(parsed: ParsedWork, made: Import, *, title: str) -> Foreseen:
    """Compare it, under this title if one is given, with what is here. About ten queries."""
    try:
        mapped = map_work(titled(parsed, title), signed=signature_of(made.pseud))
        here = same_work(mapped, made.pseud.user)
        comparison = compare(mapped, here)
        wanted = comparison.wanted
        return Foreseen(
            here,
            list(missing_of(merged(mapped, comparison))),
            mapped.credit if here is None else here.credit,
            len(wanted),
            sum(chapter.words for chapter in wanted),
        )
    except Exception:
        # The work's own review will say what is the matter: others are none the worse for it.
        log.exception("what keeping a work would do is not known", number=made.pk)
        words = sum(count_words(chapter.html) for chapter in parsed.chapters)
        return Foreseen(None, None, None, len(parsed.chapters), words)


def twins_of(part: ImportPart) -> list[ImportPart]:
    """What waits of the same title: once one is kept, the next may be an update of it."""
    waiting = ImportPart.objects.undecided().filter(
        of_import__person=part.of_import.person_id, title=part.title
    )
    others = waiting.exclude(pk=part.pk).select_related("of_import__pseud__user")
    return list(others[:TWINS_MAX])
