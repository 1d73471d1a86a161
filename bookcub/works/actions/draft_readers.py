"""Showing a draft to people, and what they have read of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

from bookcub.people.models import User
from bookcub.works import signals
from bookcub.works.models import Chapter, DraftReader, DraftReading, Work

MOST = 50  # people to whom one draft is shown


@transaction.atomic
def show_draft(*, work: Work, to: Iterable[User], by: User) -> list[DraftReader]:
    """Show the draft to these people. ValidationError where nothing of it is a draft, or it is shown to many already.

    Its creators read it anyway, and whom it is shown to already is not told again.
    """
    work.lock()
    people = {user.pk: user for user in to}
    if not work.chapters.drafts().exists():
        raise ValidationError(
            gettext("Everything in this work is posted. There is no draft to show."), code="posted"
        )
    here = set(work.draft_readers.values_list("user", flat=True))
    here.update(work.creatorships.accepted().values_list("pseud__user", flat=True))
    new = [user for pk, user in people.items() if pk not in here]
    if work.draft_readers.count() + len(new) > MOST:
        raise ValidationError(
            {
                "names": ValidationError(
                    gettext("You can show a draft to %(most)s people at most.") % {"most": MOST},
                    code="too_many",
                )
            }
        )
    made = [DraftReader.objects.create(work=work, user=user, shown_by=by) for user in new]
    for reader in made:
        transaction.on_commit(partial(signals.draft_shown.send, DraftReader, reader=reader))
    return made


@transaction.atomic
def note_reading(*, user_id: int, chapter: Chapter, number: int, at: datetime) -> None:
    """Remember that somebody opened this revision of a draft that is shown to them; an older one is no news."""
    reader = DraftReader.objects.filter(user=user_id, work=chapter.work_id).first()
    if reader is None:
        return
    reading, is_new = DraftReading.objects.select_for_update().get_or_create(
        reader=reader, chapter=chapter, defaults={"number": number, "read_at": at}
    )
    if is_new:
        return
    if number > reading.number:
        reading.before, reading.number = reading.number, number
    reading.read_at = max(reading.read_at, at)
    reading.save(update_fields=["number", "before", "read_at"])
