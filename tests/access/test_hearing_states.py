"""Whoever blocks, mutes, hides, is switched off or becomes a keeper: everybody sees what the written rules give them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import QuerySet
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bookcub.clubs.models import Club, ClubVisibility
from bookcub.comments.actions import Guest, delete, say
from bookcub.comments.models import Comment, Hearers
from bookcub.comments.policies import Visitor
from bookcub.core.database.planned import ask
from bookcub.people.actions.accounts import set_keepership, switch_off, switch_on
from bookcub.people.actions.blocks import block, mute
from bookcub.people.hiding import HIDEABLE, hide, show_again
from bookcub.people.models import Hiding, User
from bookcub.works.models import Chapter, Creatorship, Work
from tests.access.hearing import GUEST, Rules, Story, Words
from tests.conftest import person
from tests.extent import EVERYTHING
from tests.making import make_club, make_work

STORIES, LENGTH = (60 if EVERYTHING else 6), 40
NUMBER = st.integers(0, 99)


@dataclass(frozen=True)
class Asked:
    """One list of rows as one person asks for it."""

    who: int
    sql: str
    values: tuple[Any, ...]
    known: Callable[[Rules], Iterable[int]]
    sees: Callable[[Rules, int, int], bool]


class World:
    """Wren writes under her name, Ana and Wren together without; Abel hosts a club with Beth and Wren; Mo keeps, Zoe reads."""

    def __init__(self) -> None:
        names = ("Wren", "Ana", "Abel", "Beth", "Zoe")
        self.people = [
            *map(person, names),
            person("Mo", keeper=True),
            person("Pia", keeper=True),
        ]
        wren, ana, abel, beth, zoe, mo, pia = self.people
        self.rules = Rules(
            keepers={mo.pk, pia.pk}, members={abel.pk: True, beth.pk: False, wren.pk: False}
        )
        self.club = make_club(abel, beth, wren, visibility=ClubVisibility.PUBLIC)
        self.rules.club = self.club.pk
        self.keeper = pia  # whom nothing happens to, so that she can hide and switch off
        signed = make_work(wren, title="Signed", chapters=2)
        unsigned = make_work(ana, title="Unsigned", chapters=2, is_anonymous=True)
        Creatorship.objects.create(
            work=unsigned, pseud=wren.default_pseud, accepted_at=unsigned.posted_at
        )
        for work, creators in ((signed, {wren.pk}), (unsigned, {ana.pk, wren.pk})):
            work.count_again()
            self.rules.stories[work.pk] = Story(creators, work.is_anonymous)
            self.rules.chapters |= dict.fromkeys(
                work.chapters.values_list("pk", flat=True), work.pk
            )
            first = self._say(work, zoe)
            for writer in (wren, ana, abel, mo):
                self._say(work, writer, under=self._say(work, beth, under=first))
                first = self._say(work, writer)
            self._say(work, None)
            for writer in (abel, beth, wren):
                self._say(work, beth, under=self._say(work, writer, hearers=Hearers.CLUB))
            self._say(work, beth, hearers=Hearers.SELF)

    def _say(
        self,
        work: Work,
        writer: User | None,
        *,
        under: Comment | None = None,
        hearers: Hearers = Hearers.EVERYONE,
    ) -> Comment:
        hearers = Hearers(under.hearers) if under else hearers
        said = say(
            work=work,
            by=writer.default_pseud if writer else Guest(name="Kit", email="kit@example.org"),
            html=f"<p>Word {len(self.rules.words)}.</p>",
            parent=under,
            hearers=hearers,
            club=self.club if hearers == Hearers.CLUB else None,
        )
        self.rules.words[said.pk] = Words(
            work.pk, writer.pk if writer else GUEST, str(hearers), under.pk if under else None
        )
        return said

    def questions(self) -> list[Asked]:
        everybody: list[User | AnonymousUser] = [*self.people, AnonymousUser()]
        found = []
        for who in everybody:
            rows: list[tuple[QuerySet[Any], Any, Any]] = [
                (Comment.objects.visible_to(who), lambda rules: rules.words, Rules.sees),
                (Comment.objects.in_threads_of(who), lambda rules: rules.words, Rules.has_place),
                (Work.objects.visible_to(who), lambda rules: rules.stories, Rules.reads),
                (
                    Chapter.objects.visible_to(who),
                    lambda rules: rules.chapters,
                    Rules.reads_chapter,
                ),
                (Club.objects.visible_to(who), lambda rules: [rules.club], Rules.knows_club),
            ]
            for asked, known, sees in rows:
                sql, values = asked.order_by().values_list("pk").query.sql_with_params()
                found.append(Asked(who.pk or GUEST, sql, values, known, sees))
        return found

    # What can happen

    def blocks(self, a: int, b: int) -> None:
        by, other = self.people[a % 7], self.people[b % 7]
        if by == other:
            return
        if (by.pk, other.pk) in self.rules.blocks:
            by.blocks.filter(blocked=other).delete()
        else:
            block(by=by, other=other)
        self.rules.blocks ^= {(by.pk, other.pk)}

    def mutes(self, a: int, b: int) -> None:
        by, other = self.people[a % 7], self.people[b % 7]
        if by == other:
            return
        if (by.pk, other.pk) in self.rules.mutes:
            by.mutes.filter(muted=other).delete()
        else:
            mute(by=by, other=other)
        self.rules.mutes ^= {(by.pk, other.pk)}

    def hides(self, a: int, b: int) -> None:
        kinds: dict[str, Iterable[int]] = {
            "comment": [pk for pk, said in self.rules.words.items() if said.hearers == "everyone"],
            "work": self.rules.stories,
            "chapter": self.rules.chapters,
            "club": [self.rules.club],
        }
        kind = ("comment", "comment", "comment", "work", "chapter", "club")[a % 6]
        pk = sorted(kinds[kind])[b % len(list(kinds[kind]))]
        thing = HIDEABLE[kind].rows().get(pk=pk)
        if (kind, pk) in self.rules.hidden:
            thing_hiding = Hiding.objects.get(pk=thing.hiding_id)
            if show_again(thing_hiding) is None:
                return  # nobody can find it now
        else:
            known = HIDEABLE[kind].known_to(self.keeper).filter(pk=pk).exists()
            other = self.rules.chapters.items()
            if kind == "chapter":  # the last one goes with its work
                left = {one for one, work in other if work == self.rules.chapters[pk]} - {pk}
                known = known and not all(("chapter", one) in self.rules.hidden for one in left)
            if not known or self.rules.words.get(pk, Words(0, 0, "")).is_deleted:
                return
            assert hide(HIDEABLE[kind], thing, by=self.keeper, why="Because.")
        self.rules.hidden ^= {(kind, pk)}

    def switches_off(self, a: int, b: int) -> None:
        somebody = self.people[a % 6]  # Pia stays
        if somebody.pk in self.rules.switched_off:
            switch_on(somebody)
        else:
            switch_off(somebody, by=self.keeper, reason="")
        self.rules.switched_off ^= {somebody.pk}

    def keeps(self, a: int, b: int) -> None:
        somebody = self.people[a % 6]
        is_keeper = somebody.pk in self.rules.keepers
        set_keepership(somebody, now=not is_keeper)
        self.rules.keepers ^= {somebody.pk}

    def deletes(self, a: int, b: int) -> None:
        pk = sorted(self.rules.words)[a % len(self.rules.words)]
        if not self.rules.words[pk].is_deleted:
            delete(comment=Comment.objects.get(pk=pk), by=self.keeper)
            self.rules.words[pk].is_deleted = True


# What happens often stands more than once.
STEPS = [
    *[World.blocks] * 4, *[World.mutes] * 3, *[World.hides] * 5,
    World.switches_off, World.keeps, World.deletes,
]  # fmt: skip
TOLD = st.tuples(st.sampled_from(STEPS), NUMBER, NUMBER)


@pytest.mark.both
@pytest.mark.slow_first
@pytest.mark.django_db
def test_everybody_sees_what_the_rules_give_them() -> None:
    world = World()
    asked, rules = world.questions(), world.rules
    seen = {"states": 0, "kept away": 0, "shown": 0}

    @settings(
        max_examples=STORIES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        phases=[Phase.generate],  # a story that fails is told as it is: shortening it takes minutes
    )
    @given(story=st.lists(TOLD, min_size=LENGTH, max_size=LENGTH))
    def tell(story: list[tuple[Callable[[World, int, int], None], int, int]]) -> None:
        with transaction.atomic():
            world.rules = deepcopy(rules)
            for step, a, b in story:
                step(world, a, b)
                check(world.rules, asked, seen)
                seen["states"] += 1
            check(world.rules, world.questions(), seen)  # and asked anew
            check_pages(world)
            transaction.set_rollback(True)

    tell()

    assert seen["states"] >= STORIES * LENGTH
    # Where nothing is kept from anybody, nothing is proven.
    assert seen["kept away"] > 20 * seen["states"]


def check_pages(world: World) -> None:
    """What a page of threads makes of the rows it has loaded is what the rules give, too."""
    rules = world.rules
    everybody: list[User | AnonymousUser] = [*User.objects.filter(is_active=True), AnonymousUser()]
    for who in everybody:
        person = who.pk or GUEST
        places = list(Comment.objects.in_threads_of(who).with_people().select_related("work"))
        visitors = Visitor.of_each(who, {comment.work for comment in places})
        words = {one.pk for one in places if not visitors[one.work_id].is_gone(one)}
        assert words == {one.pk for one in places if rules.reads_words(person, one.pk)}, who


def check(rules: Rules, asked: list[Asked], seen: dict[str, int]) -> None:
    for one in asked:
        if one.who in rules.switched_off:
            continue
        known = set(one.known(rules))
        given_ = {pk for (pk,) in ask(one.sql, one.values)} & known
        due = {pk for pk in known if one.sees(rules, one.who, pk)}
        assert given_ == due, (
            f"{one.who} and {one.sees.__name__}: too much {given_ - due}, missing {due - given_}"
        )
        seen["shown"] += len(due)
        seen["kept away"] += len(known - due)
