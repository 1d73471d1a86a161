"""A large archive of made-up rows, for what measures growth: every count that a row keeps is right."""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate, islice
from typing import Any

from django.db import connection, models, transaction
from django.db.models import F
from django.utils import timezone

from bookcub.clubs.models import Club, ClubVisibility, Membership, Role
from bookcub.comments.models import Comment, Kudos
from bookcub.core.text import count_words, with_block_ids
from bookcub.meetings.models import Meeting, MeetingStage
from bookcub.notifications.models import Notice
from bookcub.people.models import Preferences, Profile, Pseud, User
from bookcub.reading.models import (
    Bookmark,
    ChapterProgress,
    ListEntry,
    Place,
    ReadingList,
    ShelfKind,
)
from bookcub.reads.models import Read
from bookcub.tags.models import Tag, TagKind, folded
from bookcub.works.models import (
    Chapter,
    Creatorship,
    RelatedWork,
    Relation,
    Revision,
    Series,
    SeriesEntry,
    Tagging,
    Visibility,
    Work,
)

READER = "reader"
AT_ONCE = 2000
CHAPTERS = 2
TEXTS = 50
# How many tags of each kind a work has.
TAGS = {TagKind.FANDOM: 1, TagKind.CHARACTER: 2, TagKind.RELATIONSHIP: 2, TagKind.FREEFORM: 4}
OPEN = [Visibility.EVERYONE] * 94 + [Visibility.MEMBERS] * 5 + [Visibility.NAMED]
WORDS = ("the", "tide", "went", "out", "further", "than", "map", "nobody", "had", "told", "cockles")


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands out in the archive."""

    reader: User  # a member in the middle of much, who writes too
    author: User
    talked: Work  # the one with most comments
    tags: dict[TagKind, Tag]  # the most used of each kind
    club: Club
    read: Read


@transaction.atomic
def fill(works: int, *, people: int = 100, words: int = 40, seed: int = 1) -> Filled:
    """Add so many works with all that people do with them: about twenty rows each."""
    return _Filling(random.Random(seed), works, people, words).fill()  # noqa: S311  # nothing secret


class _Filling:
    def __init__(self, chance: random.Random, works: int, people: int, words: int) -> None:
        self.chance = chance
        self.wanted = works
        self.now = timezone.now()
        self.texts = [self._text(words) for _ in range(TEXTS)]
        self.users: list[User] = _stored(
            User(username=name, email=f"{name}@example.org")
            for name in [READER, *(f"writer{n}" for n in range(people))]
        )
        self.pseuds: list[Pseud] = _stored(
            Pseud(user=u, name=u.username, is_default=True) for u in self.users
        )
        _stored(Preferences(user=user) for user in self.users)
        _stored(Profile(user=user) for user in self.users)

    def fill(self) -> Filled:
        works = self._works()
        posted = [work for work in works if work.posted_at]
        talked = posted[0]
        chapters = self._chapters(works)
        tags = self._tags(works)
        self._series(works)
        comments = self._talk(posted, talked, chapters)
        self._marks(posted)
        self._places(posted, chapters)
        club, read = self._clubs(posted)
        _stored(
            Notice(
                user=self.users[0],
                kind="comment",
                subject=comment.pk,
                work_id=comment.work_id,
                made_at=comment.posted_at,
                read_at=self.now if number >= 30 else None,  # noqa: PLR2004  # so many are unread
            )
            for number, comment in enumerate(comments[:400])
        )
        return Filled(self.users[0], self.users[1], talked, tags, club, read)

    def _text(self, words: int) -> str:
        said = (
            " ".join(self.chance.choices(WORDS, k=min(words, 80))) for _ in range(1 + words // 80)
        )
        return with_block_ids("".join(f"<p>{one}.</p>" for one in said))

    def _works(self) -> list[Work]:
        """One in a hundred is a draft; the reader wrote twenty."""
        return _stored(self._work(number) for number in range(self.wanted))

    def _work(self, number: int) -> Work:
        at = self.now - timedelta(minutes=self.chance.randrange(1, 1_500_000))
        is_draft = number % 100 == 99  # noqa: PLR2004  # as said above
        return Work(
            title=f"Story {number}",
            summary=f"<p>{' '.join(self.chance.choices(WORDS, k=30))}</p>",
            rating="general",
            visibility=self.chance.choice(OPEN) if number else Visibility.EVERYONE,
            is_anonymous=number % 50 == 49,  # noqa: PLR2004  # two in a hundred
            chapters_planned=CHAPTERS,
            created_at=at,
            posted_at=None if is_draft else at,
            revised_at=at,
            word_count=0 if is_draft else CHAPTERS * 40,
            chapter_count=0 if is_draft else CHAPTERS,
        )

    def _writer(self, number: int) -> Pseud:
        step = max(1, self.wanted // 20)
        return self.pseuds[0 if number % step == step - 1 else 1 + number % (len(self.pseuds) - 1)]

    def _chapters(self, works: Sequence[Work]) -> dict[int, list[Chapter]]:
        _stored(
            Creatorship(work=work, pseud=self._writer(number), accepted_at=work.created_at)
            for number, work in enumerate(works)
        )
        counts = {text: count_words(text) for text in self.texts}
        texts = [self.chance.choice(self.texts) for _ in range(CHAPTERS * len(works))]
        chapters = _stored(
            Chapter(
                work=works[number // CHAPTERS],
                position=1 + number % CHAPTERS,
                html=text,
                word_count=counts[text],
                posted_at=works[number // CHAPTERS].posted_at,
            )
            for number, text in enumerate(texts)
        )
        _stored(
            Revision(chapter=one, number=1, html=one.html, word_count=one.word_count)
            for one in chapters
        )
        found: dict[int, list[Chapter]] = {}
        for chapter in chapters:
            found.setdefault(chapter.work_id, []).append(chapter)
        return found

    def _tags(self, works: Sequence[Work]) -> dict[TagKind, Tag]:
        """The n-th tag of a kind is used an n-th as often as the first."""
        top = {}
        for kind, each in TAGS.items():
            names = [f"{kind} {number}" for number in range(max(20, each * self.wanted // 4))]
            tags = _stored(Tag(kind=kind, name=name, folded=folded(name)) for name in names)
            weights = list(accumulate(1 / (1 + number) for number in range(len(tags))))
            taggings = [
                Tagging(work=work, tag=tags[number], position=position)
                for work in works
                for position, number in enumerate(self._drawn(weights, each))
            ]
            _stored(taggings)
            for tagging in taggings:
                work = tagging.work
                tagging.tag.uses += bool(work.posted_at) and work.visibility != Visibility.NAMED
            _kept("uses", tags)
            top[kind] = tags[0]
        return top

    def _drawn(self, weights: Sequence[float], many: int) -> set[int]:
        return {bisect(weights, self.chance.random() * weights[-1]) for _ in range(many)}

    def _series(self, works: Sequence[Work]) -> None:
        series = _stored(
            Series(title=f"Series {number}", made_by=self.chance.choice(self.users))
            for number in range(len(works) // 20)
        )
        _stored(
            SeriesEntry(series=one, work=work, position=place)
            for one in series
            for place, work in enumerate(self.chance.sample(works, min(4, len(works))), start=1)
        )
        pairs = [self.chance.sample(works, 2) for _ in range(len(works) // 20)]
        _stored(
            RelatedWork(work=one, parent=other, relation=Relation.INSPIRED_BY, approved_at=self.now)
            for one, other in pairs
        )

    def _talk(
        self, posted: Sequence[Work], talked: Work, chapters: dict[int, list[Chapter]]
    ) -> list[Comment]:
        """Two comments under every third work, and forty under one; a quarter of them are guests'."""
        under = [*[talked] * 40, *(work for work in posted[1::3] for _ in range(2))]
        comments = _stored(
            Comment(
                work=work,
                chapter=chapters[work.pk][0],
                pseud=self.chance.choice(self.pseuds) if number % 4 else None,
                guest_name="" if number % 4 else "A passer-by",
                html=f"<p>{' '.join(self.chance.choices(WORDS, k=12))}</p>",
                approved_at=work.posted_at,
                fingerprint=f"{number:064x}",
            )
            for number, work in enumerate(under)
        )
        Comment.objects.filter(thread=None, parent=None).update(thread=F("pk"))
        for work in posted[1::3]:
            work.comment_count = 2
        talked.comment_count = 40
        _kept("comment_count", posted)
        _stored(
            Kudos(work=work, user=user, given_at=self.now)
            for work in posted
            for user in self.chance.sample(self.users, 2)
        )
        for work in posted:
            work.kudos_count = 2
        _kept("kudos_count", posted)
        return comments

    def _marks(self, posted: Sequence[Work]) -> None:
        marks = [
            Bookmark(
                pseud=pseud,
                work=work,
                title=work.title,
                is_private=number % 5 == 4,  # noqa: PLR2004  # one in five
                created_at=self.now - timedelta(minutes=self.chance.randrange(900_000)),
            )
            for place, pseud in enumerate(self.pseuds)
            for number, work in enumerate(self._some(posted, 40 if place else 300))
        ]
        _stored(marks)
        public: dict[int, int] = {}
        for mark in marks:
            if mark.work_id and not mark.is_private:
                public[mark.work_id] = public.get(mark.work_id, 0) + 1
        marked = [work for work in posted if work.pk in public]
        for work in marked:
            work.bookmark_count = public[work.pk]
        _kept("bookmark_count", marked)
        later = _stored(
            ReadingList(user=user, kind=ShelfKind.LATER, name="For later") for user in self.users
        )
        _stored(
            ListEntry(reading_list=one, work=work, work_title=work.title)
            for one in later
            for work in self._some(posted, 10)
        )

    def _places(self, posted: Sequence[Work], chapters: dict[int, list[Chapter]]) -> None:
        read = [
            (user, work, chapters[work.pk][0])
            for place, user in enumerate(self.users)
            for work in self._some(posted, 40 if place else 1000)
        ]
        _stored(
            Place(user=user, work=work, work_title=work.title, chapter=chapter)
            for user, work, chapter in read
        )
        _stored(
            ChapterProgress(user=user, chapter=chapter, read_whole_at=self.now)
            for user, _, chapter in read
        )

    def _clubs(self, posted: Sequence[Work]) -> tuple[Club, Read]:
        """Clubs of five; the reader belongs to the first two."""
        clubs = _stored(
            Club(name=f"Club {number}", visibility=ClubVisibility.LISTED)
            for number in range(max(2, self.wanted // 100))
        )
        members = []
        for number, club in enumerate(clubs):
            some = self.chance.sample(range(1, len(self.users)), 4)
            for turn, place in enumerate([0, *some] if number < 2 else some):  # noqa: PLR2004  # as said above
                members.append(
                    Membership(
                        club=club,
                        user=self.users[place],
                        pseud=self.pseuds[place],
                        role=Role.MEMBER if turn else Role.HOST,
                        turn=turn,
                    )
                )
        _stored(members)
        reads = _stored(
            Read(club=club, work=work, title=work.title)
            for club, work in zip(clubs, self.chance.sample(posted, len(clubs)), strict=True)
        )
        _stored(
            Meeting(
                club=read.club,
                read=read,
                upto=1,
                title="An evening",
                stage=MeetingStage.FIXED,
                starts_at=self.now + timedelta(days=5),
            )
            for read in reads
        )
        return clubs[0], reads[0]

    def _some(self, posted: Sequence[Work], many: int) -> list[Work]:
        return self.chance.sample(posted, min(many, len(posted)))


def _stored(rows: Iterable[Any]) -> list[Any]:
    """The rows with their ids, stored in parts that no database finds too long."""
    found: list[Any] = []
    waiting: Iterator[models.Model] = iter(rows)
    while some := list(islice(waiting, AT_ONCE)):
        found += type(some[0])._default_manager.bulk_create(some)  # noqa: SLF001  # of any model
    return found


def _kept(name: str, rows: Sequence[models.Model]) -> None:
    """Store one number of each row: a hundred times as fast as `bulk_update`."""
    table = rows[0]._meta.db_table  # noqa: SLF001  # Django's documented name
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET {name} = %s WHERE id = %s",  # noqa: S608  # our own words
            [(getattr(row, name), row.pk) for row in rows],
        )


def filled() -> Filled | None:
    """What was filled before, in an archive that was kept."""
    reader = User.objects.filter(username=READER).first()
    if reader is None:
        return None
    club = Club.objects.filter(memberships__user=reader).order_by("pk")[0]
    return Filled(
        reader=reader,
        author=User.objects.get(username="writer0"),
        talked=Work.objects.order_by("-comment_count")[0],
        tags={kind: Tag.objects.filter(kind=kind).order_by("-uses")[0] for kind in TAGS},
        club=club,
        read=club.reads.all()[0],
    )


def addresses(there: Filled) -> dict[str, tuple[str, str]]:
    """The kinds of pages by name: where they are, and for whom: a guest, a member or both."""
    work, author = there.talked, f"/users/{there.author.username}"
    chapters = [one.pk for one in work.chapters.all()]
    chapter, last = chapters[0], chapters[-1]
    fandom, freeform = (
        there.tags[kind].get_absolute_url() for kind in (TagKind.FANDOM, TagKind.FREEFORM)
    )
    rare = Tag.objects.filter(uses__gt=0, uses__lt=6)[0].get_absolute_url()
    club = f"/clubs/{there.club.pk}"
    both = {
        "front": "/",
        "work": f"/works/{work.pk}",
        "chapter": f"/works/{work.pk}/chapters/{chapter}",
        "last chapter": f"/works/{work.pk}/chapters/{last}",
        "talk part": f"/works/{work.pk}/comments?part=true&chapter={chapter}",
        "comments": f"/works/{work.pk}/comments",
        "notes part": f"/works/{work.pk}/chapters/{chapter}/notes?part=true",
        "kudos": f"/works/{work.pk}/kudos",
        "newest": "/works",
        "newest, page 50": "/works?page=50",
        "newest, page 500": "/works?page=500",
        "newest, page 999999": "/works?page=999999",
        "top fandom": fandom,
        "top tag": freeform,
        "top tag, page 100": f"{freeform}?page=100",
        "rare tag": rare,
        "fandoms": "/browse",
        "fandoms with a word": "/browse?q=12",
        "autocomplete": "/tags/autocomplete?kind=freeform&term=freeform%2012",
        "author": author,
        "author's works": f"{author}/works",
        "author's series": f"{author}/series",
        "author's bookmarks": f"{author}/bookmarks",
        "bookmarks": "/bookmarks",
        "bookmarks, last page": "/bookmarks?page=999999",
        "clubs": "/clubs",
    }
    own = {
        "desk": "/desk",
        "inbox": "/inbox",
        "history": "/history",
        "history with a word": "/history?q=12",
        "my works": "/works/mine",
        "drafts": "/works/drafts",
        "related works": "/works/related",
        "lists": f"/users/{there.reader.username}/lists",
        "club": club,
        "club's reads": f"{club}/reads",
        "read": f"{club}/reads/{there.read.pk}",
        "read's talk": f"{club}/reads/{there.read.pk}/talk",
        "work's reads": f"/works/{work.pk}/reads",
        "claims": "/comments/claims",
        "settings": "/settings/preferences",
    }
    return {name: (url, "both") for name, url in both.items()} | {
        name: (url, "member") for name, url in own.items()
    }
