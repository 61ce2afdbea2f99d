"""Organizations' own sign-in, and one spelling for every address."""

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import coalition.shared.clock


class Migration(migrations.Migration):
    dependencies = [
        ("account", "0009_emailaddress_unique_primary_email"),
        ("members", "0011_application_records"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ]

    operations = [
        migrations.CreateModel(
            name="IdentityProvider",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="set up"),
                ),
                (
                    "app",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="identity_provider",
                        to="socialaccount.socialapp",
                        verbose_name="registration",
                    ),
                ),
                (
                    "organization",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="identity_provider",
                        to="members.organization",
                        verbose_name="organization",
                    ),
                ),
            ],
            options={
                "verbose_name": "identity provider",
                "verbose_name_plural": "identity providers",
                "ordering": ["organization__name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="IdentityDomain",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("domain", models.CharField(max_length=253, verbose_name="domain")),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="domains",
                        to="members.identityprovider",
                        verbose_name="identity provider",
                    ),
                ),
            ],
            options={
                "verbose_name": "domain of an identity provider",
                "verbose_name_plural": "domains of identity providers",
                "ordering": ["domain"],
                "constraints": [
                    models.UniqueConstraint(fields=("domain",), name="identity_domain_unique"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("domain", django.db.models.functions.text.Lower("domain")),
                            models.Q(("domain", ""), _negated=True),
                        ),
                        name="identity_domain_lower",
                    ),
                ],
            },
        ),
        # allauth's table of addresses keeps the same one spelling, whoever writes.
        migrations.RunSQL(
            "UPDATE account_emailaddress SET email = lower(email) WHERE email <> lower(email)", migrations.RunSQL.noop
        ),
        migrations.RunSQL(
            "ALTER TABLE account_emailaddress ADD CONSTRAINT emailaddress_one_spelling "
            "CHECK (email = lower(email) AND email ~ '^[!-~]+$')",
            "ALTER TABLE account_emailaddress DROP CONSTRAINT emailaddress_one_spelling",
        ),
    ]
