"""Taking an earlier state of a text out of the world."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

from bookcub.works import signals
from bookcub.works.models import Revision, Work, WorkingCopy


@transaction.atomic
def delete_revision(*, revision: Revision, earlier: bool = False) -> int:
    """Delete it for good, and all `earlier` ones if asked for; say how many went. Also unsaved copies that began there.

    ValidationError for the state that the chapter is in: it would still be read.
    """
    chapter = revision.chapter
    chapter.work.lock()
    if not chapter.revisions.filter(number__gt=revision.number).exists():
        raise ValidationError(
            gettext(
                "The chapter reads like this now. Change and save it first, then delete this revision."
            ),
            code="current",
        )
    going = chapter.revisions.filter(**{"number__lte" if earlier else "number": revision.number})
    numbers = list(going.values_list("number", flat=True))
    WorkingCopy.objects.filter(chapter=chapter, base_revision__in=numbers).delete()
    going.delete()
    transaction.on_commit(partial(signals.work_revised.send, Work, work=chapter.work))
    return len(numbers)
