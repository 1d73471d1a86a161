"""What is said once something is in the trash."""

from __future__ import annotations

from bookcub.core.http import SignedInRequest
from bookcub.core.page_urls import reverse
from bookcub.people.models import Discardable
from bookcub.people.trash import TRASH
from bookcub.web.messages import offer_undo


def offer_to_restore(
    request: SignedInRequest, sentence: str, name: str, thing: Discardable
) -> None:
    """Say it of `%(title)s`, with an "Undo" that brings the thing back."""
    undo = reverse("people:trash_restoration_create", args=[name, thing.pk])
    offer_undo(request, sentence % {"title": TRASH[name].title(thing)}, url=undo)
