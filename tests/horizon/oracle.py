"""The written rules of docs/horizon.md in plain Python: what each person may know of.

Nothing here asks the archive. The world tells the oracle what people did; the oracle tells what they may see.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

GUEST = 0  # instead of a person's id
PAIR = 2
STAYS = 0  # instead of a visit's number
NOTHING = Fraction(0)
PACE = 25  # words a second: 1,500 a minute


@dataclass
class Chapter:
    work: int
    blocks: list[str]
    posted: bool = True
    words: dict[str, int] = field(default_factory=dict)  # of each block


@dataclass
class Work:
    creators: set[int]
    chapters: list[int]  # in order
    planned: int | None
    moderated: bool = False
    open: bool = True  # else only its creators may read it


@dataclass
class Progress:
    block: str
    whole: bool = False


@dataclass
class Visit:
    """A page was opened, or a button pressed; what it moved can be taken back."""

    person: int
    work: int
    spent: int = 0  # words, for which there was time
    taken: bool = False


@dataclass
class Said:
    writer: int
    hearers: str  # "everyone", "self", or "club"
    work: int | None
    chapter: int | None
    club: int | None = None
    book: int | None = None  # the read of one from elsewhere
    share: Fraction = NOTHING  # of that book: its writer's page of the pages they hold
    block: str = ""  # the one its passage ends in
    lost_at: int | None = None  # of an orphan, the number of the block where it last was
    is_whole: bool = False
    approved: bool = True
    deleted: bool = False
    parent: int | None = None
    thread: int = 0


@dataclass
class Book:
    """What a club reads from elsewhere, and how far each says to be; some have asked to see everything.

    Each holds an edition of their own: a page of it is a fraction of the book, and fractions are compared.
    """

    club: int
    at: dict[int, Fraction] = field(default_factory=dict)
    shows_all: set[int] = field(default_factory=set)
    gone: bool = False


@dataclass
class Talk:
    """A meeting, or what stands in one place of a read: heard by members who have reached that place."""

    club: int
    work: int | None
    upto: int
    has_consented: set[int] = field(default_factory=set)
    is_open: bool = False


@dataclass
class Line:
    meeting: int
    writer: int
    taken: bool = False
    asked_by: int | None = None  # whose question it brings up


@dataclass
class Guess:
    read: int
    writer: int
    upto: int


@dataclass
class Question:
    meeting: int
    writer: int
    sealed: bool


@dataclass
class Oracle:
    works: dict[int, Work] = field(default_factory=dict)
    chapters: dict[int, Chapter] = field(default_factory=dict)
    progress: dict[tuple[int, int], Progress] = field(default_factory=dict)  # person, chapter
    moved: dict[tuple[int, int], dict[int, Progress]] = field(
        default_factory=dict
    )  # by which visit
    visits: dict[int, Visit] = field(default_factory=dict)
    looks: set[tuple[int, int]] = field(default_factory=set)  # person, work
    members: dict[int, dict[int, bool]] = field(default_factory=dict)  # club: person: hosts
    took: set[tuple[int, int]] = field(default_factory=set)  # club, person who took their words
    reads: dict[int, tuple[int, int, bool]] = field(default_factory=dict)  # club, work, goes on
    books: dict[int, Book] = field(default_factory=dict)  # by their reads
    waiting: set[int] = field(default_factory=set)  # reads that are chosen, and not begun
    comments: dict[int, Said] = field(default_factory=dict)
    meetings: dict[int, Talk] = field(default_factory=dict)
    rsvps: dict[int, Line] = field(default_factory=dict)
    lines: dict[int, Line] = field(default_factory=dict)
    minutes: dict[int, tuple[int, bool]] = field(default_factory=dict)  # meeting, published
    guesses: dict[int, Guess] = field(default_factory=dict)
    questions: dict[int, Question] = field(default_factory=dict)

    # Comments

    def sees(self, person: int, pk: int) -> bool:
        said = self.comments[pk]
        within = self._owns(person, said) or self.is_within(person, said)
        return self._stands(pk) and self.hears(person, said) and within

    def is_ahead(self, person: int, pk: int) -> bool:
        said = self.comments[pk]
        within = self._owns(person, said) or self.is_within(person, said)
        return not said.deleted and self.hears(person, said) and not within

    def hears(self, person: int, said: Said) -> bool:
        if said.work is None:
            return self._hears_beside_works(person, said)
        work = self.works[said.work]
        creates = person in work.creators
        if not (work.open or creates):
            return False
        posted = said.chapter is None or self.chapters[said.chapter].posted
        if said.hearers == "self":
            return said.writer == person and (posted or creates)
        if said.hearers == "club":
            return self._belongs(person, said.club) and (posted or creates)
        if creates:
            return True
        return posted and (said.approved or (said.writer == person and person != GUEST))

    def _hears_beside_works(self, person: int, said: Said) -> bool:
        if said.hearers == "self":
            return said.writer == person
        stands = said.book is None or not self.books[said.book].gone
        return stands and self._belongs(person, said.club)

    def is_within(self, person: int, said: Said) -> bool:
        if said.book is not None:
            book = self.books[said.book]
            return said.share <= book.at.get(person, NOTHING) or person in book.shows_all
        if said.chapter is None or said.work is None:
            return True
        talk_under_chapter = said.hearers == "everyone" and not said.block
        if person == GUEST:
            return talk_under_chapter
        unbegun = talk_under_chapter and not self._has_begun(person, said.work)
        if (person, said.work) in self.looks or unbegun:
            return True
        progress = self.progress.get((person, said.chapter))
        if progress is None or said.is_whole:
            return progress is not None and progress.whole
        return talk_under_chapter or self._index(said) <= self._furthest(said.chapter, progress)

    def _index(self, said: Said) -> int:
        if said.lost_at is not None:
            return said.lost_at
        return self.chapters[said.chapter or 0].blocks.index(said.block)

    def _furthest(self, chapter: int, progress: Progress) -> int:
        return self.chapters[chapter].blocks.index(progress.block)

    def _owns(self, person: int, said: Said) -> bool:
        wrote = said.writer == person and person != GUEST
        return wrote or (said.work is not None and person in self.works[said.work].creators)

    def _stands(self, pk: int) -> bool:
        """It is there, or something under it is."""
        if not self.comments[pk].deleted:
            return True
        return any(self._stands(below) for below, one in self.comments.items() if one.parent == pk)

    def _has_begun(self, person: int, work: int) -> bool:
        if any(who == person and self.chapters[at].work == work for who, at in self.progress):
            return True
        return any(
            what == work and goes_on and read not in self.waiting and self._belongs(person, club)
            for read, (club, what, goes_on) in self.reads.items()
        )

    def _belongs(self, person: int, club: int | None) -> bool:
        return club is not None and person in self.members.get(club, {})

    # Meetings, minutes, guesses

    def has_reached(self, person: int, work: int | None, upto: int) -> bool:
        """Whether somebody may see what goes up to a place: they have come there, chose to look ahead, or wrote it."""
        knows_all = (person, work) in self.looks
        if work is not None:
            knows_all = knows_all or person in self.works[work].creators
        return knows_all or self.has_come_to(person, work, upto)

    def has_come_to(self, person: int, work: int | None, upto: int) -> bool:
        """Whether somebody has read every chapter up to a place that there is; of their own, whether it is posted."""
        if upto == 0:
            return True
        if work is None:
            return False
        order = self.works[work].chapters
        known = {at for _, at in self.progress}
        for chapter in order[:upto] if person not in self.works[work].creators else ():
            progress = self.progress.get((person, chapter))
            is_whole = progress is not None and progress.whole
            if (self.chapters[chapter].posted or chapter in known) and not is_whole:
                return False
        posted = [chapter for chapter in order if self.chapters[chapter].posted]
        planned = self.works[work].planned
        is_complete = planned is not None and len(posted) >= planned
        reaches = any(self.chapters[chapter].posted for chapter in order[upto - 1 :])
        return bool(posted) and (reaches or is_complete)

    def is_open(self, person: int, meeting: int) -> bool:
        talk = self.meetings[meeting]
        if not self._belongs(person, talk.club):
            return False
        return person in talk.has_consented or self.has_reached(person, talk.work, talk.upto)

    def sees_line(self, person: int, pk: int) -> bool:
        line = self.lines[pk]
        club = self.meetings[line.meeting].club
        stays = all(
            each == person or (club, each) not in self.took
            for each in {line.writer, line.asked_by} - {None}
        )
        return not line.taken and stays and self.is_open(person, line.meeting)

    def sees_rsvp(self, person: int, pk: int) -> bool:
        """The word beside it; that somebody comes is no secret."""
        said = self.rsvps[pk]
        return said.writer == person or self.is_open(person, said.meeting)

    def sees_minutes(self, person: int, pk: int) -> bool:
        meeting, published = self.minutes[pk]
        hosts = self.members.get(self.meetings[meeting].club, {}).get(person, False)
        return self.is_open(person, meeting) and (published or hosts)

    def may_write_minutes(self, person: int, pk: int) -> bool:
        """Before they are published, who runs the meeting reads them too: of two, both do."""
        meeting, _ = self.minutes[pk]
        are_two = len(self.members.get(self.meetings[meeting].club, {})) <= PAIR
        return self.sees_minutes(person, pk) or (are_two and self.is_open(person, meeting))

    def sees_guess(self, person: int, pk: int) -> bool:
        guess = self.guesses[pk]
        club, work, _ = self.reads[guess.read]
        if not self._belongs(person, club):
            return False
        if guess.writer == person:
            return True
        if (club, guess.writer) in self.took:
            return False
        return self.has_come_to(person, work, guess.upto)

    def sees_question(self, person: int, pk: int) -> bool:
        question = self.questions[pk]
        talk = self.meetings[question.meeting]
        if not self._belongs(person, talk.club):
            return False
        if question.writer == person:
            return True
        if (talk.club, question.writer) in self.took:
            return False
        unsealed = not question.sealed or talk.is_open
        return unsealed and self.is_open(person, question.meeting)

    # Reading

    def opens(self, person: int, chapter: int, visit: int) -> None:
        """Whoever has opened a chapter has reached its beginning."""
        if (person, chapter) not in self.progress:
            self.reaches(person, chapter, 0, visit=visit, may_end=False)

    def reaches(
        self, person: int, chapter: int, index: int, *, visit: int = STAYS, may_end: bool = True
    ) -> None:
        """By what is never taken back, or by a visit."""
        blocks = self.chapters[chapter].blocks
        by = self.moved.setdefault((person, chapter), {}).setdefault(visit, Progress(blocks[0]))
        by.block = blocks[max(index, blocks.index(by.block))]
        by.whole = by.whole or (may_end and index == len(blocks) - 1)
        self._weigh(person, chapter)

    def dwells(self, visit: int, chapter: int, upto: int, seconds: float) -> None:
        """A page moves the horizon block by block, as long as there was time for the words: 1,500 a minute."""
        if self.visits[visit].taken:
            return
        index, words = self._there(visit, chapter, upto, seconds)
        here = self.progress[self.visits[visit].person, chapter]
        at = self.chapters[chapter].blocks.index(here.block)
        is_end = index == len(self.chapters[chapter].blocks) - 1
        if not here.whole and (index > at or is_end):
            self.reaches(self.visits[visit].person, chapter, index, visit=visit)
            self.visits[visit].spent += words

    def goes_on(self, visit: int, chapter: int, seconds: float) -> None:
        """To the next chapter: this one is read if there was time for all that was left of it."""
        if self.visits[visit].taken:
            return
        last = len(self.chapters[chapter].blocks) - 1
        if self._there(visit, chapter, last, seconds)[0] == last:
            self.dwells(visit, chapter, last, seconds)

    def _there(self, visit: int, chapter: int, upto: int, seconds: float) -> tuple[int, int]:
        """The last block that there was time for, and the words that it takes."""
        person = self.visits[visit].person
        self.opens(person, chapter, visit)
        blocks = self.chapters[chapter].blocks
        index = blocks.index(self.progress[person, chapter].block) or -1
        left = seconds * PACE - self.visits[visit].spent
        words = 0
        while index < upto:
            more = self.chapters[chapter].words[blocks[index + 1]]
            if words + more > left:
                break
            index, words = index + 1, words + more
        return index, words

    def only_looked(self, visit: int) -> None:
        self.visits[visit].taken = True
        for person, chapter in list(self.moved):
            self.moved[person, chapter].pop(visit, None)
            self._weigh(person, chapter)

    def forgets(self, person: int, work: int) -> None:
        for key in list(self.moved):
            if key[0] == person and self.chapters[key[1]].work == work:
                self.moved[key] = {}
                self._weigh(*key)
        for number, visit in list(self.visits.items()):
            if (visit.person, visit.work) == (person, work):
                self.visits[number] = Visit(person, work)

    def _weigh(self, person: int, chapter: int) -> None:
        """The horizon is as far as anything has moved it."""
        blocks = self.chapters[chapter].blocks
        by = self.moved[person, chapter].values()
        self.progress.pop((person, chapter), None)
        if by:
            furthest = max((one.block for one in by), key=blocks.index)
            self.progress[person, chapter] = Progress(furthest, any(one.whole for one in by))

    # What the author does to a text and its order

    def is_edited(self, chapter: int, after: dict[str, int]) -> None:
        """People stay where they were; nothing that they had not read opens."""
        before, blocks = self.chapters[chapter].blocks, list(after)
        self.chapters[chapter].blocks, self.chapters[chapter].words = blocks, after
        for (person, where), by in self.moved.items():
            if where != chapter:
                continue
            for visit, progress in list(by.items()):
                stretch = self._stretch(progress.block, before, blocks)
                if stretch < 0:
                    del by[visit]
                else:
                    progress.block = blocks[stretch]
                    progress.whole = progress.whole and stretch == len(blocks) - 1
            self._weigh(person, chapter)

    def _stretch(self, block: str, before: list[str], after: list[str]) -> int:
        """How far one has read in a text that had come to a block of it as it was."""
        if block not in before:
            return -1
        read = set(before[: before.index(block) + 1])
        stretch = -1
        for index, one in enumerate(after):
            if one in before and one not in read:
                break
            if one in read:
                stretch = index
        return stretch

    def is_reordered(self, work: int, after: list[int]) -> None:
        """What had to be read for a talk or a guess still has to be."""
        before = self.works[work].chapters

        def moved(upto: int) -> int:
            inside = [after.index(chapter) + 1 for chapter in before[:upto] if chapter in after]
            return upto if upto > len(before) else max(inside, default=min(upto, 1))

        for talk in self.meetings.values():
            if talk.work == work:
                talk.upto = moved(talk.upto)
        for guess in self.guesses.values():
            if self.reads[guess.read][1] == work:
                guess.upto = moved(guess.upto)
        self.works[work].chapters = after
