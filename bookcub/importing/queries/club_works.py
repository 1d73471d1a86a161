"""Which works and chapters of this archive are those that a club's file names."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlsplit

from bookcub.formats.club_file.parts import ChapterOfWork, ClubFile, WorkOfClub
from bookcub.formats.club_file.words import words_of
from bookcub.people.models import User
from bookcub.works.models import Chapter, Work

ALIKE = 20  # works of one title that are looked at


@dataclass
class WorkHere:
    """One work of the file as it is here, with its chapters by their positions in the file."""

    work: Work
    chapters: dict[int, Chapter] = field(default_factory=dict)

    @cached_property
    def all_chapters(self) -> list[Chapter]:
        return list(self.work.posted_chapters().order_by("position"))


def works_here(file: ClubFile, person: User, *, address: str) -> dict[str, WorkHere]:
    """By the file's name, each work that whoever brings it in may read here. `address` is this archive's own.

    By its address here, by the address it was imported from, else by title, author and the words of a chapter.
    Of two in the file that would be the same work here the first is it.
    """
    found: dict[Work, tuple[str, WorkHere]] = {}
    for each in file.works:
        if here := _find(each, person, address):
            found.setdefault(here.work, (each.id, here))
    return dict(found.values())


def _find(described: WorkOfClub, person: User, address: str) -> WorkHere | None:
    readable = Work.objects.visible_to(person).filter(posted_at__isnull=False)
    named = _number_here(described.address, address)
    if named is not None:
        work = readable.filter(pk=named).first()
        here = _with_chapters(work, described) if work else None
        # An address may have been given anew: another archive at the same place is another archive.
        if here and (here.chapters or here.work.title == described.title):
            return here
    sources = [each for each in (described.source, described.address) if each]
    work = readable.filter(original_url__in=sources).order_by("pk").first() if sources else None
    if work is not None:
        return _with_chapters(work, described)
    for work in readable.filter(title__folded=described.title).order_by("pk")[:ALIKE]:
        here = _with_chapters(work, described)
        if _is_by(work, described.authors) and here.chapters:
            return here
    return None


def _number_here(url: str, address: str) -> int | None:
    """The number of the work that an address of this archive names."""
    here, there = urlsplit(address), urlsplit(url)
    parts = there.path.strip("/").split("/")
    if there.netloc != here.netloc or len(parts) != 2 or parts[0] != "works":  # noqa: PLR2004  # works/12
        return None
    return int(parts[1]) if parts[1].isdecimal() and len(parts[1]) < 12 else None  # noqa: PLR2004  # no id is longer


def _is_by(work: Work, authors: Iterable[str]) -> bool:
    signed = {name.casefold() for pseud in work.signers for name in (pseud.name, pseud.byline)}
    if work.credit and not work.is_anonymous:
        signed.add(work.credit.casefold())
    wanted = {name.casefold() for name in authors}
    return bool(signed & wanted) or (not signed and not wanted)


def _with_chapters(work: Work, described: WorkOfClub) -> WorkHere:
    """The work with the chapters that say the same words as the file's; else those of the same place and title."""
    here = WorkHere(work)
    chapters = {each.pk: (each, words_of(each.html)) for each in here.all_chapters}
    ways: list[Callable[[ChapterOfWork, Chapter, str], bool]] = [
        # Two chapters may say the same (a picture, a line of dots): the one at the same place first.
        lambda told, chapter, words: told.words == words and told.position == chapter.position,
        lambda told, _, words: told.words == words,
        lambda told, chapter, _: (told.position, told.title) == (chapter.position, chapter.title),
    ]
    for is_same in ways:
        for told in described.chapters:
            if told.position in here.chapters:
                continue
            match = next((pk for pk, held in chapters.items() if is_same(told, *held)), None)
            if match is not None:
                here.chapters[told.position] = chapters.pop(match)[0]
    return here
