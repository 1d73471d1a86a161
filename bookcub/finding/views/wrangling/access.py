"""Who comes to the wrangling desk, and what they find there."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext

from bookcub.core.http import SignedInRequest, ensure
from bookcub.core.page_urls import reverse
from bookcub.finding.policies import (
    WranglingScope,
    at_the_desk,
    may_wrangle,
    may_wrangle_everything,
    wrangling_scope,
)
from bookcub.tags.models import Tag
from bookcub.web.blurb import Link


def ensured_scope(request: SignedInRequest) -> WranglingScope:
    """What this person puts in order; PermissionDenied (403) for whoever does not."""
    ensure(
        may_wrangle(request.user),
        gettext("Only wranglers put tags in order. Ask a keeper to make you one."),
    )
    return wrangling_scope(request.user)


def ensured_everything(request: SignedInRequest) -> None:
    """Raise PermissionDenied (403) for whoever wrangles the tags of some fandoms alone, or none."""
    ensure(
        may_wrangle_everything(request.user),
        gettext("That is for keepers and for wranglers of all tags."),
    )


def known_tags(scope: WranglingScope) -> QuerySet[Tag]:
    """The tags that somebody may hear of at the desk, and put in order."""
    return Tag.objects.filter(at_the_desk(), scope.holds())


def desk_tabs() -> list[Link]:
    """The pages of the desk."""
    return [
        Link(gettext("Tags"), reverse("finding:wrangling_index")),
        Link(gettext("Log"), reverse("finding:tag_change_index")),
        Link(gettext("How it works"), reverse("home:guide_detail", args=["wrangling"])),
    ]
