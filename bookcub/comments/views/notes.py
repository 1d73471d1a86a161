"""Notes in the margin of a chapter."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from bookcub.comments.actions import AlreadySaidError, TooManyError
from bookcub.comments.actions.notes import make_note
from bookcub.comments.actions.suggestions import suggest
from bookcub.comments.forms.comments import EVERYONE, LONGEST, club_of, value_of
from bookcub.comments.forms.notes import AUTHORS, SELF, NoteForm, PassageForm
from bookcub.comments.models import Comment, Hearers
from bookcub.comments.policies import Visitor
from bookcub.comments.queries.notes import (
    OPENING,
    Audience,
    audience_of,
    chapters_beside,
    notes_page,
    opening_of,
)
from bookcub.comments.queries.threads import numbers_with
from bookcub.comments.views.lookups import (
    has_lost_log_in,
    held_for,
    held_under,
    here_of,
    hold,
    languages_in,
    let_go,
    wants_part,
)
from bookcub.comments.views.posting import TOO_MANY
from bookcub.core import text
from bookcub.core.database.prepared import prepared
from bookcub.core.http import (
    UNPROCESSABLE,
    Request,
    SignedInRequest,
    found_or_404,
    onward,
    saves,
    shows_and_saves,
)
from bookcub.core.page_urls import reverse
from bookcub.core.text import Block, legible
from bookcub.reading.queries.horizon import place_reached
from bookcub.reading.views import gate
from bookcub.works.models import Chapter, Work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models import User

# In the session: who heard the last note, and in which work.
NOTED_TO, NOTED_IN = "noted_to", "noted_in"
WISH, WORDS = "wish", "words"  # in an address: to suggest other words, not only to note something
AT = "at"  # in an address: the paragraph at which one was
PASSAGE = ("block", "start", "end_block", "end", "words")
LONGEST_WORDS = 300  # characters of a passage in an address
LONGEST_NAME = 80  # characters under which a browser keeps what is typed


@require_safe
@gate.asks_first
def index(request: Request, work_id: int, chapter_id: int) -> HttpResponse:
    """What is noted in a chapter: as a page, or for the margin of the reader's page."""
    chapter = _chapter(request, work_id, chapter_id)
    part = request.htmx or wants_part(request)

    if not part:
        gate.ensure_asked(request, chapter.work)

    wish = request.GET.get("show") == "everyone"
    notes = notes_page(request.user, chapter, shows_everyones=wish)
    # To the script that fills the margin: the page it stands on, where one comes back to the passage.
    here = onward(request, chapter.get_absolute_url()) if wants_part(request) else here_of(request)
    context = {"notes": notes, "chapter": chapter, "work": chapter.work, "here": here}
    if part:
        return render(request, "comments/notes/_notes.html", context)
    before, after = chapters_beside(chapter, request.user)
    context |= {
        "unfinished": _unfinished(request, chapter),
        "back": _way_back(request, chapter),
        "before": before,
        "after": after,
    }
    return render(request, "comments/notes/index.html", context)


def _way_back(request: Request, chapter: Chapter) -> str:
    """To the paragraph at which one asked for the notes, else to one's place, if that is in this chapter."""
    here, at = chapter.get_absolute_url(), request.GET.get(AT)
    if any(block.id == at for block in chapter.blocks):
        return f"{here}#{at}"
    place = place_reached(request.user, chapter.work) if request.user.is_authenticated else ""
    return place if place.partition("#")[0] == here else here


@shows_and_saves
@gate.asks_first
def new(request: Request, work_id: int, chapter_id: int) -> HttpResponse:
    """Choose a paragraph, then write; or with the words that a reader has selected, write at once."""
    chapter = _chapter(request, work_id, chapter_id)
    if saves(request) and has_lost_log_in(request):
        kept_as = _kept_still(chapter, _passage_in(request.POST, chapter), request.POST)
        back = reverse("comments:note_new", args=[work_id, chapter_id])
        return hold(request, kept_as=kept_as, back=f"{back}?{_about_sent(request.POST)}")
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    gate.ensure_asked(request, chapter.work)

    signed_in = cast("SignedInRequest", request)
    if saves(request):
        return _create(signed_in, chapter)
    return _ask(signed_in, chapter)


def _ask(request: SignedInRequest, chapter: Chapter) -> HttpResponse:
    blocks = chapter.blocks
    if "block" not in request.GET:
        return _choose(request, chapter, blocks)
    chosen = PassageForm(request.GET, blocks=blocks)
    if chosen.is_valid() and chosen.passage is not None:
        form = _form(request, chapter, blocks, passage=chosen.passage)
        return _show(request, chapter, form, chosen.passage, status=200)
    if request.htmx or wants_part(request):
        return render(request, "comments/notes/_gone.html", {"form": chosen}, status=UNPROCESSABLE)
    return _choose(request, chapter, blocks, status=UNPROCESSABLE)


