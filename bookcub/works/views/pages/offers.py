"""What the forms of a work let a person choose among."""

from __future__ import annotations

from django.conf import settings

from bookcub.core.http import SignedInRequest
from bookcub.works.forms.work import Offers
from bookcub.works.models import Work
from bookcub.works.queries.forms import Writer, works_to_copy_from


def offers_to(request: SignedInRequest, who: Writer, work: Work | None = None) -> Offers:
    """Their pseuds, series and tagged works; the related works of this one."""
    parents = work.parents.all() if work else ()
    return Offers(
        pseuds=who.pseud_choices,
        series=who.series_choices,
        tagged=works_to_copy_from(request.user),
        parents=[(related.pk, str(related)) for related in parents],
        hosts=frozenset({request.get_host(), settings.PUBLIC_URL.split("://")[-1]} - {""}),
    )
