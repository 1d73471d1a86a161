"""How the author's pages find what an address names: 404 for what may not be known, 403 for what may."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from bookcub.core.http import SignedInRequest, ensure
from bookcub.works.models import Chapter, Work
from bookcub.works.policies import may_edit

NOT_YOURS = "Only its creators may change this work."


def work_to_edit(request: SignedInRequest, work_id: int) -> Work:
    work = get_object_or_404(Work.objects.visible_to(request.user), pk=work_id)
    ensure(may_edit(request.user, work), NOT_YOURS)
    return work


def chapter_to_edit(request: SignedInRequest, work_id: int, chapter_id: int) -> Chapter:
    chapters = Chapter.objects.visible_to(request.user).select_related("work")
    chapter = get_object_or_404(chapters, pk=chapter_id, work_id=work_id)
    ensure(may_edit(request.user, chapter.work), NOT_YOURS)
    return chapter
