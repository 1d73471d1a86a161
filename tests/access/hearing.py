"""The written rules of blocks, mutes and hiding (docs/visibility.md) in plain Python, for a small archive that is read by all.

Nothing here asks the archive for what somebody sees: it knows who wrote what, and is told who keeps away from whom.
"""

from __future__ import annotations

from dataclasses import dataclass, field

GUEST = 0  # instead of a person's id


@dataclass
class Story:
    creators: set[int]
    is_anonymous: bool


@dataclass
class Words:
    work: int
    writer: int  # GUEST for somebody without an account
    hearers: str  # "everyone", "club" or "self"
    parent: int | None = None
    is_deleted: bool = False


@dataclass
class Rules:
    """What there is, who keeps away from whom, and what is hidden."""

    stories: dict[int, Story] = field(default_factory=dict)
    chapters: dict[int, int] = field(default_factory=dict)  # of which work
    words: dict[int, Words] = field(default_factory=dict)
    club: int = 0
    members: dict[int, bool] = field(default_factory=dict)  # person: hosts
    keepers: set[int] = field(default_factory=set)
    blocks: set[tuple[int, int]] = field(default_factory=set)
    mutes: set[tuple[int, int]] = field(default_factory=set)
    switched_off: set[int] = field(default_factory=set)
    hidden: set[tuple[str, int]] = field(default_factory=set)

    @property
    def keeping(self) -> set[int]:
        return self.keepers - self.switched_off

    def reads(self, person: int, work: int) -> bool:
        creators = self.stories[work].creators
        is_there = ("work", work) not in self.hidden or person in self.keeping
        return person in creators or (is_there and not creators <= self.switched_off)

    def reads_chapter(self, person: int, chapter: int) -> bool:
        work = self.chapters[chapter]
        is_open = ("chapter", chapter) not in self.hidden or person in self.keeping
        return self.reads(person, work) and (is_open or person in self.stories[work].creators)

    def knows_club(self, person: int, club: int) -> bool:
        is_there = ("club", club) not in self.hidden or person in self.keeping
        return person in self.members or (is_there and not set(self.members) <= self.switched_off)

    def sees(self, person: int, pk: int) -> bool:
        """In lists of what is said, and by itself."""
        return self.hears(person, pk) and self._is_kept(person, pk) and self._stands(person, pk)

    def has_place(self, person: int, pk: int) -> bool:
        """On a page of threads, where what one does not hear may leave its place."""
        return self.hears(person, pk) and self._stands(person, pk)

    def hears(self, person: int, pk: int) -> bool:
        said = self.words[pk]
        if not self.reads(person, said.work):
            return False
        if said.hearers == "self":
            return person == said.writer
        return said.hearers == "everyone" or person in self.members

    def reads_words(self, person: int, pk: int) -> bool:
        """Where it has its place: else that is all that is left of it."""
        said = self.words[pk]
        is_shown = ("comment", pk) not in self.hidden
        is_shown = is_shown or person in self.keeping or (person == said.writer != GUEST)
        is_said = not said.is_deleted and said.writer not in self.switched_off
        return is_said and is_shown and self._is_kept(person, pk)

    def _stands(self, person: int, pk: int) -> bool:
        if self.reads_words(person, pk):
            return True
        return any(self._speaks(person, below) for below in self._below(pk))

    def _speaks(self, person: int, pk: int) -> bool:
        said = self.words[pk]
        is_gone = said.is_deleted or said.writer in self.switched_off
        return not is_gone and ("comment", pk) not in self.hidden and self._is_kept(person, pk)

    def _below(self, pk: int) -> set[int]:
        found = {one for one, said in self.words.items() if said.parent == pk}
        return found.union(*(self._below(one) for one in found))

    def _is_kept(self, person: int, pk: int) -> bool:
        """Not the words of somebody of whom this person does not hear."""
        said = self.words[pk]
        if GUEST in (person, said.writer) or person == said.writer:
            return True
        story = self.stories[said.work]
        if story.is_anonymous and said.writer in story.creators and said.hearers != "self":
            return True
        mutes = (person, said.writer) in self.mutes
        blocks = (person, said.writer) in self.blocks
        if not (mutes or blocks or (said.writer, person) in self.blocks):
            return True
        if said.hearers == "everyone" and person in self.keeping and not mutes:
            return True
        decides = said.hearers == "everyone" and person in story.creators
        decides = decides or (said.hearers == "club" and self.members.get(person, False))
        return decides and not mutes and not blocks
