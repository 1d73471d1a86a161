"""How the demo's clubs chose, what they plan, and how they liked it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bookcub.core import clock
from bookcub.home.demo.club_texts import ClubText, days_before
from bookcub.home.demo.texts import Table
from bookcub.home.demo.typography import typographic
from bookcub.picks.actions.closing import choose as host_chooses
from bookcub.picks.actions.closing import close
from bookcub.picks.actions.nominations import nominate, second
from bookcub.picks.actions.picks import open_pick
from bookcub.picks.actions.turns import bring
from bookcub.picks.actions.votes import vote
from bookcub.picks.models import Method, Nomination, Pick, PickRules
from bookcub.reads.actions.books import BookFields
from bookcub.reads.actions.reads import finish_read
from bookcub.reads.models import Read, Reader
from bookcub.works.models import Work

if TYPE_CHECKING:
    from bookcub.home.demo.club_loading import Life


def choose(text: ClubText, life: Life) -> None:
    """Every choosing, in its order and by the club's rules of then."""
    usual = PickRules.objects.get(club=life.club).method
    for said in text.picks:
        PickRules.objects.filter(club=life.club).update(method=said["method"])
        with clock.set_to(days_before(life.at, said["days_ago"])):
            if said["method"] == Method.TURNS:
                _take_turn(text, life, said)
            else:
                _pick(text, life, said)
    PickRules.objects.filter(club=life.club).update(method=usual)


def _take_turn(text: ClubText, life: Life, said: Table) -> None:
    [brought] = said["nomination"]
    read = bring(
        club=life.club,
        by=life.members[brought["by"]],
        what=_what(text, life, brought),
        why=typographic(brought["why"]),
    )
    _keep_read(text, life, said, read)


def _pick(text: ClubText, life: Life, said: Table) -> None:
    first = life.members[text.members[0]["by"]]
    ends = said.get("nominations_close_days_ahead")
    pick = open_pick(
        club=life.club,
        by=first,
        nominations_close_at=life.at + timedelta(days=ends) if ends else None,
    )
    if "seed" in said:
        Pick.objects.filter(pk=pick.pk).update(seed=said["seed"])
    numbers: dict[str, int] = {}
    for brought in said["nomination"]:
        made = nominate(
            pick=pick,
            by=life.members[brought["by"]],
            what=_what(text, life, brought),
            why=typographic(brought["why"]),
        )
        numbers[brought.get("work") or brought["book"]] = made.number
        for name in brought.get("seconds", []):
            second(nomination=made, by=life.members[name])
    if said.get("open"):
        return
    with clock.set_to(days_before(life.at, said["closed_days_ago"])):
        _end_pick(text, life, said, pick, numbers)


def _end_pick(text: ClubText, life: Life, said: Table, pick: Pick, numbers: dict[str, int]) -> None:
    first = life.members[text.members[0]["by"]]
    pick = close(pick=pick, by=first)
    if pick.method == Method.HOST:
        host_chooses(pick=pick, nomination=Nomination.objects.get(pick=pick), by=first)
    for ballot in said.get("ballot", []):
        vote(
            pick=pick,
            by=life.members[ballot["by"]],
            ranking=[numbers[key] for key in ballot["ranking"]],
        )
    if "ballot" in said:
        close(pick=pick, by=first)
    _keep_read(text, life, said, Read.objects.get(pick=pick))


def _what(text: ClubText, life: Life, brought: Table) -> Work | BookFields:
    if "work" in brought:
        return life.works[brought["work"]]
    book = text.books[brought["book"]]
    return BookFields(
        title=book["title"],
        author=book["author"],
        chapter_titles=[""] * book.get("chapters", 0),
        page_count=book.get("pages"),
    )


def _keep_read(text: ClubText, life: Life, said: Table, read: Read) -> None:
    """Remember which of the file's reads this is. The file says what came of the choosing; the count decides it."""
    wanted = next(each for each in text.reads if each["pick"] == said["key"])
    what = (
        life.works[wanted["work"]].title
        if "work" in wanted
        else text.books[wanted["book"]]["title"]
    )
    if read.title != what:
        raise ValueError(f"{text.file}: {read.title} was picked and not {what}.")
    begun = days_before(life.at, wanted["days_ago"])
    read.made_at = begun
    read.starts_on = begun.date()
    read.save(update_fields=["made_at", "starts_on"])
    life.reads[wanted["key"]] = read


def keep_plans(text: ClubText, life: Life) -> None:
    """The dates of each read, and what moved."""
    for said in text.reads:
        read = life.reads[said["key"]]
        read.pace = said["pace"]
        read.per_week = said.get("per_week")
        read.weekday = said.get("weekday", read.weekday)
        if "done_by_days_ago" in said:
            read.done_by = days_before(life.at, said["done_by_days_ago"]).date()
        read.save(update_fields=["pace", "per_week", "weekday", "done_by"])
        _lay_out(said, life, read)
        for change in said.get("plan_change", []):
            read.plan_changes.create(
                at=days_before(life.at, change["days_ago"]),
                by=life.members.get(change.get("by", "")),
                why=typographic(change["why"]),
                moved=[typographic(sentence) for sentence in change["moved"]],
            )


def _lay_out(said: Table, life: Life, read: Read) -> None:
    """The dates that the file names; else a milestone a week."""
    for upto, days_ahead in said.get("milestones", {}).items():
        due_on = (life.at + timedelta(days=days_ahead)).date()
        read.milestones.create(upto=int(upto), due_on=due_on, is_fixed=True)
    if "milestones" in said or read.starts_on is None or read.per_week is None:
        return
    length = read.book.length if read.book else life.works[said["work"]].chapter_count
    first = read.starts_on + timedelta(days=(read.weekday - read.starts_on.weekday()) % 7)
    for week, upto in enumerate(range(read.per_week, length + read.per_week, read.per_week)):
        read.milestones.create(upto=min(upto, length), due_on=first + timedelta(days=7 * week))


def end(text: ClubText, life: Life) -> None:
    """What is read is read, and each says how they liked it."""
    for said in text.reads:
        read = life.reads[said["key"]]
        if "finished_days_ago" not in said:
            continue
        over = days_before(life.at, said["finished_days_ago"])
        with clock.set_to(over):
            finish_read(read=read, by=life.members[text.members[0]["by"]])
        for word in said.get("rating", []):
            rated, _ = Reader.objects.get_or_create(read=read, membership=life.members[word["by"]])
            rated.stars = word.get("stars")
            rated.verdict = typographic(word.get("words", ""))
            rated.rated_at = over + timedelta(hours=20)
            rated.save(update_fields=["stars", "verdict", "rated_at"])
        if read.book is not None:
            _read_by_all(life, read, over, length=read.book.length)


def _read_by_all(life: Life, read: Read, over: datetime, *, length: int) -> None:
    """Whoever belonged then has read an outside book to its end."""
    for member in life.members.values():
        if member.joined_at < over:
            reader, _ = Reader.objects.get_or_create(read=read, membership=member)
            reader.at = length
            reader.save(update_fields=["at"])
