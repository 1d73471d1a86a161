"""Say of a read as a whole what one thinks, change it, take it back."""

from __future__ import annotations

from bookcub.clubs.models import Membership
from bookcub.core.clock import now
from bookcub.reads.models import Read, Reader


def rate(*, read: Read, by: Membership, stars: int | None, verdict: str) -> Reader:
    """Keep what a member says; nothing at all takes it back. The last word counts."""
    rating = {
        "stars": stars,
        "verdict": verdict,
        "rated_at": now() if stars or verdict else None,
    }
    reader, _ = Reader.objects.update_or_create(read=read, membership=by, defaults=rating)
    return reader
