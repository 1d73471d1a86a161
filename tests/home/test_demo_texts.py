"""The demo archive's texts keep the limits that people's own works must keep, and hang together."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import bookcub.home

DEMO = Path(bookcub.home.__file__).parent / "demo"
FOLDERS = sorted(path.parent for path in DEMO.glob("works/*/work.toml"))
RATINGS = {"Not Rated", "General Audiences", "Teen And Up Audiences", "Mature", "Explicit"}
WARNINGS = {
    "Creator Chose Not To Use Archive Warnings",
    "Graphic Depictions Of Violence",
    "Major Character Death",
    "No Archive Warnings Apply",
    "Rape/Non-Con",
    "Underage Sex",
}
CATEGORIES = {"F/F", "F/M", "Gen", "M/M", "Multi", "Other"}
KINDS = ("fandoms", "relationships", "characters", "freeforms")
FORBIDDEN_IN_TAGS = re.compile(r"[,，、*<>^{}=`\\%]")
WORK_KEYS = {
    *("title", "pseud", "co_creators", "summary", "notes", "end_notes", "language", "rating"),
    *("warnings", "categories", *KINDS, "chapters_planned", "series", "anonymous"),
    *("inspired_by", "translation_of"),
}
CHAPTER_KEYS = {"title", "summary", "notes", "end_notes", "days_ago"}
COMMENT_KEYS = {"id", "chapter", "by", "guest", "reply_to", "hours_after", "text"}
BOOKMARK_KEYS = {"by", "notes", "tags", "rec", "private"}
THREE_YEARS = 3 * 366

Table = dict[str, Any]
every_work = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


@cache
def table(path: Path) -> Table:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def work(folder: Path) -> Table:
    return table(folder / "work.toml")


def talk(folder: Path) -> Table:
    return table(folder / "talk.toml")


@cache
def chapters(folder: Path) -> list[tuple[Table, str]]:
    """Front matter and text of each chapter, in order."""
    found = []
    for path in sorted(folder.glob("[0-9][0-9].md")):
        before, matter, text = path.read_text(encoding="utf-8").split("+++\n", 2)
        assert not before, f"{path} does not begin with its front matter"
        found.append((tomllib.loads(matter), text))
    return found


def people() -> list[Table]:
    return list(table(DEMO / "people.toml")["person"])


def owners() -> dict[str, str]:
    """Each pseud's person."""
    return {pseud["name"]: who["username"] for who in people() for pseud in who["pseud"]}


def creators(folder: Path) -> set[str]:
    return {work(folder)["pseud"], *work(folder).get("co_creators", [])}


def hours_ago(folder: Path, comment: Table) -> float:
    """When a comment was made, counted back from the day the demo is filled."""
    hours: float = comment["hours_after"]
    if "reply_to" not in comment:
        posted: int = chapters(folder)[comment["chapter"] - 1][0]["days_ago"]
        return posted * 24 - hours
    parent = next(c for c in talk(folder)["comment"] if c["id"] == comment["reply_to"])
    return hours_ago(folder, parent) - hours


def named_pseuds(folder: Path) -> Iterator[str]:
    yield from creators(folder)
    for entry in (*talk(folder)["comment"], *talk(folder).get("bookmark", [])):
        if "by" in entry:
            yield entry["by"]
    yield from talk(folder)["kudos"]["by"]


def tags(folder: Path) -> list[str]:
    return [name for kind in KINDS for name in work(folder).get(kind, [])]


def test_the_archive_is_worth_a_visit() -> None:
    languages = {work(folder)["language"] for folder in FOLDERS}
    serials = [folder for folder in FOLDERS if len(chapters(folder)) >= 10]
    fandoms = {name for folder in FOLDERS for name in work(folder)["fandoms"]}

    assert len(FOLDERS) >= 12
    assert len({work(folder)["pseud"] for folder in FOLDERS}) >= 6
    assert len(serials) >= 2
    assert len(fandoms) >= 4
    assert len(languages) >= 2


