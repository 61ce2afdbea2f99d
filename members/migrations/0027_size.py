"""How many people work at an organization, in bands; it may be left unsaid."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("members", "0026_kept_wording")]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="size",
            field=models.CharField(
                blank=True,
                choices=[
                    ("small", "Small: up to 50 people"),
                    ("middle", "Middle: 51 to 1,000 people"),
                    ("large", "Large: more than 1,000 people"),
                ],
                db_default="",
                default="",
                help_text=(
                    "How many people work there. It shows in the neutrality report whether small ones wait longer."
                ),
                max_length=8,
                verbose_name="size",
            ),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(("size__in", ["", "small", "middle", "large"])), name="organization_size"
            ),
        ),
    ]
