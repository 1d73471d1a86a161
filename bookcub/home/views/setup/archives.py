"""The end of the set-up: all answers once more, and then the archive."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from bookcub.core.http import CONFLICT, Request, saves, shows_and_saves
from bookcub.home.actions.setting_up import Answers, open_archive
from bookcub.home.forms.setup import WHO_MAY_JOIN
from bookcub.home.views.setup import NAMES
from bookcub.home.views.setup.empty import only_while_empty
from bookcub.people.actions.sessions import sign_in
from bookcub.people.actions.setting_up import AlreadySetUpError


@never_cache
@shows_and_saves
@only_while_empty
def new(request: Request, answers: Answers) -> HttpResponse:
    """Show all answers; a POST makes the archive of them."""
    if answers.missing:
        return redirect("home:setup_step_index")
    if not saves(request):
        return render(request, "home/archive_new.html", _summary(answers))

    try:
        # Only here is whoever asks known to keep the archive: letters will lead to where they found it.
        keeper = open_archive(answers, address=request.build_absolute_uri("/").rstrip("/"))
    except AlreadySetUpError:
        answers.forget()
        return render(request, "home/setup_taken.html", status=CONFLICT)

    answers.forget()
    sign_in(request, keeper, remember=True)
    return redirect("home:first_step_index")


def _summary(answers: Answers) -> dict[str, object]:
    return {
        "names": NAMES,
        "number": len(NAMES),
        "archive_answers": answers.of("archive"),
        "language": dict(settings.LANGUAGES)[answers.of("archive")["language"]],
        "keeper": answers.of("keeper"),
        "sign_up": dict(WHO_MAY_JOIN)[answers.of("door")["sign_up"]],
        "fill": answers.of("stories")["fill"] == "yes",
    }
