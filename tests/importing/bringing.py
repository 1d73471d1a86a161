"""Files brought in by the front door, and what their pages are sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from bookcub.importing.actions import batches, uploads
from bookcub.importing.models import Import
from bookcub.people.models import User
from tests.browsing import Client

STORY = b"The Weir\n\nThe tide went out further than the map allowed.\n\nNobody told the cockles.\n"

Bring = Callable[..., Import]


def file(content: bytes = STORY, name: str = "weir.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def upload(client: Client, *files: SimpleUploadedFile, **more: Any) -> Any:
    person = User.objects.get(pk=client.session["_auth_user_id"])
    data = {"files": list(files), "pseud": person.default_pseud.pk, **more}
    return client.post("/import", data)


def filled(client: Client, address: str, **more: Any) -> dict[str, Any]:
    """What the preview's form holds, as a browser would send it."""
    form = client.get(address).context["form"]
    data: dict[str, Any] = {}
    for bound in form:
        value = bound.value()
        if value is None or value is False:
            continue
        prepared = (
            bound.field.prepare_value(value) if hasattr(bound.field, "prepare_value") else value
        )
        data[bound.html_name] = "on" if prepared is True else prepared
    return {name: value for name, value in (data | more).items() if value is not None}


def keep_all(client: Client, made: Import, do: str) -> Import:
    assert client.post(f"/imports/{made.pk}/batch", {"do": do})["Location"] == f"/imports/{made.pk}"
    assert client.get(f"/imports/{made.pk}").context["import"].is_under_way
    batches.keep_in_background.call(made.pk)
    made.refresh_from_db()
    return made


def read_anew(client: Client, made: Import, how: str = "arrangement") -> Import:
    to = client.post(f"/imports/{made.pk}/{how}")["Location"]
    anew = Import.objects.get(pk=int(to.rsplit("/", 1)[1]))
    uploads.read_in_background.call(anew.pk)
    return anew
