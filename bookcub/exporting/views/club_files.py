"""The file of a whole club, as far as one may see it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bookcub.clubs.models import Club
from bookcub.core import clock
from bookcub.core.http import SignedInRequest, ensure
from bookcub.exporting.actions.packing import pack
from bookcub.exporting.policies import may_export, not_yours
from bookcub.exporting.queries.clubs import club_export
from bookcub.people.mail import absolute


@require_safe
@never_cache
@login_required
def detail(request: SignedInRequest, club_id: int) -> FileResponse:
    """The file."""
    club = get_object_or_404(Club.objects.visible_to(request.user), pk=club_id)
    ensure(may_export(request.user, club), not_yours())

    at = clock.now()
    export = club_export(club, request.user, address=absolute("/"), at=at)
    name = f"{slugify(club.name) or 'club'}-{at:%Y-%m-%d}.zip"
    return FileResponse(pack(export, at=at), as_attachment=True, filename=name)
