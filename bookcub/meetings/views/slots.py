"""The times of a meeting: proposed, taken away, answered, fixed."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from bookcub.core.http import SignedInRequest, ensure, form_status, saves, shows_and_saves
from bookcub.meetings.actions.meetings import (
    MOST_SLOTS,
    TooLateError,
    TooManySlotsError,
    add_slots,
    drop_slot,
)
from bookcub.meetings.forms.times import RuleForm, TimesForm
from bookcub.meetings.policies import may_run
from bookcub.meetings.views.lookups import meeting_for
from bookcub.meetings.views.meetings import NOT_YOURS_TO_CHANGE
from bookcub.meetings.views.pages import TOO_LATE, show


@require_POST
@login_required
def create(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    """Propose more times, typed or by a rule."""
    meeting, participant = meeting_for(request, meeting_id)
    ensure(may_run(participant, meeting), str(NOT_YOURS_TO_CHANGE))

    by_rule = request.POST.get("way") == "rule"
    form: RuleForm | TimesForm = (
        RuleForm(request.POST, prefix="rule")
        if by_rule
        else TimesForm(request.POST, prefix="propose")
    )
    if not form.is_valid():
        return show(request, meeting, participant, **{"rule" if by_rule else "times": form})

    try:
        fresh = add_slots(meeting=meeting, spans=form.spans)
    except TooLateError:
        messages.error(request, str(TOO_LATE))
    except TooManySlotsError:
        form.add_error(
            None,
            gettext("A meeting can have at most %(most)s proposed times. Remove some first.")
            % {"most": MOST_SLOTS},
        )
        return show(request, meeting, participant, **{"rule" if by_rule else "times": form})
    else:
        added = ngettext("%(n)s time was added.", "%(n)s times were added.", fresh) % {"n": fresh}
        none_new = gettext("All these times had been proposed already.")
        messages.success(request, added if fresh else none_new)
    return redirect(meeting)


@shows_and_saves
@login_required
def delete(request: SignedInRequest, meeting_id: int, slot_id: int) -> HttpResponse:
    """Take one proposed time away; what goes with it is said before, also where it came after the page was opened."""
    meeting, participant = meeting_for(request, meeting_id)
    ensure(may_run(participant, meeting), str(NOT_YOURS_TO_CHANGE))
    slot = get_object_or_404(meeting.slots, pk=slot_id)
    answers = slot.answers.count()
    is_known = request.POST.get("answers", "0") == str(answers)
    if not (saves(request) and is_known):
        context = {"meeting": meeting, "slot": slot, "answers": answers}
        status = form_status(too_late=saves(request))
        if saves(request):
            messages.error(
                request,
                gettext(
                    "Somebody has answered since you opened this page. Look again before you remove it."
                ),
            )
        return render(request, "meetings/times/delete.html", context, status=status)

    try:
        drop_slot(slot=slot)
    except TooLateError:
        messages.error(request, str(TOO_LATE))
    else:
        messages.success(request, gettext("That time was removed."))
    return redirect(meeting)
