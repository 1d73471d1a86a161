"""Read this with someone: from a work to a club of two in one form."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext

from bookcub.clubs.actions.asking import pseuds_to_ask
from bookcub.clubs.models import Club
from bookcub.clubs.views.lookups import show
from bookcub.core.http import SignedInRequest, posted, shows_and_saves
from bookcub.home.actions.starting_clubs import SharedRead, asked_to_read, read_together
from bookcub.home.forms.clubs import ReadWithForm
from bookcub.people.models import Pseud
from bookcub.web.forms.refusals import refusals
from bookcub.works.models import Work

PAGE = "home/shared_read_new.html"


@login_required
@shows_and_saves
def new(request: SignedInRequest, work_id: int) -> HttpResponse:
    works = Work.objects.visible_to(request.user).posted()
    work = get_object_or_404(works, pk=work_id)

    form = ReadWithForm(posted(request), user=request.user)
    context = {"work": work, "clubs": Club.objects.of(request.user)}
    if not form.is_valid():
        return show(request, PAGE, context, form=form)

    with refusals(form) as refused:
        started = _start(request, form, work)
    if refused:
        return show(request, PAGE, context, form=form)

    if started.invitation is not None:
        name = started.invitation.user.username
        messages.success(request, gettext("%(name)s is invited.") % {"name": name})
        return redirect("home:club_detail", club_id=started.club.pk)
    messages.success(request, gettext("Here is the link to send to your friend."))
    return redirect("clubs:link_edit", club_id=started.club.pk)


def _start(request: SignedInRequest, form: ReadWithForm, work: Work) -> SharedRead:
    given = form.cleaned_data
    friend: Pseud | None = None
    if given["by_link"] == "no":
        asked = set(asked_to_read(work, by=request.user).values_list("user", flat=True))
        [friend] = pseuds_to_ask([given["friend"]], by=request.user, field="friend", asked=asked)
        if friend.user_id == request.user.pk:
            sentence = gettext("That is you. Choose somebody else.")
            raise ValidationError({"friend": ValidationError(sentence, code="oneself")})
    try:
        return read_together(
            by=request.user,
            pseud=given["pseud"],
            work=work,
            friend=friend,
            name=given["name"],
            word=given["word"],
        )
    except ValidationError as refusal:
        if hasattr(refusal, "error_dict") or friend is None:
            raise
        raise ValidationError({"friend": refusal.error_list}) from refusal
