"""The Celery application. PostgreSQL is the queue of record; Celery only wakes the work up."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coalition.settings")

app = Celery("coalition")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_ready.connect
def show_life_at_once(**_: Any) -> None:
    """Not only when beat first asks, so that a portal that has just been started is soon known to be ready."""
    app.send_task("members.tasks.heartbeat")
