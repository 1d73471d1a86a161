"""What stays of a read as a small book: an HTML file, or an e-book, up to the horizon of whoever takes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, gettext_lazy

from bookcub.formats.epub.writer import BookChapter, BookToWrite, write_epub
from bookcub.formats.epub.xhtml import as_xhtml
from bookcub.meetings.models import Meeting
from bookcub.memory.queries.memory import Memory

STYLE = Path(__file__).parents[1] / "static/memory/css/keepsake.css"
PARTS = (
    (gettext_lazy("How we chose it"), "chosen"),
    (gettext_lazy("How it went"), "pace"),
    (gettext_lazy("What we talked about"), "passages"),
    (gettext_lazy("What we said in our meetings"), "minutes"),
    (gettext_lazy("What we predicted"), "guesses"),
    (gettext_lazy("What we think of it"), "ratings"),
    (gettext_lazy("Older notes"), "kept"),
)


@dataclass(frozen=True, slots=True)
class KeepsakeChapter:
    """One chapter of the keepsake; its HTML is made of escaped and sanitised words."""

    title: str
    html: SafeString


def parts_of(memory: Memory) -> list[KeepsakeChapter]:
    """The chapters that have something to say."""
    return list(_parts(memory))


def _parts(memory: Memory) -> Iterator[KeepsakeChapter]:
    context = {"memory": memory}
    for title, name in PARTS:
        html = render_to_string(f"memory/keepsake/_{name}.html", context).strip()
        if html:
            yield KeepsakeChapter(str(title), mark_safe(html))  # noqa: S308  # rendered by templates that escape


def as_html(memory: Memory, *, at: datetime) -> str:
    """One file that needs nothing else."""
    style = format_html("<style>{}</style>", mark_safe(STYLE.read_text()))  # noqa: S308  # our own style sheet
    # As in the e-book: pictures from elsewhere become links, so that opening it tells nobody.
    parts = [
        KeepsakeChapter(part.title, mark_safe(as_xhtml(part.html)))  # noqa: S308  # sanitised, then fitted
        for part in parts_of(memory)
    ]
    context = {
        "memory": memory,
        "title": title_of(memory),
        "parts": parts,
        "style": style,
        "at": at,
        "language": get_language() or "en",
    }
    return render_to_string("memory/keepsake/page.html", context)


def as_epub(memory: Memory, *, at: datetime) -> bytes:
    """The same as an e-book."""
    read = memory.read
    opening = render_to_string("memory/keepsake/_opening.html", {"memory": memory, "at": at})
    chapters = [BookChapter(title_of(memory), opening)]
    chapters += [BookChapter(part.title, part.html) for part in parts_of(memory)]
    return write_epub(
        BookToWrite(
            identifier=uuid5(NAMESPACE_URL, f"{settings.LETTERS_URL}{read.get_absolute_url()}").urn,
            title=title_of(memory),
            modified=last_change(memory, at),
            chapters=chapters,
            language=get_language() or "en",
            authors=[read.club.name],
            description=gettext("What we remember of reading “%(title)s” together.")
            % {"title": read.title},
        )
    )


def title_of(memory: Memory) -> str:
    """What the keepsake is called."""
    return gettext("%(title)s, read by %(club)s") % {
        "club": memory.read.club.name,
        "title": memory.read.title,
    }


def last_change(memory: Memory, at: datetime) -> datetime:
    """When something in it last changed: taking it twice gives the same file."""
    moments = [memory.read.made_at, *_moments(memory)]
    return min(max(moments), at)


def _moments(memory: Memory) -> Sequence[datetime]:
    meetings: list[Meeting] = [each.meeting for each in memory.minutes]
    found = [each.held_at or each.made_at for each in meetings]
    found += [each.prediction.made_at for each in memory.guesses]
    found += [hit.at for passage in memory.passages for hit in passage.hits]
    found += [kept.note.written_at for kept in memory.kept]
    own = memory.ratings.own
    if own and own.rated_at:
        found.append(own.rated_at)
    return [*found, *([memory.read.finished_at] if memory.read.finished_at else [])]
