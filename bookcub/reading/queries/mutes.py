"""What of a work can be muted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext, pgettext

from bookcub.reading.queries.works_with import with_creators, with_series, with_tags
from bookcub.tags.models import Tag
from bookcub.web.components.languages import said, titled
from bookcub.works.models import Series, Work

if TYPE_CHECKING:
    from bookcub.people.models import User


@dataclass(frozen=True, slots=True)
class Mutable:
    """One thing that can be muted: how a form has it, how people read it, and what it is."""

    value: str
    label: str
    content: Work | Series | Tag | None = None
    account: User | None = None


def mutable_of(work: Work, person: User) -> list[Mutable]:
    """The work, its series, who signs it, and its tags. Nobody of what is anonymous. Three queries."""
    [work] = with_series(with_tags(with_creators([work])))
    of_work = said(gettext("This work: %(title)s"), title=titled(work))
    found = [Mutable("work", of_work, content=work)]
    if not work.is_anonymous:
        for entry in work.series_entries.all():
            label = said(gettext("The series %(title)s"), title=entry.series.title)
            found.append(Mutable(f"series-{entry.series_id}", label, content=entry.series))
        accounts = {pseud.user.pk: pseud for pseud in work.signers if pseud.user != person}
        for key, pseud in accounts.items():
            label = said(gettext("All that %(name)s signs and says"), name=pseud.user.username)
            found.append(Mutable(f"person-{key}", label, account=pseud.user))
    for tagging in work.taggings.all():
        tag = tagging.tag
        label = said(pgettext("what can be muted", "The tag %(name)s"), name=tag.name)
        found.append(Mutable(f"tag-{tag.pk}", label, content=tag))
    return found