@every_work
def test_a_work_keeps_the_limits(folder: Path) -> None:
    this = work(folder)

    assert set(this) <= WORK_KEYS
    assert 0 < len(this["title"]) <= 255
    assert 0 < len(this["summary"]) <= 1250
    assert len(this.get("notes", "")) <= 5000
    assert len(this.get("end_notes", "")) <= 5000
    assert this["rating"] in RATINGS
    assert set(this["warnings"]) <= WARNINGS
    assert this["warnings"]
    assert set(this["categories"]) <= CATEGORIES
    assert re.fullmatch(r"[a-z]{2,3}", this["language"])
    assert this.get("chapters_planned", len(chapters(folder))) >= len(chapters(folder))


@every_work
def test_a_work_has_tags_that_could_be_typed(folder: Path) -> None:
    names = tags(folder)

    assert work(folder)["fandoms"]
    assert len(names) <= 75
    for name in names:
        assert 0 < len(name) <= 150, name
        assert name == " ".join(name.split())
        assert not FORBIDDEN_IN_TAGS.search(name), name
    for kind in KINDS:
        folded = Counter(name.casefold() for name in work(folder).get(kind, []))
        assert set(folded.values()) <= {1}, f"{kind}: {folded}"


@every_work
def test_chapters_are_numbered_without_a_gap_and_go_forward_in_time(folder: Path) -> None:
    names = [path.name for path in sorted(folder.glob("*.md"))]
    ages = [matter["days_ago"] for matter, _ in chapters(folder)]

    assert names == [f"{number:02}.md" for number in range(1, len(names) + 1)]
    assert ages == sorted(ages, reverse=True)
    assert all(0 <= age <= THREE_YEARS for age in ages)


@every_work
def test_a_chapter_has_a_text_worth_opening(folder: Path) -> None:
    for matter, text in chapters(folder):
        assert set(matter) <= CHAPTER_KEYS
        assert 0 < len(matter.get("title", "untitled")) <= 255
        assert len(matter.get("summary", "")) <= 1250
        assert len(matter.get("notes", "")) <= 5000
        assert len(matter.get("end_notes", "")) <= 5000
        assert 400 <= len(text.split()) <= 4000
        assert not re.search(r"\b(TODO|TBD|lorem ipsum)\b", text, re.IGNORECASE)
    if len(chapters(folder)) > 1:
        assert all("title" in matter for matter, _ in chapters(folder))


@every_work
def test_everybody_named_is_somebody(folder: Path) -> None:
    assert set(named_pseuds(folder)) <= set(owners())


@every_work
def test_a_conversation_can_be_followed(folder: Path) -> None:
    comments = talk(folder)["comment"]
    by_id = {comment["id"]: comment for comment in comments}

    assert len(by_id) == len(comments)
    assert len(comments) >= 3
    for comment in comments:
        assert set(comment) <= COMMENT_KEYS
        assert ("by" in comment) != ("guest" in comment), comment["id"]
        assert 1 <= comment["chapter"] <= len(chapters(folder))
        assert 0 < len(comment["text"].strip()) <= 10_000
        assert comment["hours_after"] > 0
        assert hours_ago(folder, comment) > 0, f"{comment['id']} lies in the future"


@every_work
def test_an_answer_stands_after_what_it_answers(folder: Path) -> None:
    seen: dict[str, int] = {}

    for comment in talk(folder)["comment"]:
        if "reply_to" in comment:
            assert seen.get(comment["reply_to"]) == comment["chapter"], comment["id"]
        seen[comment["id"]] = comment["chapter"]


@every_work
def test_bookmarks_keep_the_limits(folder: Path) -> None:
    kept = talk(folder).get("bookmark", [])

    assert len({mark["by"] for mark in kept}) == len(kept)
    for mark in kept:
        assert set(mark) <= BOOKMARK_KEYS
        assert len(mark.get("notes", "")) <= 5000
        for name in mark.get("tags", []):
            assert 0 < len(name) <= 150
            assert not FORBIDDEN_IN_TAGS.search(name), name


