"""What becomes of an announcement: one reader puts it away, or it stands for nobody any longer."""

from __future__ import annotations

from functools import partial

from django.db import transaction

from bookcub.comments import signals
from bookcub.comments.models import Announcement, SeenAnnouncement
from bookcub.core.clock import now
from bookcub.people.models import User


@transaction.atomic
def see(*, announcement: Announcement, by: User) -> None:
    """Put it away for this reader alone. Doing so twice changes nothing."""
    SeenAnnouncement.objects.get_or_create(announcement=announcement, user=by)
    told = {"announcement": announcement, "by": by}
    transaction.on_commit(partial(signals.announcement_seen.send, Announcement, **told))


@transaction.atomic
def take_down(*, announcement: Announcement) -> None:
    """Let it stand on top for nobody. Its words stay in the talk."""
    announcement.take_down(at=now())
    news = partial(signals.announcement_ended.send, Announcement, announcement=announcement)
    transaction.on_commit(news)
