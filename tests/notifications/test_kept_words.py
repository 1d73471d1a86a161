"""A walk through every address and letter: no word that somebody signs is left for whom they are kept from, and no
unsigned one is missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Any
from zlib import crc32

import pytest
from django.core import mail
from django.db.models import Model
from django.urls import NoReverseMatch, reverse

from bookcub.clubs.models import Club
from bookcub.comments import actions
from bookcub.comments.actions import SourceComment
from bookcub.comments.models import Comment, Hearers
from bookcub.notifications.channels.mail import mail_notice
from bookcub.notifications.models import Notice
from bookcub.people.actions.blocks import block, mute
from bookcub.people.models import User
from bookcub.reading.actions.places import read_up_to_end
from bookcub.reads.models import Read
from bookcub.works.actions import invite_co_creator
from bookcub.works.actions.draft_readers import show_draft
from bookcub.works.choices import MayComment
from bookcub.works.models import Chapter, Creatorship, Work
from tests.access.world import patterns
from tests.browsing import Client
from tests.comments.announcing import announced
from tests.comments.noting import note, suggested
from tests.comments.talking import a_comment
from tests.extent import EVERYTHING
from tests.horizon.test_addresses import NOT_OPENED, words_of
from tests.making import make_club, make_read, make_work
from tests.notifications.conftest import Commits

WORD = re.compile(r"q[a-z]+q(?:un)?signed")
LETTER = "a letter"
MOST = 4  # addresses of one pattern, where nothing is read or said
TURNS = (
    1 if EVERYTHING else 3
)  # where something is: of one pattern a third, another one of the next


@dataclass
class Story:
    """What Cy says where Bo can hear it, each with a word of its own, and what stands at which addresses."""

    bo: User
    cy: User
    club: Club
    signed: set[str] = field(default_factory=set)
    unsigned: set[str] = field(default_factory=set)

    def word(self, name: str, *, signed: bool = True) -> str:
        word = f"q{name}q{'' if signed else 'un'}signed"
        (self.signed if signed else self.unsigned).add(word)
        return word

    def to_club(self, words: str, **more: Any) -> Comment:
        return actions.say(
            by=self.cy.default_pseud,
            html=f"<p>{words}</p>",
            hearers=Hearers.CLUB,
            club=self.club,
            **more,
        )


@pytest.fixture
def story(ada: User, bo: User, cy: User, di: User, committing: Commits) -> Story:
    """Cy hosts a club in which Bo and Di read Ada's work, and has to do with all that is Bo's."""
    club = make_club(cy, bo, di)
    work = make_work(ada, title="Serial", chapters=2, may_comment=MayComment.EVERYONE)
    aside = make_work(ada, title="Aside")
    make_read(club, work=work)
    chapter = work.chapters.get(position=1)
    for person in (bo, cy, di):
        read_up_to_end(user=person, chapter=chapter)
    it = Story(bo, cy, club)
    with committing():
        _to_everyone(it, work, chapter, di)
        _to_the_club(it, work, chapter, aside)
    with committing():
        _to_bo(it)
        _unsigned(it)
    mail.outbox.clear()
    return it


def _to_everyone(it: Story, work: Work, chapter: Chapter, di: User) -> None:
    asked = a_comment(work, it.bo, "A question")
    first = a_comment(work, it.cy, it.word("comment"))
    a_comment(work, di, "Under it", to=first)
    a_comment(work, it.cy, it.word("reply"), to=asked)
    note(chapter, it.cy, html=f"<p>{it.word('note')}</p>", hearers=Hearers.EVERYONE)


def _to_the_club(it: Story, work: Work, chapter: Chapter, aside: Work) -> None:
    it.to_club(it.word("talk"), work=work, chapter=chapter)
    note(chapter, it.cy, html=f"<p>{it.word('clubnote')}</p>", block=1, club=it.club)
    it.to_club(it.word("aside"), work=aside)
    it.to_club(it.word("beside"))
    announced(it.club, it.cy, it.word("announced"))


def _to_bo(it: Story) -> None:
    mine = make_work(it.bo, title="Mine", may_comment=MayComment.EVERYONE)
    a_comment(mine, it.cy, it.word("ofmine"))
    waiting = make_work(it.bo, title="Moderated", moderates_comments=True)
    a_comment(waiting, it.cy, it.word("waiting"))
    draft = make_work(it.bo, title="Draft", posted=False)
    show_draft(work=draft, to=[it.cy], by=it.bo)
    suggested(draft.chapters.get(), it.cy, it.word("instead"), html=f"<p>{it.word('why')}</p>")
    show_draft(work=make_work(it.cy, title=it.word("draft"), posted=False), to=[it.bo], by=it.cy)
    asking = make_work(it.cy, title=it.word("byline"), posted=False)
    invite_co_creator(work=asking, pseud=it.bo.default_pseud, by=it.cy)
    old = SourceComment(source_id="1", name="Old", html="<p>x</p>")
    actions.keep_imported(work=mine, comments=[old])
    it.cy.default_pseud.user.pseuds.create(name=it.word("claim"))
    claimant = it.cy.pseuds.get(name__startswith="qclaim")
    actions.claim(comment=mine.comments.get(is_imported=True), pseud=claimant)


def _unsigned(it: Story) -> None:
    """Under an anonymous work of Cy's, and such a draft of theirs."""
    work = make_work(it.cy, title="Unsigned", is_anonymous=True, may_comment=MayComment.EVERYONE)
    asked = a_comment(work, it.bo, "Who are you?")
    a_comment(work, it.cy, it.word("creator", signed=False))
    a_comment(work, it.cy, it.word("answer", signed=False), to=asked)
    shown = make_work(it.cy, title=it.word("shown", signed=False), posted=False, is_anonymous=True)
    show_draft(work=shown, to=[it.bo], by=it.cy)


