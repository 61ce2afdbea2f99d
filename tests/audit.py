"""The audit trail within a test: what a transaction did is chained when it commits, which most tests never do."""

from django.db import connection

from members.models import AuditEntry


def trail(**conditions: object) -> list[AuditEntry]:
    """The entries, oldest first, as they will stand when the test's transaction commits."""
    connection.check_constraints()
    return list(AuditEntry.objects.filter(**conditions).order_by("pk"))