def _create(request: SignedInRequest, chapter: Chapter) -> HttpResponse:
    blocks = chapter.blocks
    form = _form(request, chapter, blocks)
    made = _make(request, form, chapter, blocks)
    if isinstance(made, int):
        status = UNPROCESSABLE if request.htmx else made
        return _show(request, chapter, form, form.passage, status=status)
    kept_as = _kept_still(chapter, form.passage, request.POST)
    let_go(request, kept_as)
    request.session[NOTED_TO] = form.cleaned_data["to"]
    request.session[NOTED_IN] = chapter.work_id

    if request.htmx:
        context = {"kept_as": kept_as, "numbers": numbers_with(made)}
        response = render(request, "comments/notes/_made.html", context)
        told = {"comment": made.pk, "block": made.passage.end_block_id}
        response["HX-Trigger"] = json.dumps({"note-made": told})
        return response
    messages.success(request, _words(made))
    notes_url = reverse("comments:note_index", args=[chapter.work_id, chapter.pk])
    return redirect(f"{notes_url}?{AT}={made.passage.end_block_id}#note_{made.pk}")


def _make(
    request: SignedInRequest, form: NoteForm, chapter: Chapter, blocks: Sequence[Block]
) -> Comment | int:
    """Make the note that a form holds; or put what is wrong into the form and return the status to answer with."""
    if not form.is_valid() or form.passage is None:
        return UNPROCESSABLE
    clubs = _audience(request, chapter).clubs
    wanted = club_of(str(form.cleaned_data["to"]))
    said = partial(
        suggest if form.suggestion is not None else make_note,
        chapter=chapter,
        blocks=blocks,
        by=form.by,
        html=form.html,
        language=form.written_in,
        colour=form.cleaned_data["colour"],
    )
    try:
        if form.suggestion is not None:
            return said(passage=form.passage, words=form.suggestion)
        return said(
            words=form.passage,
            hearers=form.hearers,
            club=next((club for club in clubs if club.pk == wanted), None),
        )
    except AlreadySaidError:
        form.add_error(None, gettext("You have already noted exactly this here."))
        return UNPROCESSABLE
    except TooManyError as error:
        form.add_error(None, str(error))
        return TOO_MANY


def _form(
    request: SignedInRequest,
    chapter: Chapter,
    blocks: Sequence[Block],
    *,
    passage: text.Quotation | None = None,
) -> NoteForm:
    """As sent, or a new one about a passage; for whom one has written last."""
    audience = _audience(request, chapter)
    hearers = _choices(audience)
    held = held_for(request, _kept_as(chapter, passage)) if passage else {}
    form = partial(
        NoteForm,
        member=request.user,
        blocks=blocks,
        hearers=hearers,
        languages=languages_in(request, chapter.work),
        suggests="instead" in request.POST or "instead" in held or _wants_words(request),
        auto_id=f"note_{chapter.pk}_%s",
    )
    if passage is None:
        return form(request.POST)
    initial: dict[str, Any] = {
        "block": passage.start_block_id,
        "start": passage.start_offset,
        "end_block": passage.end_block_id,
        "end": passage.end_offset,
        "words": passage.exact,
        "to": _likely(request, chapter.work, audience, hearers),
        "instead": passage.exact,
        "text": "",
    }
    return form(initial=initial | held)


def _wants_words(request: Request) -> bool:
    return request.GET.get(WISH) == WORDS


def _audience(request: SignedInRequest, chapter: Chapter) -> Audience:
    return audience_of(request.user, Visitor.of(request.user, chapter.work), chapter)


def _choices(audience: Audience) -> list[tuple[str, str]]:
    clubs = [(value_of(club.pk), club.name) for club in audience.clubs]
    everyone = [(EVERYONE, gettext("Everyone who may read it"))] if audience.everyone else []
    authors = [(AUTHORS, gettext("The authors"))] if audience.authors else []
    return [*authors, (SELF, gettext("Only me")), *clubs, *everyone]


def _likely(
    request: SignedInRequest, work: Work, audience: Audience, hearers: list[tuple[str, str]]
) -> str:
    """Who heard the last note, if they may hear this one; else the club that reads the work.

    A club that does not read it is offered first only to whoever has just noted something there in this very work.
    """
    if audience.authors:
        return AUTHORS
    last, where = request.session.get(NOTED_TO, ""), request.session.get(NOTED_IN)
    reads_not = last in {value_of(club.pk) for club in audience.others} and where != work.pk
    if last in dict(hearers) and not (audience.reading and reads_not):
        return str(last)
    return value_of(audience.reading[0].pk) if audience.reading else SELF


