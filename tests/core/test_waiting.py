"""Whoever waits for the lock of SQLite's writers keeps nobody else's thread."""

from __future__ import annotations

import gc
import sqlite3
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from bookcub.core.models import Heartbeat
from tests.extent import POSTGRESQL

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(POSTGRESQL, reason="SQLite's own"),
]


@pytest.fixture
def writer() -> Iterator[sqlite3.Connection]:
    """Somebody who writes at the moment."""
    rows = sqlite3.connect(connection.settings_dict["NAME"], uri=True, isolation_level=None)
    rows.execute("BEGIN IMMEDIATE")
    yield rows
    rows.close()


class Waiter(threading.Thread):
    """Writes as soon as it can, on a connection of its own."""

    def __init__(self, sql: str) -> None:
        super().__init__()
        self.sql, self.error, self.asked = sql, "", threading.Event()
        self.connection: BaseDatabaseWrapper = connection.copy()
        self.connection.inc_thread_sharing()
        self.connection.ensure_connection()
        self.connection.execute_wrappers.append(self._tell)

    def _tell(self, execute: Any, *call: Any) -> Any:
        self.asked.set()
        return execute(*call)

    def run(self) -> None:
        try:
            with self.connection.cursor() as cursor:
                cursor.execute(self.sql)
        except OperationalError as error:
            self.error = str(error)

    def leave_rubbish(self) -> None:
        """A cursor in the midst of its rows, that only the collector finds."""
        cursor = self.connection.connection.cursor()
        cursor.execute("SELECT 1 UNION SELECT 2").fetchone()
        circle: list[object] = [cursor]
        circle.append(circle)


@pytest.mark.parametrize("sql", ["BEGIN IMMEDIATE", "DELETE FROM core_heartbeat"])
def test_the_collector_of_rubbish_does_not_wait_with_who_waits_to_write(
    writer: sqlite3.Connection, sql: str
) -> None:
    waiter = Waiter(sql)
    waiter.leave_rubbish()
    waiter.start()
    waiter.asked.wait()
    time.sleep(0.1)  # until it is in the midst of its waiting
    # Where SQLite itself waits, this takes until its patience is at its end.
    gc.collect()
    writer.execute("ROLLBACK")
    waiter.join()
    waiter.connection.close()

    assert waiter.error == ""


def test_patience_ends(writer: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.1)

    with pytest.raises(OperationalError, match="is locked"), transaction.atomic():
        pytest.fail("it began while another wrote")
    with pytest.raises(OperationalError, match="is locked"):
        Heartbeat.objects.all().delete()


def test_each_connection_waits_once_however_often_it_is_opened() -> None:
    connection.ensure_connection()
    before = list(connection.execute_wrappers)
    connection.close()
    with connection.execute_wrapper(lambda execute, *call: execute(*call)):
        connection.ensure_connection()

    assert connection.execute_wrappers == before
