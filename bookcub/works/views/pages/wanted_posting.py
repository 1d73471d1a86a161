"""A posting that waits for what is missing: wanted by the address of the form that has it, and done once that is saved."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect

from bookcub.core.http import SignedInRequest
from bookcub.core.page_urls import reverse
from bookcub.web.forms.refusals import refusals
from bookcub.works.actions.chapters import post_chapter
from bookcub.works.fields import missing_text
from bookcub.works.forms.schedule import ScheduleForm
from bookcub.works.models import Chapter, Work
from bookcub.works.views.pages.outcomes import outcome_of_chapter


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedPosting:
    """What somebody pressed: to post this draft now, or at an hour as it was typed."""

    chapter: Chapter
    quietly: bool
    at: str = ""

    @property
    def lacking_form(self) -> str:
        """The form that has what is missing and offers the same button: the work's, else the chapter's; "" if all is there."""
        chapter = self.chapter
        if chapter.work.missing():
            form = reverse("works:work_edit", args=[chapter.work_id])
        elif missing_text(chapter.html):
            form = reverse("works:chapter_edit", args=[chapter.work_id, chapter.pk])
        else:
            return ""
        asked = QueryDict(mutable=True)
        asked["post"] = str(chapter.pk)
        if self.quietly:
            asked["quietly"] = "yes"
        if self.at:
            asked["at"] = self.at
        return f"{form}?{asked.urlencode()}"

    def carry_out(self, request: SignedInRequest) -> HttpResponse:
        """Post or schedule it; where something is missing, to the form that has it."""
        chapter = self.chapter
        # The work may have been saved since this was asked for.
        chapter.refresh_from_db(fields=["work"])
        if form := self.lacking_form:
            return redirect(form)

        with refusals(request) as refused:
            if self.at:
                self._schedule(request)
            else:
                post_chapter(chapter=chapter, by=request.user, quietly=self.quietly)
        if refused:
            return redirect("works:chapter_edit", chapter.work_id, chapter.pk)

        outcome = outcome_of_chapter("schedule" if self.at else "post", chapter)
        messages.success(request, outcome)
        if not self.at and chapter.is_only:
            return redirect(chapter.work)
        return redirect("works:chapter_order_edit", chapter.work_id)

    def _schedule(self, request: SignedInRequest) -> None:
        form = ScheduleForm({"scheduled_for": self.at})
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        at = form.cleaned_data["scheduled_for"]
        self.chapter.schedule(by=request.user, at=at, quietly=self.quietly)


def wanted_posting(request: SignedInRequest, work: Work) -> WantedPosting | None:
    """What the address of a form wants to be posted; None unless it is a draft of this work."""
    asked = request.GET.get("post", "")
    if not asked.isdecimal():
        return None
    drafts = Chapter.objects.visible_to(request.user).drafts().filter(work=work)
    chapter = drafts.filter(pk=int(asked[:18])).first()
    if chapter is None:
        return None
    return WantedPosting(
        chapter=chapter, quietly="quietly" in request.GET, at=request.GET.get("at", "")[:40]
    )
