"""What home leaves to the background worker."""

from __future__ import annotations

from django_tasks import task

from bookcub.home.demo.loading import fill


@task()
def fill_with_demo() -> int:
    """Bring the demo stories in; says how many steps that took. Nobody can log in as their authors."""
    return sum(1 for _ in fill())
