"""Decisions about tags: the log, and a new one, which says what it touches before it is made."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from bookcub.core.http import SignedInRequest, form_status, onward, saves, shows_and_saves
from bookcub.core.page_urls import reverse
from bookcub.finding.actions import tag_changes
from bookcub.finding.forms.wrangling import Deed, TagChangeForm, TagCommand
from bookcub.finding.policies import WranglingScope, at_the_desk
from bookcub.finding.queries.wrangling.logs import change_lines, changes
from bookcub.finding.queries.wrangling.previews import preview_of
from bookcub.finding.views.wrangling.access import desk_tabs, ensured_scope, known_tags
from bookcub.people.models import User
from bookcub.tags.actions.families import describe
from bookcub.tags.models import MEDIA, Tag
from bookcub.web.forms.refusals import refusals
from bookcub.web.messages import offer_undo
from bookcub.web.pages import page_of

LINES = 50


@login_required
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    scope = ensured_scope(request)

    page = page_of(changes(scope), request, LINES)
    context = {
        "page": page,
        "lines": change_lines(page.object_list),
        "tabs": desk_tabs(),
        "current": reverse("finding:tag_change_index"),
    }
    return render(request, "finding/wrangling/log.html", context)


@login_required
@shows_and_saves
def new(request: SignedInRequest) -> HttpResponse:
    """What a decision touches; a POST makes it. The desk's forms lead here with what was ticked."""
    scope = ensured_scope(request)
    asked = request.POST if saves(request) else request.GET
    form = TagChangeForm(
        asked if saves(request) or "do" in asked else None,
        tags=known_tags(scope),
        parents=_parents(scope),
    )

    command = form.cleaned_data["command"] if form.is_valid() else None
    if command is not None and saves(request):
        with refusals(form) as refused:
            _carry_out(command, request.user)
        if not refused:
            _tell(request, command)
            return redirect(onward(request, reverse("finding:wrangling_index")))

    context = {
        "form": form,
        "command": command,
        "preview": preview_of(command.tags) if command is not None else None,
        "next": onward(request, ""),
        "tabs": desk_tabs(),
    }
    return render(request, "finding/wrangling/change.html", context, status=form_status(form))


def _parents(scope: WranglingScope) -> QuerySet[Tag]:
    return Tag.objects.filter(at_the_desk()).filter(Q(kind=MEDIA) | scope.holds())


def _carry_out(command: TagCommand, by: User) -> None:
    tags, others, words = command.tags, command.others, command.words
    deeds: dict[Deed, Callable[[], None]] = {
        Deed.CANONICAL: lambda: tag_changes.make_canonical(tags, under=others, by=by),
        Deed.MERGE: lambda: tag_changes.merge(tags, into=others[0], by=by),
        Deed.UNDER: lambda: tag_changes.put_under(tags, parents=others, by=by),
        Deed.OUT: lambda: tag_changes.take_out(tags, parents=others, by=by),
        Deed.SPLIT: lambda: tag_changes.split_off(tags, by=by),
        Deed.BACK: lambda: tag_changes.take_back(tags, by=by),
        Deed.RENAME: lambda: tag_changes.rename(tags[0], name=words, by=by),
        Deed.DESCRIBE: lambda: describe(tags[0], note=words, by=by),
    }
    deeds[command.deed]()


def _tell(request: SignedInRequest, command: TagCommand) -> None:
    """What was done; of one tag with a way back, of several the log has them."""
    tag, *more = command.tags
    change = None if more else tag_changes.newest_change(tag, by=request.user)
    if change is not None:
        url = reverse("finding:tag_undoing_create", args=[change.pk])
        offer_undo(request, gettext("Done: “%(name)s”.") % {"name": tag.name}, url=url)
        return
    sentence = ngettext(
        "Done with %(number)s tag. The log can undo it.",
        "Done with %(number)s tags. The log can undo each.",
        len(command.tags),
    )
    messages.success(request, sentence % {"number": len(command.tags)})
