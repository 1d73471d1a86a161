"""The questions of the set-up, one at a time."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from bookcub.core.http import Request, form_status, saves, shows_and_saves
from bookcub.home.actions.setting_up import STEPS, Answers
from bookcub.home.forms.setup import KeeperForm, NameForm, StoriesForm, WhoMayJoinForm
from bookcub.home.views.setup import NAMES
from bookcub.home.views.setup.empty import only_while_empty
from bookcub.people.page_language import keep_language

FORMS: dict[str, type[Any]] = {
    "archive": NameForm,
    "keeper": KeeperForm,
    "door": WhoMayJoinForm,
    "stories": StoriesForm,
}


@never_cache
@require_safe
@only_while_empty
def index(request: Request, answers: Answers) -> HttpResponse:
    """Go to the first question that is still open."""
    if answers.missing:
        return redirect("home:setup_step_edit", answers.missing)
    return redirect("home:archive_new")


@sensitive_post_parameters("password")
@never_cache
@shows_and_saves
@only_while_empty
def edit(request: Request, answers: Answers, step: str) -> HttpResponse:
    """Ask one question, keep its answer, and go on to the next."""
    if step not in STEPS:
        raise Http404
    if answers.missing and STEPS.index(step) > STEPS.index(answers.missing):
        return redirect("home:setup_step_index")

    form = _form(request, answers, step)
    if not form.is_valid():
        if password := getattr(form, "cleaned_data", {}).get("password"):
            answers.keep_password(password)
            form = _form(request, answers, step)
        status = form_status(form)
        return render(request, "home/setup_step_edit.html", _page(step, form), status=status)

    answers.keep(step, form.cleaned_data)

    following = STEPS.index(step) + 1
    if following < len(STEPS) and answers.missing:
        response = redirect("home:setup_step_edit", STEPS[following])
    else:
        response = redirect("home:archive_new")
    if "language" in form.cleaned_data:  # the questions go on in it
        keep_language(response, form.cleaned_data["language"], secure=request.is_secure())
    return response


def _form(request: Request, answers: Answers, step: str) -> Any:
    kept = answers.of(step)
    more = {"has_password": bool(answers.password_hash)} if step == "keeper" else {}
    if saves(request):
        return FORMS[step](request.POST, **more)
    return FORMS[step](initial=kept or None, **more)


def _page(step: str, form: Any) -> dict[str, object]:
    number = STEPS.index(step)
    return {
        "form": form,
        "step": step,
        "names": NAMES,
        "number": number + 1,
        "before": STEPS[number - 1] if number else "",
    }
