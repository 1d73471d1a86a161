"""What clubs keep of a work: its title and who wrote it, also when it goes."""

from __future__ import annotations

from django.db import transaction

from bookcub.clubs.models import Nomination, Read
from bookcub.works.models import Visibility, Work


@transaction.atomic
def keep_names(*, work: Work) -> None:
    """Let reads and suggestions call a work what it is called now.

    The new title of a work that is closed is nobody's business; that it is anonymous now is.
    """
    fresh = Work.objects.filter(pk=work.pk).first()
    if fresh is None:
        return
    byline = fresh.byline[:500]
    if fresh.is_posted and fresh.visibility != Visibility.NAMED:
        names = {"title": fresh.title, "byline": byline}
    elif fresh.is_anonymous:
        names = {"byline": byline}
    else:
        return
    Read.objects.filter(work=fresh).update(**names)
    Nomination.objects.filter(work=fresh).update(**names)
