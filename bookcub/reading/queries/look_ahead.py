"""Whether somebody has chosen to see what lies ahead."""

from __future__ import annotations

from bookcub.people.models import User
from bookcub.reading.models import LookAhead
from bookcub.works.models import Work


def looks_ahead(user: User, work: Work) -> bool:
    return LookAhead.objects.filter(user=user, work=work).exists()
