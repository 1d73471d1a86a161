from __future__ import annotations

from collections.abc import Sequence

from bookcub.notifications.kinds import KINDS
from bookcub.notifications.kinds.base import InboxItem, Telling
from bookcub.notifications.models import Notice
from bookcub.notifications.queries.items import items_of


class Channel:
    """A way that lines take besides the inbox. It knows no kind, as kinds know no channel.

    It is told at the event and sends later; what it may say it asks then, with `item_now`.
    """

    def told(self, telling: Telling, notices: Sequence[Notice]) -> None:
        """Remember whom to send these lines; `notices` come with their `user`."""
        raise NotImplementedError


def item_now(notice: Notice) -> InboxItem | None:
    """What a line says to its reader at this moment; None if it is not there for them (yet, or any more)."""
    person, kind = notice.user, KINDS.get(notice.kind)
    if kind is None or not person.is_active or not kind.visible(person, notice):
        return None
    return items_of(person, [notice]).get(notice.pk)
