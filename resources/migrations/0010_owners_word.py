"""Since when its owner stands by an offer or request: so far, since it was posted or last edited."""

from django.db import migrations, models

import coalition.shared.clock

FORWARD = "UPDATE resources_{table} SET confirmed_at = edited_at;"
ASKED = "asked whether it still stands"


def of(name: str) -> list[migrations.operations.base.Operation]:
    unasked = models.Q(("asked_on__isnull", True), ("status", "open"))
    asked = models.Q(("asked_on__isnull", False), ("status", "open"))
    return [
        migrations.AddField(
            model_name=name,
            name="confirmed_at",
            field=models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="confirmed"),
        ),
        migrations.AddField(
            model_name=name, name="asked_on", field=models.DateField(editable=False, null=True, verbose_name=ASKED)
        ),
        migrations.RunSQL(FORWARD.format(table=name), migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name=name,
            index=models.Index(condition=unasked, fields=["confirmed_at", "organization"], name=f"{name}_unconfirmed"),
        ),
        migrations.AddIndex(
            model_name=name,
            index=models.Index(condition=asked, fields=["asked_on", "confirmed_at"], name=f"{name}_asked"),
        ),
        migrations.AddIndex(
            model_name=name,
            index=models.Index(condition=asked, fields=["organization", "confirmed_at"], name=f"{name}_waiting"),
        ),
        migrations.AddConstraint(
            model_name=name,
            constraint=models.CheckConstraint(
                condition=models.Q(("status", "open"), ("asked_on__isnull", True), _connector="OR"),
                name=f"{name}_asked_while_open",
            ),
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("resources", "0009_words")]

    operations = [*of("offer"), *of("request")]
