"""Leaving for good: what becomes of what one leaves, what that means, and a last question."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from bookcub.core.http import SignedInRequest, posted, shows_and_saves
from bookcub.core.page_urls import reverse
from bookcub.people.actions.accounts import LastKeeperError, delete_account, is_last_keeper
from bookcub.people.forms.accounts import ClosingForm, DeletionForm
from bookcub.people.limits import log_ins as login_throttle
from bookcub.people.owned_content import ClosingQuestion, questions_for
from bookcub.people.views.form_pages import check_old_password, frame, show, too_soon


@login_required
@require_safe
def new(request: SignedInRequest) -> HttpResponse:
    """The questions. Their answers go into the address of the next page, so that nothing is kept of them."""
    if is_last_keeper(request.user):
        return render(request, "people/deletions/refused.html", {**frame(request)})

    questions = questions_for(request.user)
    form = ClosingForm(request.GET or None, questions=questions)
    return show(request, "people/deletions/new.html", {}, form=form)


@sensitive_post_parameters("old_password")
@login_required
@shows_and_saves
def create(request: SignedInRequest) -> HttpResponse:
    """What will happen; and, with name and password, its happening."""
    questions = questions_for(request.user)
    choices = ClosingForm(request.GET, questions=questions)
    if is_last_keeper(request.user) or not choices.is_valid():
        return redirect(f"{reverse('people:deletion_new')}?{request.GET.urlencode()}")

    page = "people/deletions/create.html"
    context = {"outcomes": _outcomes(questions, choices), "pseuds": request.user.pseuds.all()}
    form = DeletionForm(posted(request), user=request.user)
    try:
        if not form.is_valid() or not check_old_password(request, form, request.user):
            return show(request, page, context, form=form)
    except login_throttle.TooSoonError as error:
        return too_soon(request, page, context, form=form, error=error)

    try:
        delete_account(request.user, choices=choices.cleaned_data)
    except LastKeeperError:
        # Another keeper has just left: the first page says what to do.
        return redirect("people:deletion_new")
    logout(request)

    messages.info(
        request, gettext("Your account is deleted. Thank you for the time you spent here.")
    )
    return redirect("/")


def _outcomes(questions: list[tuple[ClosingQuestion, int]], choices: ClosingForm) -> list[str]:
    return [
        str(question.choice(choices.cleaned_data).outcome).format(count=question.counted(number))
        for question, number in questions
    ]
