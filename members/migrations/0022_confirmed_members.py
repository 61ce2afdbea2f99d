"""Every member has confirmed at some time; who is inactive is asked again at some time."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("members", "0021_members_confirmed")]

    operations = [
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["admitted", "inactive"]), _negated=True),
                    ("confirmed_at__isnull", False),
                    _connector="OR",
                ),
                name="organization_confirmed_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status", "admitted"),
                    models.Q(("confirm_by__isnull", False), ("status", "inactive")),
                    models.Q(models.Q(("status", "inactive"), _negated=True), ("confirm_by__isnull", True)),
                    _connector="OR",
                ),
                name="organization_confirm_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("merged_into__isnull", False), ("status", "merged")),
                    models.Q(models.Q(("status", "merged"), _negated=True), ("merged_into__isnull", True)),
                    _connector="OR",
                ),
                name="organization_merged_into",
            ),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True),
                    models.Q(("merged_into", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="organization_merged_into_another",
            ),
        ),
    ]
