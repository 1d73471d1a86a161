"""The pages of a club, as the head of each of them leads to them.

A package registers its own in its `AppConfig.ready`:

    PAGES.register(ClubPage(gettext_lazy("Choosing"), place=30), name="picks:pick_index", owner="picks")
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from bookcub.core.registry import Registry


@dataclass(frozen=True, slots=True)
class ClubPage:
    """One page of each club; it is registered under the name of its address, which takes the club's id."""

    title: str | Promise
    place: int  # among the others, from the smallest on
    for_hosts: bool = False
    for_friends: bool = False  # also of a small club it is one of the first to be shown


PAGES: Registry[ClubPage] = Registry("pages of a club")
# What more can be set of a club, and stands on a page of its own: its title under the name of its address.
SETTINGS: Registry[str | Promise] = Registry("pages of a club's settings")


def register() -> None:
    """The pages of this package."""
    PAGES.register(
        ClubPage(gettext_lazy("Members"), place=50), name="clubs:member_index", owner="clubs"
    )
    PAGES.register(
        ClubPage(gettext_lazy("My membership"), place=60),
        name="clubs:membership_edit",
        owner="clubs",
    )
    settings = ClubPage(gettext_lazy("Settings"), place=70, for_hosts=True)
    PAGES.register(settings, name="clubs:club_edit", owner="clubs")


def pages_for(*, hosts: bool) -> list[tuple[str, ClubPage]]:
    """The pages in their order, each with the name of its address."""
    shown = [(name, PAGES[name]) for name in PAGES.names() if hosts or not PAGES[name].for_hosts]
    return sorted(shown, key=lambda each: each[1].place)
