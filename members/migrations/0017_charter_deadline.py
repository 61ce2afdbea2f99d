"""By when an organization has to accept the charter; one draft at a time, saved revision by revision."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("members", "0016_a_representative_remains")]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="must_accept_by",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="has to accept the charter by"
            ),
        ),
        migrations.AddIndex(
            model_name="organization",
            index=models.Index(
                condition=models.Q(("must_accept_by__isnull", False)),
                fields=["must_accept_by", "id"],
                name="organization_must_accept",
            ),
        ),
        migrations.AddField(
            model_name="charterversion",
            name="revision",
            field=models.PositiveIntegerField(
                default=1, editable=False, help_text="How often the draft was saved.", verbose_name="revision"
            ),
        ),
        migrations.AddConstraint(
            model_name="charterversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "draft")),
                fields=("status",),
                name="charter_one_draft",
                violation_error_message="There is a draft already.",
            ),
        ),
    ]
