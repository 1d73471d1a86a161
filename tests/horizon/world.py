"""A small archive and what people can do in it: by the archive's own verbs, and told to the oracle in the same breath."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction

from django.utils import timezone

from bookcub.clubs.models import Club, LeftNotes, Membership, Role
from bookcub.comments import actions
from bookcub.comments.actions.departures import resolve_notes
from bookcub.comments.actions.look_aheads import look_ahead_in, look_no_further_in
from bookcub.comments.models import Comment, Hearers, Passage
from bookcub.core import clock
from bookcub.core.text import blocks_of
from bookcub.meetings.models import (
    Coming,
    Line,
    LineKind,
    Meeting,
    MeetingStage,
    Minutes,
    Question,
    Rsvp,
    SpoilerConsent,
)
from bookcub.memory.models import Prediction
from bookcub.people.models import User
from bookcub.reading.actions import advances, dwelling, look_ahead, places
from bookcub.reading.models import OpenedPage, moment
from bookcub.reads.actions.contents import change_contents
from bookcub.reads.actions.progress import say_edition, say_place
from bookcub.reads.actions.reads import begin_read
from bookcub.reads.actions.trash import discard_read, restore_read
from bookcub.reads.models import OutsideBook, Read
from bookcub.reads.planning import BookMeasure, ContentsChapter, MeasureKind
from bookcub.reads.planning.contents import begins_at
from bookcub.reads.queries.contents import stamp_of
from bookcub.works.actions import add_chapter, reorder_chapters
from bookcub.works.models import Chapter, Work
from tests.conftest import person
from tests.horizon import oracle as o
from tests.making import make_club, make_read, make_work

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def letters(number: int) -> str:
    """A word that stands for a number and is no part of any other such word."""
    return "q" + "".join("bcdfghjkmnpqrstvwxz"[int(digit)] for digit in f"{number:05}") + "q"


def words_of(chapter: Chapter) -> dict[str, int]:
    """Its blocks, and how many words each has."""
    return {block.id: len(block.text.split()) for block in blocks_of(chapter.html)}


@dataclass
class Page:
    """A page that somebody has opened, of one chapter or of a whole work."""

    number: int
    reader: User
    work: Work
    at: datetime
    gone: float = 0.0  # seconds since, by the archive's clock


@dataclass
class World:
    """Five people, of whom the first writes; two works, two clubs, each with a book from elsewhere besides."""

    people: list[User] = field(default_factory=list)
    works: list[Work] = field(default_factory=list)
    clubs: list[Club] = field(default_factory=list)
    reads: list[Read] = field(default_factory=list)
    books: list[Read] = field(default_factory=list)  # the reads of books from elsewhere
    editions: dict[tuple[int, int], BookMeasure] = field(default_factory=dict)  # read, person
    oracle: o.Oracle = field(default_factory=o.Oracle)
    words: int = 0
    said: dict[str, tuple[str, int]] = field(default_factory=dict)  # marker: what it marks
    pages: list[Page] = field(default_factory=list)

    # Making

    @classmethod
    def make(cls) -> World:
        world = cls(people=[person(name) for name in ("Wren", "Abel", "Beth", "Cole", "Dora")])
        for number, title in enumerate(("Weir", "Moor")):
            work = make_work(
                world.people[0],
                title=title,
                chapters=0,
                chapters_planned=3,
                moderates_comments=bool(number),
            )
            world.works.append(work)
            world.oracle.works[work.pk] = o.Work(
                {world.people[0].pk}, [], 3, moderated=bool(number)
            )
            for _ in range(3):
                world.add_chapter(work, posted=True)
        _, abel, beth, cole, dora = world.people
        world.add_club(abel, beth, cole, reads=world.works[0])
        world.add_club(beth, dora, world.people[0], reads=world.works[1])
        return world

    def add_club(self, *members: User, reads: Work) -> None:
        club = make_club(*members, name=f"Club {len(self.clubs)}")
        read = make_read(club, work=reads)
        self.clubs.append(club)
        self.reads.append(read)
        paperback = OutsideBook.objects.create(title=f"Paperback {len(self.books)}", page_count=5)
        self.books.append(begin_read(club=club, book=paperback))
        self.oracle.books[self.books[-1].pk] = o.Book(club.pk)
        self.oracle.members[club.pk] = {one.pk: not place for place, one in enumerate(members)}
        self.oracle.reads[read.pk] = (club.pk, reads.pk, True)

    def add_chapter(self, work: Work, *, posted: bool) -> None:
        blocks = [self.marker("text", 0) for _ in range(4)]
        chapter = add_chapter(
            work=work,
            by=self.people[0].default_pseud,
            html="".join(f"<p>{word} goes on.</p>" for word in blocks),
        )
        if posted:
            Chapter.objects.filter(pk=chapter.pk).update(posted_at=timezone.now())
            work.count_again()
        words = words_of(chapter)
        self.oracle.chapters[chapter.pk] = o.Chapter(work.pk, list(words), posted, words)
        self.oracle.works[work.pk].chapters.append(chapter.pk)

    def marker(self, kind: str, pk: int) -> str:
        self.words += 1
        word = letters(self.words)
        self.said[word] = (kind, pk)
        return word

    # Finding

    def reader(self, number: int) -> User:
        return self.people[number % len(self.people)]

    def chapter(self, number: int) -> Chapter:
        ids = sorted(self.oracle.chapters)
        return Chapter.objects.select_related("work").get(pk=ids[number % len(ids)])

    def open_chapter(self, number: int) -> Chapter | None:
        chapter = self.chapter(number)
        return chapter if chapter.is_posted else None

    def seen_by(self, user: User, number: int) -> Comment | None:
        ids = [pk for pk in sorted(self.oracle.comments) if self.oracle.sees(user.pk, pk)]
        return (
            Comment.objects.select_related("work").get(pk=ids[number % len(ids)]) if ids else None
        )

    def membership(self, club: int, number: int) -> Membership | None:
        ids = sorted(self.oracle.members[club])
        return Membership.objects.get(club=club, user=ids[number % len(ids)]) if ids else None

    # Reading

    def opens(self, a: int, b: int, c: int) -> None:
        user, chapter = self.reader(a), self.open_chapter(b)
        if chapter is None:
            return
        page = self._page(user, chapter.work)
        places.visit(user=user, chapter=chapter, at=page.at)
        self.oracle.opens(user.pk, chapter.pk, page.number)

    def scrolls(self, a: int, b: int, c: int) -> None:
        """On a page that is open somewhere, a moment after the last time: often faster than anybody reads."""
        page, chapter = self._open_page(a, b)
        if page is None or chapter is None:
            return
        page.gone += c % 6 / 10
        blocks = self.oracle.chapters[chapter.pk].blocks
        upto = c % len(blocks)
        in_front = page.gone / 2 if c % 3 else page.gone * 2  # what a page says, be it too much
        with clock.set_to(page.at + timedelta(seconds=page.gone)):
            dwelling.dwell(
                user=page.reader,
                chapter=chapter,
                block_id=blocks[0],
                furthest_id=blocks[upto],
                opening=OpenedPage.of(page.reader, chapter, page.at),
                in_front=round(in_front * 1000),
            )
        self.oracle.dwells(page.number, chapter.pk, upto, min(page.gone, round(in_front, 3)))

    def goes_on(self, a: int, b: int, c: int) -> None:
        page, chapter = self._open_page(a, b)
        if page is None or chapter is None:
            return
        page.gone += c % 6 / 10
        opening = OpenedPage.of(page.reader, chapter, page.at)
        with clock.set_to(page.at + timedelta(seconds=page.gone)):
            dwelling.pass_on(user=page.reader, chapter=chapter, opening=opening)
        self.oracle.goes_on(page.number, chapter.pk, page.gone)

    def only_looked(self, a: int, b: int, c: int) -> None:
        page, chapter = self._open_page(a, b)
        if page is None or chapter is None:
            return
        opening = OpenedPage.of(page.reader, chapter, page.at)
        advances.take_back(user=page.reader, work=chapter.work, opening=opening)
        self.oracle.only_looked(page.number)

    def visits_are_forgotten(self, a: int, b: int, c: int) -> None:
        """A day later what was moved stays moved."""
        with clock.set_to(timezone.now() + timedelta(days=2)):
            advances.forget_old_visits()
        self.pages.clear()
        for key, by in self.oracle.moved.items():
            self.oracle.moved[key] = {o.STAYS: self.oracle.progress[key]} if by else {}

    def _page(self, user: User, work: Work) -> Page:
        number = len(self.oracle.visits) + 1
        page = Page(number, user, work, moment() + timedelta(minutes=number))
        self.pages.append(page)
        self.oracle.visits[number] = o.Visit(user.pk, work.pk)
        return page

    def _open_page(self, a: int, b: int) -> tuple[Page | None, Chapter | None]:
        """One of the pages, and a chapter that is on it."""
        if not self.pages:
            return None, None
        page = self.pages[-1 - a % min(3, len(self.pages))]
        ids = self.oracle.works[page.work.pk].chapters
        chapters = Chapter.objects.posted().select_related("work")
        return page, chapters.filter(pk=ids[b % len(ids)]).first()

    def reads_to(self, a: int, b: int, c: int) -> None:
        """And says so: by a button, which can be taken back, or elsewhere."""
        user, chapter = self.reader(a), self.open_chapter(b)
        if chapter is None:
            return
        blocks = self.oracle.chapters[chapter.pk].blocks
        index = c % len(blocks)
        page = self._page(user, chapter.work) if c % 2 else None
        at = page.at if page else None
        places.keep_place(user=user, chapter=chapter, block_id=blocks[index], at=at)
        self._reached(user, chapter, index, visit=page.number if page else o.STAYS)

    def reads_chapters_to(self, a: int, b: int, c: int) -> None:
        user, chapter = self.reader(a), self.open_chapter(b)
        if chapter is None:
            return
        page = self._page(user, chapter.work) if c % 2 else None
        places.read_up_to_end(user=user, chapter=chapter, at=page.at if page else None)
        order = self.oracle.works[chapter.work_id].chapters
        for earlier in order[: order.index(chapter.pk) + 1]:
            if self.oracle.chapters[earlier].posted:
                last = len(self.oracle.chapters[earlier].blocks) - 1
                by = page.number if page else o.STAYS
                self._reached(user, Chapter.objects.get(pk=earlier), last, visit=by)

    def _reached(
        self,
        user: User,
        chapter: Chapter,
        index: int,
        *,
        may_end: bool = True,
        visit: int = o.STAYS,
    ) -> None:
        self.oracle.reaches(user.pk, chapter.pk, index, visit=visit, may_end=may_end)

    def forgets(self, a: int, b: int, c: int) -> None:
        user, work = self.reader(a), self.works[b % 2]
        places.forget(user=user, work=work)
        self.oracle.forgets(user.pk, work.pk)

    def looks_ahead(self, a: int, b: int, c: int) -> None:
        user, work = self.reader(a), self.works[b % 2]
        if (user.pk, work.pk) in self.oracle.looks:
            look_ahead.look_no_further(user=user, work=work)
            self.oracle.looks.discard((user.pk, work.pk))
        else:
            look_ahead.look_ahead(user=user, work=work)
            self.oracle.looks.add((user.pk, work.pk))

    def says_how_far(self, a: int, b: int, c: int) -> None:
        """In a book from elsewhere, where one may also say less again."""
        read = self.books[a % 2]
        member = self.membership(read.club_id, b)
        if member is not None and member.user_id is not None:
            number, edition = self._place(read, member.user_id, c)
            say_place(read=read, by=member, upto=edition.upto(number))
            share = Fraction(number, edition.length)
            self.oracle.books[read.pk].at[member.user_id] = share

    def takes_another_edition(self, a: int, b: int, c: int) -> None:
        """A paperback, an e-book, an audiobook: where they are stays where they are."""
        read = self.books[a % 2]
        member = self.membership(read.club_id, b)
        if member is not None and member.user_id is not None:
            edition = EDITIONS[c % len(EDITIONS)]
            say_edition(read=read, by=member, edition=edition)
            self.editions[read.pk, member.user_id] = edition

    def _place(self, read: Read, user: int, c: int) -> tuple[int, BookMeasure]:
        """A page near the end of a fifth of the book, so that many are at the same place, or just before or after it."""
        edition = self.editions.get((read.pk, user), read.measure)
        near = c % 6 * edition.length // 5 + c // 6 % 3 - 1
        return min(max(near, 0), edition.length), edition

    def types_chapters(self, a: int, b: int, c: int) -> None:
        """Some begin where people are and where something was said, in the edition of whoever types: nothing moves."""
        read = Read.objects.select_related("book").get(pk=self.books[a % 2].pk)
        member = self.membership(read.club_id, b)
        if member is None or member.user_id is None:
            return
        places = (self._place(read, member.user_id, each) for each in (c, c + 1, c + 7))
        begins = sorted(begins_at(edition, max(number, 1)) for number, edition in places)
        chapters = [ContentsChapter("", each) for each in begins]
        change_contents(read=read, chapters=chapters, as_of=stamp_of(read.contents))

    def looks_ahead_in_book(self, a: int, b: int, c: int) -> None:
        read = self.books[a % 2]
        member = self.membership(read.club_id, b)
        if member is None or member.user_id is None:
            return
        shown = self.oracle.books[read.pk].shows_all
        if member.user_id in shown:
            look_no_further_in(read=read, membership=member)
            shown.discard(member.user_id)
        else:
            look_ahead_in(read=read, membership=member)
            shown.add(member.user_id)

    def puts_book_away(self, a: int, b: int, c: int) -> None:
        """Into the trash, and out of it."""
        read = Read.objects.get(pk=self.books[a % 2].pk)
        book = self.oracle.books[read.pk]
        if book.gone:
            restore_read(read=read)
        else:
            discard_read(read=read, by=self.people[1])
            # With it goes the last thing that the club's other read can have waited for.
            others = self.oracle.reads.items()
            here = {pk for pk, (club, _, goes_on) in others if club == read.club_id and goes_on}
            self.oracle.waiting -= here
        book.gone = not book.gone

    # Saying

    def says_of_book(self, a: int, b: int, c: int) -> None:
        read = self.books[a % 2]
        member = self.membership(read.club_id, b)
        if member is not None and member.user is not None:
            number, edition = self._place(read, member.user.pk, c)
            self._say(
                member.user,
                None,
                None,
                "club",
                read.club,
                None,
                book=read,
                upto=edition.upto(number),
                share=Fraction(number, edition.length),
            )

    def says_beside_books(self, a: int, b: int, c: int) -> None:
        club = self.clubs[a % 2]
        member = self.membership(club.pk, b)
        if member is not None and member.user is not None:
            self._say(member.user, None, None, "club", club, None)

    def says_to_everyone(self, a: int, b: int, c: int) -> None:
        user, chapter = self.reader(a), self.open_chapter(b)
        if chapter is None:
            return
        whole_work = c % 4 == 0
        self._say(user, chapter.work, None if whole_work else chapter, "everyone", None, None)

    def says_to_club(self, a: int, b: int, c: int) -> None:
        read = self.reads[a % 2]
        member = self.membership(read.club_id, c)
        chapter = self.open_chapter(b)
        if member is None or member.user is None or chapter is None:
            return
        self._say(
            member.user, chapter.work, None if c % 5 == 0 else chapter, "club", read.club, None
        )

    def notes(self, a: int, b: int, c: int) -> None:
        """In the margin: to everyone, to a club, or to oneself."""
        user, chapter = self.reader(a), self.open_chapter(b)
        if chapter is None:
            return
        clubs = [club for club in self.clubs if user.pk in self.oracle.members[club.pk]]
        hearers = ("everyone", "club", "self")[c % 3]
        club = clubs[0] if clubs and hearers == "club" else None
        hearers = "self" if hearers == "club" and club is None else hearers
        self._say(user, chapter.work, chapter, hearers, club, c)

    def answers(self, a: int, b: int, c: int) -> None:
        user = self.reader(a)
        parent = self.seen_by(user, b)
        if parent is None or parent.is_deleted or not parent.is_approved:
            return
        if self.oracle.comments[parent.pk].hearers == "self" and parent.pseud is None:
            return
        self._say(
            user,
            parent.work,
            parent.chapter,
            str(parent.hearers),
            parent.club,
            None,
            parent,
            book=parent.read,
            share=self.oracle.comments[parent.pk].share,
        )

    def _say(  # noqa: PLR0913, PLR0917  # a comment is all of these
        self,
        user: User,
        work: Work | None,
        chapter: Chapter | None,
        hearers: str,
        club: Club | None,
        block: int | None,
        parent: Comment | None = None,
        *,
        book: Read | None = None,
        upto: int = 0,
        share: Fraction = o.NOTHING,
    ) -> None:
        word = letters(self.words + 1)
        passage, end = None, 0
        if block is not None and chapter is not None:
            passage, end = self._passage(chapter, block)
        made = actions.say(
            work=work,
            chapter=chapter,
            read=book,
            # An answer stands where what it answers stands, whatever is said here.
            upto=0 if parent else upto,
            by=user.default_pseud,
            html=f"<p>{word} kelp</p>",
            parent=parent,
            hearers=Hearers(hearers),
            club=club,
            passage=passage,
            place_index=end if passage else None,
        )
        self.marker("comment", made.pk)
        above = self.oracle.comments[parent.pk] if parent else None
        blocks = self.oracle.chapters[chapter.pk].blocks if chapter else []
        said = o.Said(
            writer=user.pk,
            hearers=hearers,
            work=work.pk if work else None,
            chapter=chapter.pk if chapter else None,
            club=club.pk if club else None,
            book=book.pk if book else None,
            share=share,
            block=above.block if above else blocks[end] if passage else "",
            lost_at=above.lost_at if above else None,
            is_whole=hearers != "everyone" and passage is None if above is None else above.is_whole,
            approved=work is None or hearers != "everyone" or self._may_go_unread(user, work),
            parent=parent.pk if parent else None,
            thread=above.thread if above else made.pk,
        )
        self.oracle.comments[made.pk] = said
        self._spoke(user, chapter, said)

    def _may_go_unread(self, user: User, work: Work) -> bool:
        rules = self.oracle.works[work.pk]
        return not rules.moderated or user.pk in rules.creators

    def _passage(self, chapter: Chapter, number: int) -> tuple[Passage, int]:
        blocks = blocks_of(chapter.html)
        start = number % len(blocks)
        end = min(len(blocks) - 1, start + number // 50)
        words = "\n".join(block.text for block in blocks[start : end + 1])
        passage = Passage(
            chapter=chapter,
            start_block_id=blocks[start].id,
            end_block_id=blocks[end].id,
            end_offset=len(blocks[end].text),
            exact=words,
            first_exact=words,
            is_whole_block=True,
        )
        return passage, end

    def _spoke(self, user: User, chapter: Chapter | None, said: o.Said) -> None:
        """Who speaks of a place has reached it."""
        if said.book is not None:
            been = self.oracle.books[said.book].at
            been[user.pk] = max(been.get(user.pk, o.NOTHING), said.share)
        if chapter is None or not self.oracle.chapters[chapter.pk].posted:
            return
        blocks = self.oracle.chapters[chapter.pk].blocks
        if said.block:
            at = blocks.index(said.block) if said.lost_at is None else said.lost_at
            self._reached(user, chapter, min(at, len(blocks) - 1))
        elif said.hearers == "club":
            self._reached(user, chapter, len(blocks) - 1)
        elif said.hearers == "everyone":
            self._reached(user, chapter, 0, may_end=False)

    def deletes(self, a: int, b: int, c: int) -> None:
        comment = self.seen_by(self.reader(a), b)
        if comment is not None and not comment.is_deleted:
            actions.delete(comment=comment, by=self.reader(a))
            self.oracle.comments[comment.pk].deleted = True

    def brings_back(self, a: int, b: int, c: int) -> None:
        gone = [
            pk for pk, said in sorted(self.oracle.comments.items()) if said.deleted and said.writer
        ]
        if gone:
            actions.restore(comment=Comment.objects.get(pk=gone[b % len(gone)]))
            self.oracle.comments[gone[b % len(gone)]].deleted = False

    def approves(self, a: int, b: int, c: int) -> None:
        waiting = [pk for pk, said in sorted(self.oracle.comments.items()) if not said.approved]
        if waiting:
            actions.approve(
                comment=Comment.objects.get(pk=waiting[b % len(waiting)]), by=self.people[0]
            )
            self.oracle.comments[waiting[b % len(waiting)]].approved = True

    # The author

    def rewrites(self, a: int, b: int, c: int) -> None:
        """Put in, take out, move, or change the words of a block."""
        chapter = self.chapter(b)
        texts = [(block.id, block.text) for block in blocks_of(chapter.html)]
        at, to = a % len(texts), c % len(texts)
        if c % 4 == 0:
            texts.insert(at, ("", f"{self.marker('text', 0)} came later."))
        elif c % 4 == 1 and len(texts) > 2:
            texts.pop(at)
        elif c % 4 == 2:
            texts.insert(to, texts.pop(at))
        else:
            texts[at] = (texts[at][0], f"{texts[at][1]} And on.")
        html = "".join(f'<p id="{pk}">{text}</p>' if pk else f"<p>{text}</p>" for pk, text in texts)
        chapter.rewrite(by=self.people[0].default_pseud, html=html, fields=None)
        self.oracle.is_edited(chapter.pk, words_of(chapter))
        self._passages_followed(chapter)

    def _passages_followed(self, chapter: Chapter) -> None:
        """Where a passage went is the anchors' business (tests/comments); from there the rules take over."""
        for passage in Passage.objects.filter(chapter=chapter).select_related("comment"):
            for said in self.oracle.comments.values():
                if said.thread != passage.comment_id:
                    continue
                if passage.is_orphan:
                    said.lost_at = passage.comment.place_index
                else:
                    said.block, said.lost_at = passage.end_block_id, None

    def reorders(self, a: int, b: int, c: int) -> None:
        work = self.works[a % 2]
        order = list(self.oracle.works[work.pk].chapters)
        order.insert(c % len(order), order.pop(b % len(order)))
        reorder_chapters(work=work, ids=order)
        self.oracle.is_reordered(work.pk, order)

    def adds_a_draft(self, a: int, b: int, c: int) -> None:
        if len(self.oracle.works[self.works[a % 2].pk].chapters) < 5:
            self.add_chapter(self.works[a % 2], posted=False)

    def posts_or_withdraws(self, a: int, b: int, c: int) -> None:
        chapter = self.chapter(b)
        state = self.oracle.chapters[chapter.pk]
        others = [
            one for one in self.oracle.chapters.values() if one.work == state.work and one.posted
        ]
        if not chapter.is_posted:
            Chapter.objects.filter(pk=chapter.pk).update(posted_at=timezone.now())
            Work.objects.get(pk=chapter.work_id).count_again()
            state.posted = True
        elif len(others) > 1:
            chapter.withdraw()
            state.posted = False

    def closes_or_opens(self, a: int, b: int, c: int) -> None:
        """The work to everybody but its creators."""
        work = self.oracle.works[self.works[a % 2].pk]
        work.open = not work.open
        Work.objects.filter(pk=self.works[a % 2].pk).update(
            visibility="everyone" if work.open else "named"
        )

    # Clubs

    def leaves(self, a: int, b: int, c: int) -> None:
        club = self.clubs[a % 2]
        member = self.membership(club.pk, b)
        if member is None or member.user_id is None or len(self.oracle.members[club.pk]) < 2:
            return
        choice = list(LeftNotes)[c % 3]
        resolve_notes(membership=member, choice=choice)
        member.left_at, member.left_notes = timezone.now(), choice
        member.save()
        del self.oracle.members[club.pk][member.user_id]
        self.oracle.took.discard((club.pk, member.user_id))
        if choice == LeftNotes.TAKE:
            self.oracle.took.add((club.pk, member.user_id))
        self._notes_left(club, member.user_id, choice)

    def _notes_left(self, club: Club, user: int, choice: LeftNotes) -> None:
        own = [
            pk
            for pk, said in self.oracle.comments.items()
            if said.club == club.pk and said.writer == user
        ]
        if choice == LeftNotes.UNNAME:
            for pk in own:
                self.oracle.comments[pk].writer = 0
        if choice != LeftNotes.TAKE:
            return
        for pk in sorted(own, reverse=True):
            said = self.oracle.comments[pk]
            if any(one.parent == pk for one in self.oracle.comments.values()):
                said.deleted, said.writer = True, 0
            else:
                del self.oracle.comments[pk]
        known = set(self.oracle.comments)
        for copy in Comment.objects.filter(hearers="self", pseud__user=user).exclude(pk__in=known):
            self.oracle.comments[copy.pk] = o.Said(
                writer=user,
                hearers="self",
                work=copy.work_id,
                chapter=copy.chapter_id,
                thread=copy.pk,
                block=copy.block_id,
                lost_at=copy.place_index if copy.block_id else None,
                is_whole=not copy.block_id,
            )
            word = copy.html.removeprefix("<p>").split()[0]
            self.said[word] = ("comment", copy.pk)

    def joins(self, a: int, b: int, c: int) -> None:
        club, user = self.clubs[a % 2], self.reader(b)
        if user.pk in self.oracle.members[club.pk]:
            return
        member, _ = Membership.objects.get_or_create(
            club=club, user=user, defaults={"pseud": user.default_pseud}
        )
        member.left_at, member.left_notes, member.role = None, "", Role.MEMBER
        member.save()
        self.oracle.members[club.pk][user.pk] = False
        self.oracle.took.discard((club.pk, user.pk))

    def ends_or_goes_on(self, a: int, b: int, c: int) -> None:
        read = self.reads[a % 2]
        club, work, goes_on = self.oracle.reads[read.pk]
        Read.objects.filter(pk=read.pk).update(finished_at=timezone.now() if goes_on else None)
        self.oracle.reads[read.pk] = (club, work, not goes_on)

    def waits_or_begins(self, a: int, b: int, c: int) -> None:
        read = self.reads[a % 2]
        self.oracle.waiting ^= {read.pk}
        Read.objects.filter(pk=read.pk).update(waits=read.pk in self.oracle.waiting)

    # Meetings

    def meets(self, a: int, b: int, c: int) -> None:
        read = self.reads[a % 2]
        member = self.membership(read.club_id, b)
        if member is None or len(self.oracle.meetings) > 5:
            return
        meeting = Meeting.objects.create(
            club_id=read.club_id,
            read=None if c % 7 == 0 else read,
            upto=0 if c % 7 == 0 else c % 5,
            title="Friday",
            word=f"<p>{letters(self.words + 1)}</p>",
            made_by=member,
            stage=MeetingStage.FIXED,
            starts_at=timezone.now() + timedelta(days=3),
            opened_at=timezone.now() if c % 2 else None,
        )
        self.marker("description", meeting.pk)
        self.oracle.meetings[meeting.pk] = o.Talk(
            read.club_id, None if c % 7 == 0 else read.work_id, meeting.upto, is_open=bool(c % 2)
        )
        coming = Rsvp.objects.create(
            meeting=meeting, membership=member, coming=Coming.YES, word=letters(self.words + 1)
        )
        self.marker("rsvp", coming.pk)
        self.oracle.rsvps[coming.pk] = o.Line(meeting.pk, member.user_id or 0, taken=False)
        minutes = Minutes.objects.create(
            meeting=meeting,
            html=f"<p>{letters(self.words + 1)}</p>",
            published_at=timezone.now() if c % 3 else None,
        )
        self.marker("minutes", minutes.pk)
        self.oracle.minutes[minutes.pk] = (meeting.pk, bool(c % 3))

    def talks(self, a: int, b: int, c: int) -> None:
        """A line, or a question for the agenda, which is brought up at once unless it is sealed."""
        if not self.oracle.meetings:
            return
        ids = sorted(self.oracle.meetings)
        meeting = Meeting.objects.get(pk=ids[a % len(ids)])
        member = self.membership(meeting.club_id, b)
        if member is None or member.user_id is None:
            return
        word = letters(self.words + 1)
        if c % 2:
            number = meeting.lines.count() + 1
            line = Line.objects.create(
                meeting=meeting,
                number=number,
                membership=member,
                html=f"<p>{word} kelp</p>",
                taken_back_at=timezone.now() if c % 5 == 0 else None,
            )
            self.marker("line", line.pk)
            self.oracle.lines[line.pk] = o.Line(meeting.pk, member.user_id, taken=c % 5 == 0)
        else:
            question = Question.objects.create(
                meeting=meeting, membership=member, text=word, is_sealed=c % 4 == 0
            )
            self.marker("question", question.pk)
            self.oracle.questions[question.pk] = o.Question(meeting.pk, member.user_id, c % 4 == 0)
            host = self.membership(meeting.club_id, b + 1)
            if question.is_sealed or host is None or host.user_id is None:
                return
            line = Line.objects.create(
                meeting=meeting,
                number=meeting.lines.count() + 1,
                kind=LineKind.TOPIC,
                membership=host,
                html=word,
                question=question,
            )
            self.oracle.lines[line.pk] = o.Line(meeting.pk, host.user_id, asked_by=member.user_id)

    def guesses(self, a: int, b: int, c: int) -> None:
        """Seal one: nobody opens it, each comes to it."""
        read = self.reads[a % 2]
        member = self.membership(read.club_id, b)
        if member is None or member.user_id is None:
            return
        guess = Prediction.objects.create(
            read=read, membership=member, text=letters(self.words + 1), upto=c % 4 + 1
        )
        self.marker("guess", guess.pk)
        self.oracle.guesses[guess.pk] = o.Guess(read.pk, member.user_id, guess.upto)

    def does_not_mind(self, a: int, b: int, c: int) -> None:
        if not self.oracle.meetings:
            return
        ids = sorted(self.oracle.meetings)
        talk = self.oracle.meetings[ids[a % len(ids)]]
        member = self.membership(talk.club, b)
        if member is None or member.user_id is None:
            return
        row, is_new = SpoilerConsent.objects.get_or_create(
            meeting_id=ids[a % len(ids)], membership=member
        )
        if is_new:
            talk.has_consented.add(member.user_id)
        else:
            row.delete()
            talk.has_consented.discard(member.user_id)

    def nothing(self, a: int, b: int, c: int) -> None:
        """What a failing story is shortened to."""


