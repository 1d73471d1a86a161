"""Clubs: those of a person and those to find, one of them, a new one."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from bookcub.clubs.actions.asking import pseuds_to_ask
from bookcub.clubs.actions.clubs import start_club
from bookcub.clubs.actions.joining import invite
from bookcub.clubs.forms.clubs import JoinForm
from bookcub.clubs.models import Club, ClubInvitation, ClubVisibility, Membership
from bookcub.clubs.policies import may_enter_openly
from bookcub.clubs.queries.clubs import club_front
from bookcub.clubs.views.lookups import show, visible_club
from bookcub.comments.actions.visits import look_at_club
from bookcub.comments.forms.comments import LONGEST
from bookcub.comments.views.talks.club_talk import say_form
from bookcub.comments.views.talks.talk_beside_books import form_beside_books
from bookcub.core.database.prepared import prepared
from bookcub.core.http import Request, SignedInRequest, posted, posted_files, shows_and_saves
from bookcub.home.forms.clubs import NewClubForm
from bookcub.home.queries.club_home import club_home
from bookcub.home.queries.club_index import index_page
from bookcub.people.models import Pseud, User
from bookcub.picks.actions.rules import choose_by
from bookcub.picks.models import Method
from bookcub.web.forms.refusals import refusals


@require_safe
def index(request: Request) -> HttpResponse:
    page = index_page(
        request.user, search=request.GET.get("q", ""), number=request.GET.get("page", 1)
    )

    return render(request, "home/club_index.html", {"page": page})


@require_safe
def detail(request: Request, club_id: int) -> HttpResponse:
    """A club's home for its members; for others what they may know and how they come in."""
    club = visible_club(request, club_id)

    door = None
    if request.user.is_authenticated:
        me = next(iter(_memberships(request.user, club.pk)), None)
        if me is not None:
            return _home(cast("SignedInRequest", request), club, me)
        door = JoinForm(user=request.user) if may_enter_openly(request.user, club) else None
    page = club_front(club, request.user)
    return render(request, "clubs/clubs/front.html", {"page": page, "club": club, "door": door})


@prepared
def _memberships(person: User, club: int) -> QuerySet[Membership]:
    mine = Membership.objects.current().filter(club=club, user=person)
    return mine.select_related("club", "pseud", "user__preferences")


def _home(request: SignedInRequest, club: Club, me: Membership) -> HttpResponse:
    is_long = request.GET.get("talk") == "more"
    page = club_home(me, request.user, new_since=look_at_club(me), is_long=is_long)
    box, say = page.talk.box, page.talk.say
    form = (
        say_form(request, say.read, is_new=True)
        if say.read
        else form_beside_books(request, club, is_new=True)
    )
    context = {
        "page": page,
        "club": club,
        "box": box,
        "form": form,
        "longest": LONGEST,
        "speaker": me.pseud_id or request.user.default_pseud.pk,
    }
    return render(request, "home/clubs/detail.html", context)


@login_required
@shows_and_saves
def new(request: SignedInRequest) -> HttpResponse:
    initial = {"time_zone": request.user.preferences.time_zone}
    files = posted_files(request)
    form = NewClubForm(posted(request), files, user=request.user, initial=initial)
    if not form.is_valid():
        return show(request, "home/club_new.html", {}, form=form)

    with refusals(form) as refused:
        club, asked = _start(request, form)
    if refused:
        return show(request, "home/club_new.html", {}, form=form)

    messages.success(request, _has_started(club, asked))
    return redirect("clubs:member_index" if not asked else "home:club_detail", club_id=club.pk)


def _has_started(club: Club, asked: int) -> str:
    if not asked:
        return gettext("“%(club)s” has started.") % {"club": club.name}
    return ngettext(
        "“%(club)s” has started, and %(number)d person is invited.",
        "“%(club)s” has started, and %(number)d people are invited.",
        asked,
    ) % {"club": club.name, "number": asked}


def _start(request: SignedInRequest, form: NewClubForm) -> tuple[Club, int]:
    given = form.cleaned_data
    named = pseuds_to_ask(given["people"], by=request.user, field="people")
    pseuds = _others(named, request)
    # Two take turns and decide together, more vote: it can be changed any time.
    fields = form.club_fields()
    of_two = len(pseuds) == 1
    if of_two and fields.visibility == ClubVisibility.PRIVATE:
        fields = replace(fields, decides_together=True)
    method = Method.TURNS if of_two else Method.RANKED
    with transaction.atomic():
        club = start_club(by=request.user, pseud=given["pseud"], fields=fields)
        choose_by(club=club, method=method)
        host = Membership.objects.select_related("club", "pseud").get(club=club, user=request.user)
        for pseud in pseuds:
            _invite(host, pseud, given["word"])
    return club, ClubInvitation.objects.filter(club=club).count()


def _others(pseuds: list[Pseud], request: SignedInRequest) -> list[Pseud]:
    """Each person once, without oneself."""
    each = {pseud.user_id: pseud for pseud in pseuds if pseud.user_id != request.user.pk}
    return list(each.values())


def _invite(host: Membership, pseud: Pseud, word: str) -> None:
    try:
        invite(membership=host, pseud=pseud, word=word)
    except ValidationError as refusal:
        raise ValidationError({"people": refusal.error_list}) from refusal
