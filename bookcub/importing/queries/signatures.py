"""Under which names somebody imports."""

from __future__ import annotations

from bookcub.importing.mapping import Signature
from bookcub.people.models import Pseud
from bookcub.works.queries.forms import likely_language


def signature_of(pseud: Pseud) -> Signature:
    """How this pseud signs what its person imports. One query."""
    return Signature(pseud.name, pseud.user.username, likely_language(pseud.user))
