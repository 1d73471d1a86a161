"""What an address of a reader's own pages names: 404 for what may not be known, 403 for what may not be changed."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext

from bookcub.core.http import SignedInRequest, ensure
from bookcub.reading.models import ReadingList
from bookcub.reading.policies import may_edit_list
from bookcub.works.models import Chapter


def wants_part(request: HttpRequest) -> bool:
    """Whether a page asks for what stands inside this one."""
    return request.GET.get("part") == "true"


def list_to_edit(request: SignedInRequest, list_id: int) -> ReadingList:
    found = get_object_or_404(ReadingList.objects.visible_to(request.user), pk=list_id)
    ensure(
        may_edit_list(request.user, found),
        gettext("Only whoever made this list can change it. You can make one of your own."),
    )
    return found


def posted_chapter(request: SignedInRequest, work_id: int, chapter_id: int) -> Chapter:
    """A chapter in which one can have a place."""
    chapters = Chapter.objects.visible_to(request.user).posted().select_related("work")
    return get_object_or_404(chapters, work=work_id, pk=chapter_id)
