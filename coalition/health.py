"""What machines ask: whether the process is alive, and whether everything that it needs is there."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.cache import caches
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Min, Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from coalition.shared import clock
from members import pulse
from members.models import OutgoingMail, OutgoingMailState


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing of the database, so that an outage there does not have us restarted."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Whether database, Redis, worker and migrations are there: 200 or 503, with a word on each.

    `mail` tells of the outbox and decides nothing: a mail server that is down is no reason to send visitors away.
    """
    checks: dict[str, Callable[[], str]] = {
        "database": database,
        "migrations": migrations,
        "redis": redis,
        "worker": worker,
    }
    found = {name: check() for name, check in checks.items()}
    ready = set(found.values()) == {"ok"}
    answer: dict[str, Any] = {"ready": ready, "checks": found, "mail": mail() if found["migrations"] == "ok" else None}
    return JsonResponse(answer, status=200 if ready else 503)


def database() -> str:
    """Whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "does not answer"
    return "ok"


def migrations() -> str:
    """Whether the database has every table and column that this code expects."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "unknown"
    return f"{len(waiting)} not applied" if waiting else "ok"


def redis() -> str:
    """Whether Redis answers."""
    try:
        caches["redis"].get("readyz")
    except RedisError:
        return "does not answer"
    return "ok"


def worker() -> str:
    """Whether a worker did lately what beat asked of it."""
    try:
        age = pulse.age()
    except RedisError:
        return "unknown"
    if age is None:
        return "never seen"
    return "ok" if age < pulse.STALE else f"last seen {age // timedelta(seconds=1)} seconds ago"


def mail() -> dict[str, int]:
    """How many messages are due, how long the oldest has been, and how many a person has to decide on."""
    due = OutgoingMail.objects.due().aggregate(number=Count("pk"), oldest=Min("run_at"))
    held = OutgoingMail.objects.filter(Q(state=OutgoingMailState.UNCERTAIN), ~Q(interruptions=1)).count()
    late = clock.now() - due["oldest"] if due["oldest"] else timedelta()
    return {"due": due["number"], "oldest_due_seconds": late // timedelta(seconds=1), "uncertain": held}
