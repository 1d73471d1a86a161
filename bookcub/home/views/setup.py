"""Setting the archive up: one step at a time, then all of it at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from bookcub.core.http import Request, form_status, saves, shows_and_saves
from bookcub.home.actions.setting_up import STEPS, Answers, open_archive
from bookcub.home.forms import DoorForm, KeeperForm, NameForm, StoriesForm
from bookcub.home.middleware import being_set_up_page, is_set_up
from bookcub.people.actions.sessions import sign_in
from bookcub.people.actions.setting_up import AlreadySetUpError
from bookcub.people.models import SignUp

FORMS: dict[str, type[Any]] = {
    "archive": NameForm,
    "keeper": KeeperForm,
    "door": DoorForm,
    "stories": StoriesForm,
}
NAMES = ("The archive", "Its keeper", "Who may join", "Stories", "Look it over")
WRONG_LINK = "This is not the link that the archive’s terminal shows. Copy it once more, whole."
View = Callable[..., HttpResponse]


def only_while_empty(view: View) -> View:
    """404 for ever once the archive is set up; a friendly page for whoever did not come by the link."""

    @wraps(view)
    def guarded(request: Request, **given: str) -> HttpResponse:
        if is_set_up():
            raise Http404
        answers = Answers(request.session)
        if not answers.are_allowed:
            return being_set_up_page(request)
        return view(request, answers, **given)

    return guarded


@never_cache
@require_safe
def begin(request: Request, token: str) -> HttpResponse:
    """Take the link from the terminal, and let its address go no further than this."""
    if is_set_up():
        raise Http404
    if not Answers(request.session).allow(token):
        return being_set_up_page(request, status=403, said=WRONG_LINK)
    return redirect("home:setup_index")


@never_cache
@require_safe
@only_while_empty
def index(request: Request, answers: Answers) -> HttpResponse:
    """Go to the first question that is still open."""
    if answers.missing:
        return redirect("home:setup_step", answers.missing)
    return redirect("home:setup_summary")


@sensitive_post_parameters("password")
@never_cache
@shows_and_saves
@only_while_empty
def step(request: Request, answers: Answers, step: str) -> HttpResponse:
    """Ask one question, keep its answer, and go on to the next."""
    if step not in STEPS:
        raise Http404
    if answers.missing and STEPS.index(step) > STEPS.index(answers.missing):
        return redirect("home:setup_index")

    form = _form(request, answers, step)
    if not form.is_valid():
        status = form_status(form)
        return render(request, "home/setup_step.html", _page(step, form), status=status)

    answers.keep(step, form.cleaned_data)

    following = STEPS.index(step) + 1
    if following < len(STEPS) and answers.missing:
        return redirect("home:setup_step", STEPS[following])
    return redirect("home:setup_summary")


@never_cache
@shows_and_saves
@only_while_empty
def summary(request: Request, answers: Answers) -> HttpResponse:
    """Show all answers; a POST makes the archive of them."""
    if answers.missing:
        return redirect("home:setup_index")
    if not saves(request):
        return render(request, "home/setup_summary.html", _summary(answers))

    try:
        keeper = open_archive(answers)
    except AlreadySetUpError:
        answers.forget()
        return render(request, "home/setup_taken.html", status=409)

    answers.forget()
    sign_in(request, keeper, remember=True)
    return redirect("home:first_steps")


def _form(request: Request, answers: Answers, step: str) -> Form:
    kept = answers.of(step)
    more = {"has_password": bool(kept.get("password_hash"))} if step == "keeper" else {}
    if saves(request):
        posted: Form = FORMS[step](request.POST, **more)
        return posted
    blank: Form = FORMS[step](initial=kept or None, **more)
    return blank


def _page(step: str, form: Form) -> dict[str, object]:
    number = STEPS.index(step)
    return {
        "form": form,
        "step": step,
        "names": NAMES,
        "number": number + 1,
        "before": STEPS[number - 1] if number else "",
    }


def _summary(answers: Answers) -> dict[str, object]:
    return {
        "names": NAMES,
        "number": len(NAMES),
        "archive_said": answers.of("archive"),
        "keeper": answers.of("keeper"),
        "sign_up": SignUp(answers.of("door")["sign_up"]).label,
        "fill": answers.of("stories")["fill"] == "yes",
    }