def _show(
    request: SignedInRequest,
    chapter: Chapter,
    form: NoteForm,
    passage: text.Quotation | None,
    *,
    status: int,
) -> HttpResponse:
    part = request.htmx or wants_part(request)
    sent = request.POST if form.is_bound else request.GET
    kept_as = _kept_still(chapter, passage, sent)
    unfinished = _unfinished(request, chapter)
    context = {
        "form": form,
        "chapter": chapter,
        "work": chapter.work,
        "quote": legible(passage.exact) if passage else "",
        "kept_as": kept_as,
        "unfinished": unfinished if unfinished and unfinished.kept_as != kept_as else None,
        "about": _about_sent(sent),
        "longest": LONGEST,
        "in_place": part,
        "back": f"{chapter.get_absolute_url()}#{passage.start_block_id if passage else ''}",
    }
    page = "comments/notes/_form.html" if part else "comments/notes/new.html"
    return render(request, page, context, status=status)


def _choose(
    request: SignedInRequest, chapter: Chapter, blocks: Sequence[Block], *, status: int = 200
) -> HttpResponse:
    paragraphs = [
        (block.id, legible(block.text), opening_of(block.text)) for block in blocks if block.text
    ]
    context = {
        "chapter": chapter,
        "work": chapter.work,
        "paragraphs": paragraphs,
        "is_gone": status != 200,  # noqa: PLR2004  # HTTP
        "suggests": _wants_words(request),
        "unfinished": _unfinished(request, chapter),
    }
    return render(request, "comments/notes/choose.html", context, status=status)


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A note that waits until its writer goes on with it: their log-in ran out while they wrote."""

    kept_as: str
    url: str
    words: str  # that were marked; empty for a note on a paragraph
    opening: str  # of its paragraph; empty where that is gone
    text: str

    @property
    def typed(self) -> str:
        """What names a note on a paragraph."""
        return text.shortened(self.text, OPENING)


def _unfinished(request: Request, chapter: Chapter) -> Unfinished | None:
    start = _kept_as(chapter, None)
    held = held_under(request, start)
    if not held:
        return None
    block_id, _, words = held["kept_as"].removeprefix(start).removeprefix("b-").partition("-")
    back = held.get("back", "")
    passage = _passage_in(QueryDict(back.partition("?")[2]), chapter) if words else None
    return Unfinished(
        kept_as=held["kept_as"],
        url=back,
        words=opening_of(passage.exact) if passage else "",
        opening=next(
            (opening_of(one.text) for one in chapter.blocks if one.id == f"b-{block_id}"), ""
        ),
        text=held.get("text", ""),
    )


def _passage_in(sent: QueryDict, chapter: Chapter) -> text.Quotation | None:
    form = PassageForm(sent, blocks=chapter.blocks)
    return form.passage if form.is_valid() else None


def _kept_as(chapter: Chapter, passage: text.Quotation | None) -> str:
    """The name of an unfinished note: it is offered with its own words, or its own paragraph, and nowhere else.

    The words, not where they stand: what is around them may change meanwhile.
    """
    start = f"note-{chapter.pk}-"
    if passage is None:
        return start
    paragraph = f"{start}{passage.end_block_id}"
    if text.whole_block(chapter.blocks, passage.end_block_id).exact == passage.exact:
        return paragraph
    return f"{paragraph}-{sha256(passage.exact.encode()).hexdigest()[:12]}"


def _kept_still(chapter: Chapter, passage: text.Quotation | None, sent: QueryDict) -> str:
    """The name that an unfinished note has in the browser, whatever has become of its words since."""
    start = _kept_as(chapter, None)
    kept = sent.get("kept", "")
    if kept.startswith(start) and slugify(kept) == kept:
        return kept[:LONGEST_NAME]
    if passage is not None:
        return _kept_as(chapter, passage)
    return start + slugify(sent.get("end_block") or sent.get("block", ""))[:12]


def _about_sent(sent: QueryDict) -> str:
    """The address of the words that a note is about, to go on there; without long words, which only make sure."""
    about = {name: sent[name] for name in PASSAGE if sent.get(name)}
    if len(about.get("words", "")) > LONGEST_WORDS:
        del about["words"]
    if "instead" in sent or sent.get(WISH) == WORDS:
        about[WISH] = WORDS
    return urlencode(about)


def _words(made: Comment) -> str:
    if made.hearers == Hearers.SELF:
        return gettext("Your note is saved. Only you can see it.")
    if made.hearers == Hearers.AUTHORS:
        return gettext("Your note is saved. Only you and the authors can see it.")
    if made.club is not None:
        return gettext("Your note is saved for %(club)s.") % {"club": made.club.name}
    if made.is_approved:
        return gettext("Your note is saved for everyone.")
    return gettext(
        "Your note is saved. Others will see it once a creator of the work has approved it."
    )


def _chapter(request: Request, work_id: int, chapter_id: int) -> Chapter:
    return found_or_404(next(iter(_chapters(request.user, work_id, chapter_id)), None))


@prepared
def _chapters(person: User | AnonymousUser, work: int, chapter: int) -> QuerySet[Chapter]:
    return Chapter.objects.visible_to(person).select_related("work").filter(work=work, pk=chapter)
