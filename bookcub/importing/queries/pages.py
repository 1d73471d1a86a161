"""What the pages of importing show."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from bookcub.core.text import clean_chapter, clean_notes
from bookcub.formats.story.parsed import ParsedWork, Refusal
from bookcub.formats.story.remarks import Remark
from bookcub.importing.mapping import MappedChapter, MappedFields, MappedWork, map_work
from bookcub.importing.mapping.comments import MappedComment
from bookcub.importing.mapping.titles import titled
from bookcub.importing.models import Import, ImportPart, State
from bookcub.importing.queries.remarks import said
from bookcub.importing.queries.same_work import Comparison, compare, merged, same_work
from bookcub.importing.queries.signatures import signature_of
from bookcub.people.models import Pseud, User
from bookcub.works.models import Work

EXAMPLES = 4
SHOWN = 20
LONG = 8  # works in a list that does not fit on a screen


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file that gave no work, why, and what to do instead."""

    name: str
    refusal: Refusal

    @property
    def why(self) -> str:
        return gettext(self.refusal.sentence)

    @property
    def what_to_do(self) -> str:
        return gettext(self.refusal.what_to_do)


@dataclass(frozen=True, slots=True)
class ImportPage:
    """`/imports/ID`: everything that came of its files."""

    of_import: Import
    undecided: list[ImportPart]
    kept: list[ImportPart]
    left_out: list[ImportPart]
    read_anew: dict[int, list[ImportPart]]  # by the number of the import in which they are
    refused: list[RefusedFile]
    posted: int  # works that can be made drafts again

    @property
    def in_all(self) -> int:
        """Works that are saved or to be saved: what was left out is none of them."""
        return len(self.undecided) + len(self.kept)

    @property
    def may_be_one(self) -> bool:
        """Whether its person can say that these works are the chapters of one."""
        return len(self.undecided) > 1 and self.of_import.may_be_arranged

    @property
    def postable(self) -> list[ImportPart]:
        """What waits and lacks nothing: “Post all” keeps the rest as drafts."""
        return [part for part in self.undecided if not part.lacking]

    @property
    def made_up(self) -> list[ImportPart]:
        """What would be posted under a title that nobody gave it."""
        return [part for part in self.postable if part.about_title and part.updates is None]

    @property
    def next_part(self) -> ImportPart | None:
        """The next work to look through, once something of this import is decided."""
        has_begun = bool(self.kept or self.left_out)
        return self.undecided[0] if self.undecided and has_begun else None

    @property
    def offers_fandom(self) -> bool:
        """Whether one fandom can be named for several works that have none, or was and can be taken back."""
        without = [part for part in self.undecided if "fandom" in (part.lacks or ())]
        return len(without) > (0 if self.of_import.files_under else 1)

    @property
    def is_unseen(self) -> bool:
        """Whether of some works nobody knows yet what they lack."""
        return any(part.lacks is None for part in self.undecided)

    @property
    def staying_drafts(self) -> int:
        return len(self.undecided) - len(self.postable)

    @property
    def updating(self) -> int:
        """How many bring a work up to date that is here."""
        return sum(part.updates is not None for part in self.undecided)

    @property
    def updating_words(self) -> str:
        words = ngettext(
            "%(n)s of these works is already here and will be updated. Leave it out if it is to stay as it is.",
            "%(n)s of these works are already here and will be updated. Leave out what is to stay as it is.",
            self.updating,
        )
        return words % {"n": self.updating}

    @property
    def is_long(self) -> bool:
        """Whether what is done with all of it is wanted above the list, too."""
        return len(self.undecided) > LONG

    @property
    def chapter_count(self) -> int:
        """Of what would be posted."""
        return sum(part.chapter_count for part in self.postable)

    @property
    def changed(self) -> list[ImportPart]:
        """Those in whose review something was typed."""
        return [part for part in self.undecided if part.typed]

    @property
    def is_done(self) -> bool:
        """Whether nothing waits to be decided any more, and something was."""
        return not self.undecided and bool(self.kept or self.left_out)

    @property
    def tally(self) -> list[str]:
        """What became of all of it, in numbers."""
        posted = sum(part.work is not None and part.work.is_posted for part in self.kept)
        drafts = sum(part.work is not None and not part.work.is_posted for part in self.kept)
        told = [
            (posted, ngettext("%(n)s posted", "%(n)s posted", posted)),
            (drafts, ngettext("%(n)s draft", "%(n)s drafts", drafts)),
            (
                len(self.left_out),
                ngettext("%(n)s left out", "%(n)s left out", len(self.left_out)),
            ),
            (
                len(self.refused),
                ngettext(
                    "%(n)s file could not be read",
                    "%(n)s files could not be read",
                    len(self.refused),
                ),
            ),
        ]
        return [words % {"n": number} for number, words in told if number]

    @property
    def saved_words(self) -> str:
        """How far keeping all has come."""
        words = ngettext("%(done)s of %(n)s work", "%(done)s of %(n)s works", self.in_all)
        return words % {"done": len(self.kept), "n": self.in_all}

    @property
    def only_one(self) -> ImportPart | None:
        """The one work to look through, if there is nothing else to say."""
        others = self.kept or self.left_out or self.read_anew or self.refused
        return self.undecided[0] if len(self.undecided) == 1 and not others else None


