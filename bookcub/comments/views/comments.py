"""One comment: shown with its thread, changed, taken back."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from bookcub.comments import actions
from bookcub.comments.actions import AlreadySaidError
from bookcub.comments.actions.comments import is_for_the_trash
from bookcub.comments.actions.visits import look
from bookcub.comments.forms.comments import LONGEST, typed_again
from bookcub.comments.models import Comment
from bookcub.comments.policies import may_delete, may_edit
from bookcub.comments.queries.cards import card_of
from bookcub.comments.queries.subjects import subject_of
from bookcub.comments.queries.threads import beside, numbers_with, thread_page
from bookcub.comments.views.lookups import (
    TALK,
    address_key,
    asks_to_look_ahead,
    comment_for,
    form_for,
    has_lost_log_in,
    here_of,
    hold,
    is_closed,
    is_newest_first,
    let_go,
    not_yours_to_keep,
    notes_with,
    place_of,
    show_changed,
    visitor_of,
)
from bookcub.core.clock import now
from bookcub.core.http import (
    Request,
    SignedInRequest,
    ensure,
    form_status,
    onward,
    saves,
    shows_and_saves,
)
from bookcub.core.page_urls import reverse
from bookcub.people.views.trash.offers import offer_to_restore
from bookcub.reading.views import gate
from bookcub.web.messages import offer_undo, say_saved

JUST_NOW = timedelta(minutes=1)


@require_safe
@gate.asks_first
@asks_to_look_ahead
def detail(request: Request, comment_id: int) -> HttpResponse:
    """The comment with what it answers and all that answers it."""
    comment = comment_for(request, comment_id)

    if comment.work is not None:
        gate.ensure_asked(request, comment.work)

    new_since = look(at=comment.work, by=request.user) if comment.work else None
    context = {
        "thread": thread_page(request, comment, new_since=new_since),
        "comment": comment,
        "work": comment.work,
        "subject": subject_of(comment),
        "settled": _settled(request, comment),
        "here": here_of(request),
    }
    return render(request, "comments/comments/detail.html", context)


@shows_and_saves
def edit(request: Request, comment_id: int) -> HttpResponse:
    """The box with what one has said, and the change; in its place where there is a script."""
    if is_closed(request):
        return HttpResponse()

    kept_as = f"comment-edit-{comment_id}"
    if saves(request) and has_lost_log_in(request):
        return _in_its_place(
            hold(request, kept_as=kept_as, back=reverse("comments:comment_edit", args=[comment_id]))
        )
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    comment = comment_for(request, comment_id)
    ensure(
        may_edit(visitor_of(request, comment), comment),
        gettext(
            "You can change only your own comments, and only until somebody replies to them or the "
            "thread is frozen."
        ),
    )

    text = typed_again(comment.html)
    form = form_for(request, kept_as=kept_as, text=text, auto_id=f"edit_{comment.pk}_%s")
    form.fields["text"].widget.attrs["autofocus"] = True
    heading, form.fields["text"].label = _called(comment)
    if form.is_valid():
        try:
            actions.edit(comment=comment, html=form.html, pseud=form.cleaned_data["pseud"])
        except AlreadySaidError as error:
            form.add_error(None, ValidationError(str(error), code="already_said"))
        else:
            let_go(request, kept_as)
            return _edited(request, comment, kept_as)

    context = {
        "form": form,
        "heading": heading,
        "comment": comment,
        "subject": subject_of(comment),
        "kept_as": kept_as,
        "longest": LONGEST,
        "next": onward(request, ""),
        "back": place_of(request, comment),
        "in_place": bool(request.htmx),
    }
    page = "_edit" if request.htmx else "edit"
    response = render(request, f"comments/comments/{page}.html", context, status=form_status(form))
    return _in_its_place(response) if saves(request) else response


def _called(comment: Comment) -> tuple[str, str]:
    """What the form is called, and its box: that as it was when one wrote."""
    if comment.is_note:
        return gettext("Edit your note"), gettext("Your note")
    if comment.parent_id is not None:
        return gettext("Edit your reply"), gettext("Your reply")
    return gettext("Edit your comment"), gettext("Comment")


def _edited(request: Request, comment: Comment, kept_as: str) -> HttpResponse:
    words = _words_of_change(comment)
    if request.htmx:
        changed = comment_for(request, comment.pk)
        return show_changed(request, changed, words=words, kept_as=kept_as)
    say_saved(request, words, name=kept_as)
    return redirect(place_of(request, comment))


def _words_of_change(comment: Comment) -> str:
    if comment.is_note:
        words = gettext("Your note is changed.")
    elif comment.parent_id is not None:
        words = gettext("Your reply is changed.")
    else:
        words = gettext("Your comment is changed.")
    if comment.is_approved:
        return words
    again = gettext("Others will see it again once a creator of the work has approved it.")
    return f"{words} {again}"


def _in_its_place(response: HttpResponse) -> HttpResponse:
    """Where the change was not made, the box comes back to where it stood, not in the place of the comment."""
    response.headers["HX-Retarget"] = "closest .comment-reply"
    response.headers["HX-Reswap"] = "innerHTML"
    return response


@shows_and_saves
@login_required
def delete(request: SignedInRequest, comment_id: int) -> HttpResponse:
    """Ask, then delete; for a day it can be brought back, from a club’s trash for longer."""
    if is_closed(request):
        return HttpResponse()

    comment = comment_for(request, comment_id)
    visitor = visitor_of(request, comment)
    ensure(may_delete(visitor, comment), not_yours_to_keep())

    if not saves(request):
        card = card_of(comment, visitor, anchored=True)
        context = {
            "comment": comment,
            "card": card,
            "is_answered": comment.replies.spoken().not_kept_from(request.user).exists(),
            "next": onward(request, ""),
            "back": place_of(request, comment),
            "is_for_trash": is_for_the_trash(comment, request.user),
            "in_place": bool(request.htmx),
        }
        page = "_delete" if request.htmx else "delete"
        return render(request, f"comments/comments/{page}.html", context)

    actions.delete(comment=comment, by=request.user)

    if request.htmx:
        return _deleted_in_its_place(request, comment)
    if comment.is_discarded:
        offer_to_restore(
            request, gettext("“%(title)s” is in the trash for 30 days."), "comment", comment
        )
    else:
        undo_url = reverse("comments:restoration_create", args=[comment.pk])
        back = onward(request, "")
        offer_undo(
            request,
            _words_of_trash(comment),
            url=f"{undo_url}?next={quote(back)}" if back else undo_url,
        )
    return redirect(_after(request, comment))


def _deleted_in_its_place(request: SignedInRequest, comment: Comment) -> HttpResponse:
    """What stands where it stood: that it is deleted, and the way back."""
    is_in_trash = comment.is_discarded
    notes = notes_with(request, comment)
    context = {
        "comment": comment,
        "words": _words_of_deletion(comment),
        "undo_url": reverse("people:trash_restoration_create", args=["comment", comment.pk])
        if is_in_trash
        else reverse("comments:restoration_create", args=[comment.pk]),
        "undo_in_place": not is_in_trash,
        "in_margin": not request.htmx.target,  # where comments have no ids
        "numbers": numbers_with(comment),
        "notes": notes,
        "group": notes.group_of(comment) if notes else None,
        "here": here_of(request),
    }
    return render(request, "comments/_deleted.html", context)


def _words_of_deletion(comment: Comment) -> str:
    if comment.is_discarded:
        return gettext("The comment is deleted. You can bring it back for 30 days.")
    if comment.is_note:
        return gettext("The note is deleted. You can bring it back for a day.")
    if comment.parent_id is not None:
        return gettext("The reply is deleted. You can bring it back for a day.")
    return gettext("The comment is deleted. You can bring it back for a day.")


def _words_of_trash(comment: Comment) -> str:
    if comment.is_note:
        return gettext("The note is in your trash for a day.")
    if comment.parent_id is not None:
        return gettext("The reply is in your trash for a day.")
    return gettext("The comment is in your trash for a day.")


def _after(request: SignedInRequest, comment: Comment) -> str:
    """Where one stands once a comment is gone: where it was, with what it answered, or among the others."""
    page = onward(request, "")
    # Its own page may be gone with it.
    if page and page.partition("?")[0].partition("#")[0] != comment.get_absolute_url():
        near = beside(comment, request.user, newest_first=is_newest_first(request))
        return place_of(request, comment, anchor=near.anchor if near else TALK)
    if comment.parent_id is not None:
        return reverse("comments:comment_detail", args=[comment.parent_id])
    return subject_of(comment).talk_url or reverse("home:front_index")


def _settled(request: Request, comment: Comment) -> list[str]:
    """The names under which the writer's browser may still keep what has just been said."""
    if comment.pseud is not None:
        wrote = comment.pseud.user_id == request.user.pk
    else:
        wrote = bool(comment.guest_key) and comment.guest_key == address_key(request, of="comment")
    latest = comment.edited_at or comment.posted_at
    if not wrote or latest < now() - JUST_NOW:
        return []
    if comment.edited_at:
        return [f"comment-edit-{comment.pk}"]
    if comment.parent_id:
        return [f"comment-reply-{comment.parent_id}"]
    return [subject_of(comment).kept_as]
