"""Leaving a work, a series, a tag or words out of one's lists, and taking it back."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext

from bookcub.core.database.locks import hold
from bookcub.core.text import one_line
from bookcub.people.models import User
from bookcub.tags.models import Tag
from bookcub.works.models import ContentMute, Series, Work, pattern_of

MOST = 500  # by one account: each costs something in each of its lists


def mute_content(
    *, by: User, what: Work | Series | Tag | str, reason: str = ""
) -> tuple[ContentMute, bool]:
    """Leave it out from now on, or for another reason than before; whether it is new. PermissionDenied beyond MOST.

    Words are any that stand side by side. Raises ValueError where there are none.
    """
    with transaction.atomic():
        hold(f"mutes:{by.pk}")
        target = _target(what)
        known = ContentMute.objects.filter(user=by, **target).first()
        if known is None and by.content_mutes.count() >= MOST:
            raise PermissionDenied(
                gettext("Your list is full. Take something off it that may be in your lists again.")
            )
        told = {
            "reason": reason,
            "pattern": pattern_of(target["words"]) if "words" in target else "",
        }
        return ContentMute.objects.update_or_create(user=by, **target, defaults=told)


def _target(what: Work | Series | Tag | str) -> dict[str, Any]:
    if isinstance(what, str):
        words = one_line(what)[: ContentMute.WORDS_LONGEST].casefold()
        if not any(sign.isalnum() for sign in words):
            raise ValueError("there are no words to mute")
        return {"words": words}
    return {type(what).__name__.lower(): what}
