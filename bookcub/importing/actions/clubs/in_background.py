"""Keeping a club's file in the background: a large one takes minutes."""

from __future__ import annotations

from functools import partial

import structlog
from django.db import transaction
from django.utils.translation import gettext_noop
from django_tasks import task

from bookcub.core.background import heavy_work_of
from bookcub.importing.actions.clubs.save_club import begin_keeping, give_up, keep_club
from bookcub.importing.models import ClubImport
from bookcub.people.models import Pseud, User

log = structlog.get_logger("bookcub.importing")

BROKEN = gettext_noop(
    "Something went wrong while this club was being brought in. It was not your fault, and nothing of it was kept. Try"
    " again; if it happens again, tell a keeper."
)


@task()
def keep_in_background(import_id: int) -> None:
    """Bring a club in; from the beginning, where an attempt before died."""
    rows = ClubImport.objects.select_related("making", "pseud", "person")
    imported = rows.filter(pk=import_id).first()
    if imported is None or not imported.is_under_way:
        return
    try:
        keep_club(imported=imported)
    except Exception:
        log.exception("a club could not be brought in", number=import_id)
        give_up(imported=imported, sentence=BROKEN)


def keep_soon(*, imported: ClubImport, by: User, pseud: Pseud, me: str, address: str) -> None:
    """Say yes to a file. ValidationError as `begin_keeping` has it."""
    with transaction.atomic():
        was_under_way = ClubImport.objects.defer("text").get(pk=imported.pk).is_under_way
        begun = begin_keeping(imported=imported, by=by, pseud=pseud, me=me, address=address)
        if begun.is_under_way and not was_under_way:
            work = keep_in_background.using(queue_name=heavy_work_of(by.pk))
            transaction.on_commit(partial(work.enqueue, begun.pk))
