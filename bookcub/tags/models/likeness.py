"""Which tags are the same one written in another way, as far as a program may say so."""

from __future__ import annotations

import re
from typing import Any

from django.db import models

from bookcub.search.words import plain

BETWEEN_NAMES = re.compile(r"[/&＆／]")


def alike(kind: str, name: str) -> str:
    """What variants of a name share: without case and accents, in a relationship also whatever stands between names, in any order."""
    flat = plain(name)
    if kind == "relationship":
        flat = "/".join(sorted(" ".join(one.split()) for one in BETWEEN_NAMES.split(flat)))
    return flat.strip() or name


class AlikeField(models.CharField[str, str]):
    """What variants of a tag share, kept beside its name, so that an index finds them."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"editable": False, "default": "", **more})

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: FBT001  # Django's signature
        """Work it out from kind and name, whatever stood here."""
        kind, name = (str(getattr(model_instance, each)) for each in ("kind", "name"))
        text = alike(kind, name)[: self.max_length]
        setattr(model_instance, self.attname, text)
        return text
