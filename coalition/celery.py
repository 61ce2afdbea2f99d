"""The Celery application. PostgreSQL is the queue of record; Celery only wakes the work up."""

import os
from typing import Any

import structlog
from celery import Celery
from celery.signals import worker_ready
from kombu.exceptions import OperationalError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coalition.settings")

app = Celery("coalition")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

log = structlog.get_logger(__name__)
WAKE_SECONDS = 60  # a call that nobody heard for so long is of no use: beat has called since


def wake(task: str) -> None:
    """Have a worker do a task soon. Without Redis nothing is lost: beat calls for it again."""
    try:
        app.send_task(task, retry=False, expires=WAKE_SECONDS, ignore_result=True)
    except OperationalError as error:
        log.warning("worker_not_woken", task=task, error=str(error))


@worker_ready.connect
def show_life_at_once(**_: Any) -> None:
    """Not only when beat first asks, so that a portal that has just been started is soon known to be ready."""
    app.send_task("members.tasks.heartbeat")
