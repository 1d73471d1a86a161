"""What an address of the author's pages names: 404 for what may not be known, 403 for what may not be changed."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext, gettext_lazy

from bookcub.core.http import SignedInRequest, ensure
from bookcub.works.models import Chapter, Creatorship, Series, Work
from bookcub.works.policies import may_edit, may_edit_series

NOT_YOURS = gettext_lazy(
    "Only the creators of this work can change it. Ask one of them to invite you."
)


def work_to_edit(request: SignedInRequest, work_id: int) -> Work:
    work = get_object_or_404(Work.objects.visible_to(request.user), pk=work_id)
    ensure(may_edit(request.user, work), str(NOT_YOURS))
    return work


def chapter_to_edit(request: SignedInRequest, work_id: int, chapter_id: int) -> Chapter:
    chapters = Chapter.objects.visible_to(request.user).select_related("work")
    chapter = get_object_or_404(chapters, pk=chapter_id, work_id=work_id)
    ensure(may_edit(request.user, chapter.work), str(NOT_YOURS))
    return chapter


def series_to_edit(request: SignedInRequest, series_id: int) -> Series:
    series = get_object_or_404(Series.objects.visible_to(request.user), pk=series_id)
    ensure(
        may_edit_series(request.user, series),
        gettext("Only the creators of this series can change it. Ask one of them."),
    )
    return series


def invitation_to(request: SignedInRequest, invitation_id: int) -> Creatorship:
    own = Creatorship.objects.invitations_for(request.user).select_related("work", "pseud")
    return get_object_or_404(own, pk=invitation_id)