def import_page(made: Import) -> ImportPage:
    """Five queries at most; the texts are not read."""
    parts = list(made.parts.without_text().filter(is_refused=False))
    became = [pk for part in parts for pk in (part.work_id, part.updates_id) if pk is not None]
    # Somebody else may write it by now: then what it is called is theirs to tell.
    own = Work.objects.by_person(made.person).in_bulk(became) if became else {}
    is_kept = {part.pk: part.work_id is not None for part in parts}
    for part in parts:
        part.work = own.get(part.work_id or 0)
        if part.updates_id and part.updates_id not in own:
            part.lacks = None  # what it lacked then was said of a work that is gone
        part.updates = own.get(part.updates_id or 0)
    read_anew: dict[int, list[ImportPart]] = {}
    for part in parts:
        if part.read_anew_id is not None:
            read_anew.setdefault(part.read_anew_id, []).append(part)
    gone = [part for part in parts if part.decided_at is not None and not is_kept[part.pk]]
    refused = made.parts.filter(is_refused=True)
    return ImportPage(
        made,
        undecided=[part for part in parts if part.decided_at is None],
        kept=[part for part in parts if part.decided_at is not None and is_kept[part.pk]],
        left_out=[part for part in gone if part.read_anew_id is None],
        read_anew=read_anew,
        refused=[
            RefusedFile(part.name, outcome)
            for part in refused
            if isinstance(outcome := part.understood, Refusal)
        ],
        posted=made.parts.posted_still(made.person).count() if made.posts and own else 0,
    )


def imports_of(person: User) -> list[Import]:
    """This person's newest imports. One query."""
    return list(Import.objects.visible_to(person)[:SHOWN])


@dataclass(frozen=True, slots=True)
class WorkPreview:
    """One parsed work before it is kept, and the work that it would update."""

    part: ImportPart
    mapped: MappedWork
    comparison: Comparison
    fields: MappedFields

    @property
    def notices(self) -> tuple[Remark, ...]:
        return self.mapped.notices_for(update=self.comparison.work is not None)

    @property
    def notice_words(self) -> list[str]:
        return [said(notice) for notice in self.notices]

    @property
    def may_be_several(self) -> bool:
        """Whether several files became this one work, and can be works of their own."""
        made = self.part.of_import
        is_joined = any(notice.code == "zip-joined" for notice in self.mapped.notices)
        if made.joins and made.parts.count() == 1:
            return made.may_be_arranged
        return is_joined and made.state == State.READY

    @property
    def letters_are_doubtful(self) -> bool:
        """Whether its person is asked in which letters the file is."""
        told = {notice.code for notice in self.mapped.notices}
        return bool(self.part.of_import.letters or told & {"letters-guessed", "letters-lost"})

    @property
    def letters(self) -> str:
        """Those in which it was read."""
        guessed = [each.facts[0] for each in self.mapped.notices if each.code == "letters-guessed"]
        return self.part.of_import.letters or str(next(iter(guessed), ""))

    @property
    def examples(self) -> list[MappedComment]:
        """A few comments, spoken ones first."""
        standing = [comment for comment in self.mapped.comments if not comment.is_deleted]
        return sorted(standing, key=lambda comment: comment.html is None)[:EXAMPLES]

    @property
    def comments_more(self) -> int:
        return len(self.mapped.comments) - len(self.examples)


def preview_of(part: ImportPart, *, as_pseud: Pseud) -> WorkPreview:
    """Read what was understood and compare it with what is here. About ten queries."""
    described = _titled(part)
    mapped = map_work(described, signed=signature_of(as_pseud))
    comparison = compare(mapped, same_work(mapped, as_pseud.user))
    return WorkPreview(part, mapped, comparison, merged(mapped, comparison))


@dataclass(frozen=True, slots=True)
class ImportedChapterPage:
    """`/imports/ID/works/N/chapters/K`: one chapter as its readers would see it, and its neighbours."""

    chapter: MappedChapter
    title: str
    html: SafeString
    notes: SafeString
    end_notes: SafeString
    language: str
    total: int

    @property
    def before(self) -> int | None:
        return self.chapter.key - 1 or None

    @property
    def after(self) -> int | None:
        return self.chapter.key + 1 if self.chapter.key < self.total else None


def chapter_page(part: ImportPart, key: int) -> ImportedChapterPage | None:
    """A chapter of what waits, through the sanitiser that it passes once it is kept; None if there is none."""
    mapped = map_work(_titled(part), signed=signature_of(part.of_import.pseud))
    if not 1 <= key <= len(mapped.chapters):
        return None
    chapter = mapped.chapters[key - 1]
    typed = part.typed.get(f"title-{key}", [chapter.fields.title])
    return ImportedChapterPage(
        chapter=chapter,
        title=" ".join("".join(typed).split()),
        html=mark_safe(  # noqa: S308  # sanitised in this very call
            clean_chapter(chapter.html, embed_hosts=frozenset(settings.EMBED_HOSTS))
        ),
        notes=mark_safe(clean_notes(chapter.fields.notes)),  # noqa: S308  # sanitised here
        end_notes=mark_safe(clean_notes(chapter.fields.end_notes)),  # noqa: S308  # sanitised here
        language="".join(part.typed.get("language", [])) or mapped.fields["language"],
        total=len(mapped.chapters),
    )


def _titled(part: ImportPart) -> ParsedWork:
    return titled(part.parsed, part.of_import.title_of_work)
