"""Sessions in the database, which a page that is only read never waits for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.db.utils import Error as DatabaseError
from django.utils import timezone

from bookcub.core.behind import WrittenBehind
from bookcub.core.database.planned import Text
from bookcub.core.database.prepared import prepared


@dataclass(frozen=True, slots=True)
class SessionChange:
    """What a page has changed in a session: by name, so that what others changed meanwhile stays."""

    kept: Mapping[str, Any]
    removed: frozenset[str]
    expires_at: datetime

    def and_then(self, later: SessionChange) -> SessionChange:
        removed = (self.removed - later.kept.keys()) | later.removed
        return SessionChange(later.made_to(self.kept), removed, later.expires_at)

    def made_to(self, held: Mapping[str, Any]) -> dict[str, Any]:
        """What is held once it has been changed."""
        changed = {**held, **self.kept}
        return {name: value for name, value in changed.items() if name not in self.removed}


@dataclass(frozen=True, slots=True)
class SeenDevice:
    """A device as it was last seen."""

    user_id: int
    ip: str
    user_agent: str
    at: datetime


# All by the session's key.
changes: WrittenBehind[str, SessionChange] = WrittenBehind("sessions", merge=SessionChange.and_then)
devices: WrittenBehind[str, SeenDevice] = WrittenBehind("devices")
ended: WrittenBehind[str, None] = WrittenBehind("ended-sessions")


class SessionStore(db.SessionStore):
    """A session whose changes a page that is only read leaves behind, and that can be ended whatever the database says."""

    only_reads = False
    _found = ""

    def _get_session_from_db(self) -> Session | None:
        if self.session_key in ended.unwritten():
            self._session_key = None
            return None
        row = next(iter(_alive(Text(self.session_key or ""), timezone.now())), None)
        if row is None:
            self._session_key = None
        self._found = row.session_data if row else ""
        return row

    def load(self) -> dict[str, Any]:
        """With what the pages before have left behind."""
        held: dict[str, Any] = super().load()
        change = changes.unwritten().get(self.session_key or "")
        return change.made_to(held) if change else held

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002  # Django's own
        """Store it, or leave behind what a page has changed in one that is there."""
        if must_create or self.session_key is None or not self.only_reads:
            super().save(must_create)
            return
        now = self._get_session()  # type: ignore[attr-defined]  # its stubs know less
        before = self.decode(self._found) if self._found else {}
        kept = {name: now[name] for name in now if name not in before or before[name] != now[name]}
        change = SessionChange(kept, frozenset(before.keys() - now.keys()), self.get_expiry_date())
        changes.leave(self.session_key, change)

    def delete(self, session_key: str | None = None) -> None:
        """End it: for everybody who asks this process at once, in the database as soon as it can be written."""
        key = session_key or self.session_key
        if key is None:
            return
        if not self.only_reads:
            try:
                super().delete(key)
            except DatabaseError:
                if transaction.get_connection().in_atomic_block:
                    raise
            else:
                return
        ended.leave(key, None)


@prepared
def _alive(key: Text, at: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=at)


@changes.stored_by
def _store_changes(told: Mapping[str, SessionChange]) -> None:
    store = SessionStore()
    with transaction.atomic():
        # One that was ended meanwhile stays so.
        for row in Session.objects.select_for_update().filter(pk__in=list(told)).order_by("pk"):
            change = told[row.pk]
            row.session_data = store.encode(change.made_to(store.decode(row.session_data)))
            row.expire_date = change.expires_at
            row.save(update_fields=["session_data", "expire_date"])


@devices.stored_by
def _store_devices(told: Mapping[str, SeenDevice]) -> None:
    with transaction.atomic():
        alive = (
            Session.objects.filter(pk__in=list(told)).order_by("pk").values_list("pk", flat=True)
        )
        for key in alive:
            seen = told[key]
            UserSession.objects.update_or_create(
                session_key=key,
                defaults={
                    "user_id": seen.user_id,
                    "ip": seen.ip,
                    "user_agent": seen.user_agent,
                    "last_seen_at": seen.at,
                },
            )


@ended.stored_by
def _store_ends(told: Mapping[str, None]) -> None:
    with transaction.atomic():
        Session.objects.filter(pk__in=list(told)).delete()
        UserSession.objects.filter(session_key__in=list(told)).delete()
