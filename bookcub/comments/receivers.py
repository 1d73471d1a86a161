"""What comments do when they hear of works."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction

from bookcub.comments.models import Comment
from bookcub.comments.owned_content import recount
from bookcub.works.models import Chapter, Creatorship, Work


def count_with_the_chapter(sender: object, *, chapter: Chapter, **_: Any) -> None:
    """What is said about a chapter counts while the chapter can be read."""
    transaction.on_commit(partial(_recount_if_there, chapter.work_id))


def sign_as_creator(sender: object, *, creatorship: Creatorship, **_: Any) -> None:
    """What a new creator said before stays unnamed on an anonymous work, even if they leave it."""
    Comment.objects.filter(work=creatorship.work_id, pseud__user=creatorship.pseud.user_id).update(
        as_creator=True
    )


@transaction.atomic
def _recount_if_there(work_id: int) -> None:
    if Work.objects.filter(pk=work_id).exists():
        recount(work_id)