EDITIONS = (
    BookMeasure.of_pages(412),
    BookMeasure.of_pages(50),
    BookMeasure(MeasureKind.MINUTES, 615),
    BookMeasure.of_percent(),
)
Step = Callable[[World, int, int, int], None]

STEPS: tuple[Step, ...] = (
    World.nothing,
    World.opens,
    World.opens,
    World.scrolls,
    World.scrolls,
    World.scrolls,
    World.goes_on,
    World.only_looked,
    World.visits_are_forgotten,
    World.reads_to,
    World.reads_to,
    World.reads_chapters_to,
    World.forgets,
    World.looks_ahead,
    World.says_to_everyone,
    World.says_to_club,
    World.says_to_club,
    World.says_how_far,
    World.says_how_far,
    World.takes_another_edition,
    World.types_chapters,
    World.looks_ahead_in_book,
    World.puts_book_away,
    World.says_of_book,
    World.says_of_book,
    World.says_beside_books,
    World.notes,
    World.notes,
    World.answers,
    World.answers,
    World.deletes,
    World.brings_back,
    World.approves,
    World.rewrites,
    World.rewrites,
    World.reorders,
    World.adds_a_draft,
    World.posts_or_withdraws,
    World.closes_or_opens,
    World.leaves,
    World.joins,
    World.ends_or_goes_on,
    World.waits_or_begins,
    World.meets,
    World.talks,
    World.talks,
    World.guesses,
    World.does_not_mind,
)

# What moves a horizon, forward and back.
READING: tuple[Step, ...] = (
    World.opens,
    World.scrolls,
    World.scrolls,
    World.scrolls,
    World.goes_on,
    World.only_looked,
    World.reads_to,
    World.notes,
    World.rewrites,
    World.visits_are_forgotten,
)

# What happens in a book from elsewhere, in several editions, while its chapters are typed.
IN_BOOKS: tuple[Step, ...] = (
    World.says_how_far,
    World.says_how_far,
    World.takes_another_edition,
    World.says_of_book,
    World.says_of_book,
    World.types_chapters,
    World.types_chapters,
)
