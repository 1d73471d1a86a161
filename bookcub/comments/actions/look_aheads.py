"""Looking ahead in what a club reads, be it a work or an outside book."""

from __future__ import annotations

from django.db import transaction

from bookcub.clubs.models import Membership
from bookcub.reading.actions.look_ahead import look_ahead, look_no_further
from bookcub.reads.models import Read, Reader


@transaction.atomic
def look_ahead_in(*, read: Read, membership: Membership) -> None:
    """Show a member everything that is said about a read. Of a work it holds wherever that is talked about."""
    if read.work is not None and membership.user is not None:
        look_ahead(user=membership.user, work=read.work)
    else:
        Reader.objects.update_or_create(
            read=read, membership=membership, defaults={"shows_all": True}
        )


@transaction.atomic
def look_no_further_in(*, read: Read, membership: Membership) -> None:
    """Hide again what lies beyond the member's place."""
    if read.work is not None and membership.user is not None:
        look_no_further(user=membership.user, work=read.work)
    Reader.objects.filter(read=read, membership=membership).update(shows_all=False)
