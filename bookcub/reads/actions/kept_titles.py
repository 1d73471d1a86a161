"""What a read keeps of its work: its title, the language of that, and who wrote it, also when it goes."""

from __future__ import annotations

from bookcub.reads.models import Read
from bookcub.works.models import Work


def names_to_keep(work: Work) -> dict[str, str]:
    """What clubs may call a work now, by field; empty where nothing may change.

    The new title of a work that is closed is nobody's business; that it is anonymous now is.
    """
    fresh = Work.objects.filter(pk=work.pk).first()
    if fresh is None:
        return {}
    byline = fresh.kept_byline[:500]
    if fresh.is_named_to_all:
        return {"title": fresh.title, "language": fresh.language, "byline": byline}
    return {"byline": byline} if fresh.is_anonymous else {}


def keep_titles(*, work: Work) -> None:
    """Let reads call a work what it is called now."""
    if names := names_to_keep(work):
        Read.objects.filter(work=work).update(**names)
