"""What becomes of what was read: kept, left out, or all of it discarded."""

from __future__ import annotations

from django.db import transaction

from bookcub.core import clock
from bookcub.importing.actions.save_work import Kept, Wishes, keep_as_wished
from bookcub.importing.mapping import MappedWork
from bookcub.importing.models import Import, ImportPart
from bookcub.importing.queries.foreseen import foreseen, twins_of
from bookcub.people.models import Pseud


def keep_part(
    *,
    part: ImportPart,
    mapped: MappedWork,
    wishes: Wishes,
    as_pseud: Pseud,
    trouble: str = "",
) -> Kept | None:
    """Keep one parsed work as its person wished; nothing if that was decided before.

    ValidationError, by field, where a limit is broken.
    """
    with transaction.atomic():
        # Two clicks on the same button make one work.
        waiting = ImportPart.objects.undecided().select_for_update(of=("self",))
        if not waiting.filter(pk=part.pk).exists():
            return None
        kept = keep_as_wished(mapped, wishes, as_pseud=as_pseud)
        part.decide(kept.work, is_update=not kept.is_new, trouble=trouble)
        part.of_import.end_if_done()
    foresee_twins(part)
    return kept


def foresee_twins(part: ImportPart) -> None:
    """Let what waits of the same title say that it is an update now. Not in the transaction that keeps it: two would wait for each other."""
    for twin in twins_of(part):
        seen = foreseen(twin.parsed, twin.of_import, title=twin.of_import.title_of_work)
        # It may be decided about, or discarded, by now.
        still = ImportPart.objects.undecided().filter(pk=twin.pk)
        still.update(updates=seen.updates, lacks=seen.lacks, credit=seen.credit)
        # What was chosen in its review stands.
        still.filter(typed={}).update(chapter_count=seen.chapter_count, word_count=seen.word_count)


def leave_out(*, part: ImportPart, read_anew: Import | None = None) -> None:
    """Let one parsed work go, unless it was decided about before: it may just be kept with all others.

    `read_anew` is the import in which its files are read again, if they are.
    """
    with transaction.atomic():
        waiting = ImportPart.objects.undecided().select_for_update(of=("self",))
        if not waiting.filter(pk=part.pk).exists():
            return
        part.decide(None, read_anew=read_anew)
        part.of_import.end_if_done()


def remove_old_imports() -> int:
    """Let go of what nobody has decided on for a week; returns how many imports that were."""
    old = list(Import.objects.old(at=clock.now()))
    for made in old:
        made.remove_files()
        made.delete()
    return len(old)
