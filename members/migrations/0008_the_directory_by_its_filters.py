"""The directory is narrowed by kind, state and the words of what members bring and need, or read newest first."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0007_audit_is_chained"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="organization",
            name="organization_state",
        ),
        migrations.RemoveIndex(
            model_name="organization",
            name="organization_directory",
        ),
        migrations.AddIndex(
            model_name="organization",
            index=models.Index(fields=["name", "id"], name="organization_by_name"),
        ),
        migrations.AddIndex(
            model_name="organization",
            index=models.Index(fields=["-admitted_at", "-id"], name="organization_newest"),
        ),
        migrations.AddIndex(
            model_name="organization",
            index=models.Index(fields=["kind", "name", "id"], name="organization_of_kind"),
        ),
        migrations.AddIndex(
            model_name="organization",
            index=models.Index(fields=["state", "name", "id"], name="organization_in_state"),
        ),
        migrations.AddIndex(
            model_name="organization",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(
                    django.db.models.functions.text.Upper("domain"), name="gin_trgm_ops"
                ),
                name="organization_domain_trigram",
            ),
        ),
        migrations.AddIndex(
            model_name="organization",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector("brings", config="english"),
                name="organization_brings_words",
            ),
        ),
        migrations.AddIndex(
            model_name="organization",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector("needs", config="english"), name="organization_needs_words"
            ),
        ),
    ]
