"""Names are looked for and compared whatever their case, alike on every database and in every script."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, TextField, Transform
from django.db.models.signals import pre_save
from django.db.models.sql.compiler import SQLCompiler

from bookcub.core.text import one_line

if TYPE_CHECKING:
    from sqlite3 import Connection


def folded(text: str) -> str:
    """A name as it is compared: composed (NFKC) and case folded, white space single, nothing invisible."""
    return one_line(_folded(text))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


@CharField.register_lookup
@TextField.register_lookup
class Folded(Transform):
    """`title__folded__contains=word`: both sides as they are compared. Databases' own `lower` ends at ASCII or not."""

    lookup_name = "folded"
    bilateral = True
    function = "BOOKCUB_FOLDED"
    output_field = TextField()

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **more: Any
    ) -> tuple[str, Any]:
        """Up and down again is what case folding does; ICU knows all scripts, whatever the server's locale."""
        sql, given = compiler.compile(self.get_source_expressions()[0])
        return "LOWER(UPPER(NORMALIZE(" + sql + ', NFKC) COLLATE "und-x-icu"))', given


def teach_sqlite(connection: BaseDatabaseWrapper, **_signal: object) -> None:
    """Give a new connection to SQLite the function; a receiver of `connection_created`."""
    if connection.vendor == "sqlite":
        rows: Connection = connection.connection
        rows.create_function(
            "BOOKCUB_FOLDED", 1, lambda text: text and _folded(text), deterministic=True
        )


class FoldedField(models.CharField[str, str]):
    """Another field's text as it is compared, kept beside it so that an index finds it."""

    def __init__(self, *, of: str, **more: Any) -> None:
        self.of = of
        super().__init__(**{"editable": False, "default": "", **more})

    def deconstruct(self) -> Any:
        """Say what makes the field again."""
        name, path, args, more = super().deconstruct()
        return name, path, args, {**more, "of": self.of}

    def contribute_to_class(
        self,
        cls: type[models.Model],
        name: str,
        private_only: bool = False,  # noqa: FBT001, FBT002  # Django's signature
    ) -> None:
        """Let nobody save the other field alone: it would no longer be found by what it says."""
        super().contribute_to_class(cls, name, private_only)
        if not cls._meta.abstract:
            pre_save.connect(self._refuse_half, sender=cls)

    def _refuse_half(self, update_fields: Collection[str] | None, **_signal: object) -> None:
        if update_fields and self.of in update_fields and self.name not in update_fields:
            raise ValueError(f"{self.name} goes with {self.of}: save both.")

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: FBT001  # Django's signature
        """Fold the other field's text, whatever stood here."""
        text = folded(getattr(model_instance, self.of))[: self.max_length]
        setattr(model_instance, self.attname, text)
        return text