@every_work
def test_nobody_applauds_twice_or_for_their_own(folder: Path) -> None:
    owner = owners()
    applause = [owner[name] for name in talk(folder)["kudos"]["by"]]

    assert len(set(applause)) == len(applause)
    assert not set(applause) & {owner[name] for name in creators(folder)}
    assert talk(folder)["kudos"].get("guests", 0) >= 0


@every_work
def test_works_lead_only_to_works_that_are_here(folder: Path) -> None:
    slugs = {other.name for other in FOLDERS}
    linked = {work(folder)[key] for key in ("inspired_by", "translation_of") if key in work(folder)}

    assert linked <= slugs - {folder.name}
    if "translation_of" in work(folder):
        original = work(folder.parent / work(folder)["translation_of"])
        assert original["language"] != work(folder)["language"]


def test_an_anonymous_author_is_named_by_nobody() -> None:
    nameless = [folder for folder in FOLDERS if work(folder).get("anonymous")]

    assert nameless
    for folder in nameless:
        texts = [comment["text"] for comment in talk(folder)["comment"]]
        texts += [mark.get("notes", "") for mark in talk(folder).get("bookmark", [])]
        texts += [text for _, text in chapters(folder)]
        for name in creators(folder):
            assert not any(part in text for text in texts for part in (name, name.split()[0]))


def test_a_series_counts_its_works_from_one() -> None:
    places: dict[str, list[int]] = {}
    for folder in FOLDERS:
        for part in work(folder).get("series", []):
            places.setdefault(part["title"], []).append(part["position"])

    assert len(places) >= 2
    for title, positions in places.items():
        assert sorted(positions) == list(range(1, len(positions) + 1)), title


def test_people_keep_the_limits_of_accounts() -> None:
    usernames = [who["username"] for who in people()]
    names = [pseud["name"] for who in people() for pseud in who["pseud"]]

    assert len({name.casefold() for name in usernames}) == len(usernames)
    assert len({name.casefold() for name in names}) == len(names)
    for who in people():
        assert re.fullmatch(r"[A-Za-z0-9_]{2,39}[A-Za-z0-9]", who["username"])
        assert 0 < len(who["about"]) <= 2000
        assert sum(pseud.get("default", False) for pseud in who["pseud"]) == 1
        for pseud in who["pseud"]:
            assert re.fullmatch(r"[\w -]{1,40}", pseud["name"])
            assert len(pseud.get("description", "")) <= 500


def test_lists_hold_works_that_are_here() -> None:
    slugs = {folder.name for folder in FOLDERS}

    for who in people():
        kept = who.get("list", [])
        assert len({one["name"] for one in kept}) == len(kept)
        for one in kept:
            assert 0 < len(one["name"]) <= 100
            assert isinstance(one["public"], bool)
            assert set(one["works"]) <= slugs


def test_nobody_has_talked_about_a_chapter_they_have_not_reached() -> None:
    owner = owners()

    for who in people():
        for place in who.get("place", []):
            folder = DEMO / "works" / place["work"]
            told = [
                comment["chapter"]
                for comment in talk(folder)["comment"]
                if owner.get(comment.get("by", "")) == who["username"]
            ]
            furthest = max(told, default=1)
            assert furthest <= place["chapter"] <= len(chapters(folder)), (who["username"], place)


def test_half_read_serials_give_readers_something_to_continue() -> None:
    half_read = [
        (who["username"], place["work"])
        for who in people()
        for place in who.get("place", [])
        if place["chapter"] < len(chapters(DEMO / "works" / place["work"]))
    ]

    assert len(half_read) >= 6
    assert len(set(half_read)) == len(half_read)


def test_every_drabble_is_a_hundred_words_long() -> None:
    [(_, text)] = chapters(DEMO / "works" / "five-things-ledger-declined-to-weigh")
    drabbles = [part.strip().partition("\n\n")[2] for part in text.split("* * *")]

    assert [len(drabble.replace("*", "").split()) for drabble in drabbles] == [100] * 5
