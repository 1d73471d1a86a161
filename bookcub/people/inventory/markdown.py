"""The inventory as a page for members and keepers: `docs/what-is-kept.md`."""

from __future__ import annotations

from collections.abc import Iterator

from bookcub.people.inventory.entries import INVENTORY, PersonalData

OPENING = """# What is kept about you

Everything that an archive keeps about people: whose it is, for how long, who sees it on a page, what it is called in your
export, and what happens to it when you delete your account. Whoever runs the machine can open the database and see all of
it, except passwords and whatever is kept only as a hash.

This page is printed from the program itself (`make what-is-kept`), and a test fails when the two differ."""

OUTSIDE = """## Outside the database

| What | How long |
|---|---|
| Pictures of pseuds and clubs, in `files/` | until they are changed, or their pseud or club is deleted |
| Letters, in `outbox/`, where no mail server is set | until whoever runs the archive removes them |
| Files while they are being imported, in `uploads/` and `imports/` | a day, and a week |
| One line in the log for every request, without names or secret addresses | as long as whoever runs the archive decides |"""

TITLES = {
    "people": "Your account",
    "tags": "Tags",
    "works": "What you write",
    "reading": "What you read",
    "finding": "What you look for",
    "comments": "What you say",
    "clubs": "Your clubs",
    "reads": "What your clubs read",
    "picks": "How your clubs choose",
    "meetings": "Meetings",
    "memory": "What remains of a read",
    "importing": "What you import",
    "notifications": "What you are told",
    "home": "The demo",
}
HEAD = """| What | Whose | How long | Who sees it | In your export | When you delete your account |
|---|---|---|---|---|---|"""


def page() -> str:
    """The whole page, as Markdown."""
    return "\n\n".join([OPENING, *_sections(), OUTSIDE]) + "\n"


def _sections() -> Iterator[str]:
    by_owner: dict[str, list[PersonalData]] = {}
    for name in INVENTORY.names():
        by_owner.setdefault(INVENTORY.owner_of(name), []).append(INVENTORY[name])
    for owner in sorted(by_owner, key=list(TITLES).index):
        yield "\n".join([f"## {TITLES[owner]}", "", HEAD, *map(_row, by_owner[owner])])


def _row(kept: PersonalData) -> str:
    cells = (
        kept.what,
        kept.whose,
        kept.kept,
        ". ".join(filter(None, [", ".join(seer.value for seer in kept.seen_by), kept.sight])),
        f"`{kept.export}`" if kept.export else "–",
        f"{kept.erasure.value} {kept.erased}".strip(),
    )
    return f"| {' | '.join(cells)} |"
