"""Everything of an import kept at once, in the background."""

from __future__ import annotations

from functools import partial

import structlog
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_noop
from django_tasks import task

from bookcub.core.background import heavy_work_of
from bookcub.importing.actions.decisions import foresee_twins
from bookcub.importing.actions.save_work import keep
from bookcub.importing.mapping.titles import titled
from bookcub.importing.models import Import, ImportPart
from bookcub.importing.policies import may_import
from bookcub.works.models import Chapter

log = structlog.get_logger("bookcub.importing")

NO_FANDOM = gettext_noop("It names no fandom, so it is still a draft.")
NOT_POSTED = gettext_noop("It could not be posted yet, so it is still a draft.")
NOT_KEPT = gettext_noop("It could not be saved as it is. Review it to see why.")


def keep_all(*, made: Import, posts: bool) -> bool:
    """Have all its works kept that nobody has decided about; False if that has begun before."""
    with transaction.atomic():
        if not made.begin_keeping(posts=posts):
            return False
        # What was changed in its review is kept as it was left, by its form; what it could not take says why.
        made.parts.undecided().filter(typed={}).update(trouble="")
        # After commit: a worker may be quicker than this transaction.
        keeping = keep_in_background.using(queue_name=heavy_work_of(made.person_id))
        transaction.on_commit(partial(keeping.enqueue, made.pk))
    return True


@task()
def keep_in_background(import_id: int) -> None:
    """Keep one work after the other; ends by itself if their person has discarded the rest meanwhile."""
    made = Import.objects.select_related("pseud__user", "person").filter(pk=import_id).first()
    if made is None or not made.is_kept_still():
        return
    # A worker that died begins with those that it has not come to.
    waiting = made.parts.undecided().filter(trouble="", typed={}).values_list("pk", flat=True)
    for pk in list(waiting) if may_import(made.person) else ():
        if not made.is_kept_still():
            return
        _keep(pk, made)
    made.has_kept()


def make_drafts_again(*, made: Import) -> int:
    """Take back what it posted of works that its person still writes; returns how many works that were.

    What readers knew before stays, and so does what was posted since.
    """
    if not made.posts:
        return 0
    posted = list(made.parts.without_text().posted_still(made.person).select_related("work"))
    for part in posted:
        # Each in a transaction of its own, like the posting: nobody waits for a whole shelf.
        with transaction.atomic():
            for chapter in Chapter.objects.posted().filter(
                work=part.work, posted_at__lte=part.decided_at
            ):
                chapter.withdraw()
    return len(posted)


def _keep(pk: int, made: Import) -> None:
    """Keep one, in a transaction of its own: nobody else's writing waits for two hundred works."""
    try:
        with transaction.atomic():
            part = (
                ImportPart.objects.undecided().select_for_update(of=("self",)).filter(pk=pk).first()
            )
            if part is None:
                return
            kept = keep(
                titled(part.parsed, made.title_of_work),
                as_pseud=made.pseud,
                publish=made.posts,
                files_under=made.files_under,
            )
            trouble = ""
            if made.posts and not kept.work.is_posted:
                has_fandom = not any(each.code == "no-fandom" for each in kept.notices)
                trouble = NOT_POSTED if has_fandom else NO_FANDOM
            part.decide(kept.work, is_update=not kept.is_new, trouble=trouble)
        foresee_twins(part)
    except ValidationError:
        ImportPart.objects.filter(pk=pk).update(trouble=NOT_KEPT)
    except Exception:
        log.exception("a work could not be kept", number=pk)
        ImportPart.objects.filter(pk=pk).update(trouble=NOT_KEPT)
