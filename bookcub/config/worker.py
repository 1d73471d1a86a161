"""The background worker: takes tasks from the queue in the database, and does what is due."""

from __future__ import annotations

import os
import threading
import time

import structlog
from django.db import connections
from django.db.utils import Error as DatabaseError
from django_tasks_db.management.commands.db_worker import Worker

from bookcub.core import clock
from bookcub.core.ids import short_id
from bookcub.core.models import Heartbeat
from bookcub.core.schedule import run_due_jobs

log = structlog.get_logger("bookcub.worker")

BEAT = 5.0  # seconds
QUEUE_LOOK = 0.5


def run_worker() -> None:
    """Work until told to stop (SIGTERM or SIGINT); the task at hand is finished first."""
    worker_id = f"{os.uname().nodename[:40]}-{os.getpid()}-{short_id(4)}"
    worker = Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=QUEUE_LOOK,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=worker_id,
    )
    worker.configure_signals()
    threading.Thread(target=_keep_time, args=(worker_id,), name="schedule", daemon=True).start()
    log.info("worker started", worker=worker_id)
    while worker.running:
        try:
            worker.run()
        except DatabaseError:
            # A full disk or a database that restarts: the queue is still there when it is back.
            log.exception("the queue cannot be read")
            connections.close_all()
            time.sleep(BEAT)


def _keep_time(worker_id: str) -> None:
    last_beat = 0.0
    while True:
        try:
            if time.monotonic() - last_beat >= BEAT:
                Heartbeat.objects.beat(worker_id, at=clock.now())
                last_beat = time.monotonic()
            run_due_jobs()
        except DatabaseError:
            log.exception("the schedule cannot be read")
            connections.close_all()
            time.sleep(BEAT)
        time.sleep(1)
