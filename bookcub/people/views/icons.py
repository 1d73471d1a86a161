"""Icons, as files that may be kept for ever: a new picture gets a new name."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponseBase
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from bookcub.core.http import Request
from bookcub.people.models import Pseud


@require_safe
def detail(request: Request, name: str) -> HttpResponseBase:
    path = f"icons/{name}.webp"
    is_hidden = Pseud.objects.filter(hiding__isnull=False, icon=path).exists()
    if is_hidden or not default_storage.exists(path):
        raise Http404(gettext("There is no such icon."))

    response = FileResponse(default_storage.open(path), content_type="image/webp")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    # Whatever it holds, it never runs anything, even when opened by itself.
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
