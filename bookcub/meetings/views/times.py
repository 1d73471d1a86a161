"""The times of a meeting: proposed, taken away, answered, fixed."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, ensure
from bookcub.meetings.actions.answers import say_when
from bookcub.meetings.actions.meetings import (
    MOST_SLOTS,
    TooLateError,
    TooManySlotsError,
    add_slots,
    drop_slot,
    fix,
)
from bookcub.meetings.availability import Span
from bookcub.meetings.forms.answers import AvailabilityForm
from bookcub.meetings.forms.times import RuleForm, TimeForm, TimesForm
from bookcub.meetings.policies import may_run
from bookcub.meetings.views.finding import meeting_for
from bookcub.meetings.views.meetings import NOT_YOURS_TO_CHANGE
from bookcub.meetings.views.showing import TOO_LATE, show


@require_POST
@login_required
def create(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """Propose more times, typed or by a rule."""
    meeting, stand = meeting_for(request, meeting_id)
    ensure(may_run(stand, meeting), NOT_YOURS_TO_CHANGE)

    by_rule = request.POST.get("way") == "rule"
    form: RuleForm | TimesForm = (
        RuleForm(request.POST, prefix="rule")
        if by_rule
        else TimesForm(request.POST, prefix="propose")
    )
    if not form.is_valid():
        return show(request, meeting, stand, **{"rule" if by_rule else "times": form})

    try:
        fresh = add_slots(meeting=meeting, spans=form.spans)
    except TooLateError:
        messages.error(request, TOO_LATE)
    except TooManySlotsError:
        form.add_error(None, f"That would be more than {MOST_SLOTS} times. Take some away first.")
        return show(request, meeting, stand, **{"rule" if by_rule else "times": form})
    else:
        one = "One more time stands there." if fresh == 1 else f"{fresh} more times stand there."
        messages.success(request, one if fresh else "All of these stood there already.")
    return redirect(meeting)


@require_POST
@login_required
def delete(request: SignedInRequest, meeting_id: int, slot_id: int) -> HttpResponse:
    """Take one proposed time away."""
    meeting, stand = meeting_for(request, meeting_id)
    ensure(may_run(stand, meeting), NOT_YOURS_TO_CHANGE)
    slot = get_object_or_404(meeting.slots, pk=slot_id)

    try:
        drop_slot(slot=slot)
    except TooLateError:
        messages.error(request, TOO_LATE)
    else:
        messages.success(request, "That time is taken away.")
    return redirect(meeting)


@require_POST
@login_required
def answer(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """Say when one can."""
    meeting, stand = meeting_for(request, meeting_id)

    form = AvailabilityForm(request.POST, slots=meeting.slots.all())
    if not form.is_valid():
        messages.error(request, "Choose yes, if need be, or no for each time.")
        return show(request, meeting, stand, availability=form)

    try:
        said = say_when(meeting=meeting, by=stand.membership, answers=form.answers)
    except TooLateError:
        messages.error(request, TOO_LATE)
    else:
        many = "one time" if said == 1 else f"{said} times"
        messages.success(request, f"Your answers to {many} are kept. You can change them.")
    return redirect(meeting)


@require_POST
@login_required
def fixation(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """Fix one of the proposed times, or another one."""
    meeting, stand = meeting_for(request, meeting_id)
    ensure(may_run(stand, meeting), NOT_YOURS_TO_CHANGE)

    wanted = request.POST.get("slot", "")
    if wanted:
        slot = get_object_or_404(meeting.slots, pk=int(wanted) if _is_number(wanted) else 0)
        span = Span(slot.starts_at, slot.ends_at)
    else:
        form = TimeForm(request.POST, prefix="appoint")
        if not form.is_valid():
            return show(request, meeting, stand, time=form)
        span = form.span

    try:
        fix(meeting=meeting, by=stand.membership, span=span)
    except TooLateError:
        messages.error(request, TOO_LATE)
    else:
        messages.success(request, "The time is fixed, and everybody is told.")
    return redirect(meeting)


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) < 19  # noqa: PLR2004  # as long as ids get
