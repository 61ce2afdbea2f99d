"""The lists of the Django admin stay fast at a hundred thousand rows: in their order, and searched by words."""

import django.contrib.postgres.indexes
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0013_audit_checks"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="acceptance",
            index=models.Index(fields=["-accepted_at", "-id"], name="acceptance_newest"),
        ),
        migrations.AddIndex(
            model_name="acceptance",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("person_name"), name="gin_trgm_ops"
                ),
                name="acceptance_name_trigram",
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["-created_at", "-id"], name="application_newest"),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["status", "-created_at", "-id"], name="application_listing"),
        ),
        migrations.AddIndex(
            model_name="membership",
            index=models.Index(fields=["role", "id"], name="membership_of_role"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("name"), name="gin_trgm_ops"
                ),
                name="person_name_trigram",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("email"), name="gin_trgm_ops"
                ),
                name="person_email_trigram",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(condition=models.Q(("is_admin", True)), fields=["email"], name="person_admins"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("is_coordinator", True)), fields=["email"], name="person_coordinators"
            ),
        ),
    ]
