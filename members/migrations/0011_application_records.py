"""What the new columns say of rows that are there already; and what was said on an application is kept."""

from django.db import migrations, models

from members import lookalikes

WAITS_SINCE = "UPDATE members_application SET waits_since = sent_at WHERE sent_at IS NOT NULL AND waits_since IS NULL"
KEEP = """
CREATE TRIGGER application_message_is_kept BEFORE UPDATE OR DELETE ON members_applicationmessage
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
LET_GO = "DROP TRIGGER application_message_is_kept ON members_applicationmessage"


def fill(apps, schema_editor):
    Organization = apps.get_model("members", "Organization")
    known = Organization.objects.exclude(domain="").only("pk", "domain").order_by("pk")
    for organization in known.iterator(chunk_size=1000):
        found = lookalikes.bones(organization.domain)
        Organization.objects.filter(pk=organization.pk).update(domain_skeleton=found)


class Migration(migrations.Migration):
    dependencies = [("members", "0010_application_whole")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunSQL(WAITS_SINCE, migrations.RunSQL.noop),
        migrations.RunSQL(KEEP, LET_GO),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "sent"), _negated=True), ("waits_since__isnull", False), _connector="OR"
                ),
                name="application_waits_since",
            ),
        ),
    ]
