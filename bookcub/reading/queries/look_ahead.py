"""Whether somebody has chosen to see what lies ahead."""

from __future__ import annotations

from django.db.models import QuerySet

from bookcub.core.database.prepared import prepared
from bookcub.people.models import User
from bookcub.reading.models import LookAhead
from bookcub.works.models import Work


def looks_ahead(user: User, work: Work) -> bool:
    return bool(_look_aheads(user, work.pk))


@prepared
def _look_aheads(user: User, work: int) -> QuerySet[LookAhead, int]:
    return LookAhead.objects.filter(user=user, work=work).values_list("pk", flat=True)
