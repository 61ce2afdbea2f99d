"""What the clock does on the ground floor. Every task may run twice without harm."""

from celery import shared_task

from coalition.shared import clock
from members import auditing, confirming, heads, inviting, nudging, pulse, reacceptance, sending
from members.digests import assembling


@shared_task
def send_due_mail() -> int:
    """Send what lies in the outbox; returns how many messages went out."""
    return sending.send_due()


@shared_task
def assemble_due_digests() -> int:
    """Assemble the digests that are due; returns how many letters that made."""
    return assembling.assemble_due()


@shared_task
def nudge_admins() -> int:
    """Remind the admins of late applications; returns of how many."""
    return nudging.nudge_admins()


@shared_task
def remind_of_charter() -> int:
    """Write to those who have not accepted the charter in force; returns how many letters that made."""
    return reacceptance.send_letters(clock.now())


@shared_task
def ask_members_to_confirm() -> dict[str, int]:
    """Ask the members that confirmed a year ago, remind them, make the silent inactive; returns how many of each."""
    return {
        "lapsed": confirming.lapse_unconfirmed(),
        "reminded": confirming.remind_due(),
        "asked": confirming.ask_due(),
        "asked_again": confirming.ask_again_due(),
    }


@shared_task
def heartbeat() -> None:
    """Show that work that beat starts is done by a worker."""
    pulse.beat()


@shared_task
def export_audit_heads() -> str:
    """Carry the heads of the audit trail out of the database, once a day; returns the SHA-256 of the file, if any."""
    made = heads.export()
    return made.sha256 if made else ""


@shared_task
def verify_audit_trail() -> int:
    """Compute every chain anew and compare it with the newest export; returns how many are broken."""
    try:
        export = heads.latest()
    except heads.NotOurs as changed:
        broken = len(auditing.check(compared=str(changed)).faults)
        auditing.alarm(str(changed))
        return broken + 1
    verdict = auditing.check(export.heads if export else None, compared=export.path.name if export else "")
    return len(verdict.faults)


@shared_task
def close_overdue_invitations() -> int:
    """Mark invitations as expired that nobody answered in time; returns how many."""
    return inviting.close_overdue()
