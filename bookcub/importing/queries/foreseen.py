"""What keeping a parsed work would do, for lists that read no text."""

from __future__ import annotations

from dataclasses import dataclass

from bookcub.formats.story.parsed import ParsedWork
from bookcub.importing.mapping import map_work
from bookcub.importing.mapping.titles import titled
from bookcub.importing.models import Import, ImportPart
from bookcub.importing.queries.same_work import compare, merged, same_work
from bookcub.importing.queries.signatures import signature_of
from bookcub.works.fields import missing_of
from bookcub.works.models import Work

TWINS_MAX = 5  # each is read for it


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The work that it brings up to date, if any, and the names of what it needs before it can be posted."""

    updates: Work | None
    lacks: list[str]


def foreseen(parsed: ParsedWork, made: Import) -> Foreseen:
    """Compare it with what is here. About ten queries."""
    mapped = map_work(titled(parsed, made.title), signed=signature_of(made.pseud))
    here = same_work(mapped, made.pseud.user)
    return Foreseen(here, list(missing_of(merged(mapped, compare(mapped, here)))))


def twins_of(part: ImportPart) -> list[ImportPart]:
    """What waits of the same title: once one is kept, the next may be an update of it."""
    waiting = ImportPart.objects.undecided().filter(
        of_import__person=part.of_import.person_id, title=part.title
    )
    others = waiting.exclude(pk=part.pk).select_related("of_import__pseud__user")
    return list(others[:TWINS_MAX])
