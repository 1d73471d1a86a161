"""How far along the demo stories are."""

from __future__ import annotations

from dataclasses import dataclass

from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from bookcub.home.demo.texts import demo_folders
from bookcub.home.models import DemoWork
from bookcub.home.tasks import fill_with_demo

UNFINISHED = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


@dataclass(frozen=True, slots=True)
class DemoProgress:
    """What a keeper sees of the demo stories coming in."""

    done: int
    total: int
    is_under_way: bool
    has_failed: bool

    @property
    def is_complete(self) -> bool:
        return self.done >= self.total and not self.is_under_way

    @property
    def may_begin(self) -> bool:
        return not self.is_under_way and self.done < self.total


def demo_progress() -> DemoProgress:
    """Two queries."""
    newest = (
        DBTaskResult.objects.filter(task_path=fill_with_demo.module_path)
        .order_by("-enqueued_at")
        .values_list("status", flat=True)
        .first()
    )
    return DemoProgress(
        done=DemoWork.objects.count(),
        total=len(demo_folders()),
        is_under_way=newest in UNFINISHED,
        has_failed=newest == TaskResultStatus.FAILED,
    )