def every_address() -> Iterator[str]:
    def all_of(model: type[Model]) -> list[int]:
        return list(model._default_manager.values_list("pk", flat=True))

    ids: dict[str, list[Any]] = {
        "work_id": all_of(Work),
        "comment_id": all_of(Comment),
        "club_id": all_of(Club),
        "read_id": all_of(Read),
        "invitation_id": all_of(Creatorship),
        "username": ["Bo", "Di"],
    }
    of_chapter = list(Chapter.objects.values_list("pk", "work_id"))
    for name, wanted in patterns().items():
        # By its name: another address changes nothing for this one.
        turn = crc32(name.encode())
        is_of_chapter = wanted == ["chapter_id", "work_id"]
        choices = of_chapter if is_of_chapter else product(*(ids.get(key, [1]) for key in wanted))
        if not name.startswith(("admin:", "debug:")) and name not in NOT_OPENED:
            is_near = name.startswith(("comments:", "reading:"))
            among = _dealt(list(choices), turn) if is_near else islice(choices, MOST)
            yield from _addresses(name, wanted, among)
    for work in ids["work_id"]:
        yield f"/works/{work}/comments?part=true"
    for chapter, work in of_chapter:
        yield f"/works/{work}/chapters/{chapter}/notes"
    for club in ids["club_id"]:
        yield f"/clubs/{club}?talk=more"


def _dealt(choices: list[tuple[Any, ...]], turn: int) -> list[tuple[Any, ...]]:
    return choices[turn % TURNS :: TURNS] if len(choices) > MOST else choices


def _addresses(
    name: str, wanted: Iterable[str], choices: Iterable[tuple[Any, ...]]
) -> Iterator[str]:
    for values in choices:
        try:
            yield reverse(name, kwargs=dict(zip(wanted, values, strict=True)))
        except NoReverseMatch:
            break


def found_by(who: User, addresses: Iterable[str]) -> tuple[dict[str, set[str]], list[str]]:
    """The words that somebody finds, on pages and in letters, and where; and which of the pages there are."""
    # Fetched ahead: nothing that is opened here moves a place.
    client = Client(headers={"Sec-Purpose": "prefetch"})
    client.force_login(who)
    found: dict[str, set[str]] = {}
    opened = []
    for address in addresses:
        answer = client.get(address)
        if answer.status_code == 200:
            opened.append(address)
            for word in WORD.findall(words_of(b"".join(answer))):
                found.setdefault(word, set()).add(address)
    mail.outbox.clear()
    for line in Notice.objects.filter(user=who):
        mail_notice.func(line.pk)
    for letter in mail.outbox:
        for word in WORD.findall(str(letter.message())):
            found.setdefault(word, set()).add(LETTER)
    return found, opened


@pytest.mark.slow_first
@pytest.mark.usefixtures("bare_errors")
def test_what_is_signed_is_nowhere_and_what_is_not_is_where_it_was(story: Story, di: User) -> None:
    """Every day he looks again at the pages that told of it; at every page once in a while."""
    before, opened = found_by(story.bo, every_address())
    assert before.keys() == story.signed | story.unsigned
    told = set().union(*before.values()) - {LETTER}

    for keep, by, other, addresses in (
        (block, story.bo, story.cy, opened if EVERYTHING else told),
        (block, story.cy, story.bo, told),
        (mute, story.bo, story.cy, told),
    ):
        made = keep(by=by, other=other)
        after, _ = found_by(story.bo, addresses)
        # What is said under his own works he decides about, and answers no more: nobody hides it by blocking him.
        decided = {story.word("ofmine"), story.word("waiting")} if by == story.cy else set()
        expected = {word: before[word] for word in story.unsigned}
        expected |= {
            word: {url for url in before[word] if not url.endswith("/reply")} for word in decided
        }
        assert after == expected, (keep, by)
        assert Comment.objects.visible_to(di).filter(html__contains=story.word("talk")).exists()
        made.delete()

    back, _ = found_by(story.bo, told)
    assert back.keys() == before.keys()
