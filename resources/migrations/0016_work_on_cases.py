"""Coordinators are on cases, leave notes on them, and leave them to a second coordinator."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import coalition.shared.clock

KEPT = """
CREATE TRIGGER case_note_is_kept BEFORE UPDATE OR DELETE ON resources_casenote
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- A claim goes on, and ends once; who began it, for whom and with which words is kept.
CREATE FUNCTION resources_claim_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.ended_at IS NULL
       AND ROW (OLD.id, OLD.request_id, OLD.holder_id, OLD.begun_by_id, OLD.note, OLD.offer_id, OLD.claimed_at)
           IS NOT DISTINCT FROM
           ROW (NEW.id, NEW.request_id, NEW.holder_id, NEW.begun_by_id, NEW.note, NEW.offer_id, NEW.claimed_at) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'claims are kept as they were made' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER claim_is_kept BEFORE UPDATE OR DELETE ON resources_claim
    FOR EACH ROW EXECUTE FUNCTION resources_claim_is_kept();
"""
NOT_KEPT = """
DROP TRIGGER claim_is_kept ON resources_claim;
DROP FUNCTION resources_claim_is_kept;
DROP TRIGGER case_note_is_kept ON resources_casenote;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("resources", "0015_life_of_a_match"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=500, verbose_name="note")),
                (
                    "written_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="written"),
                ),
            ],
            options={
                "verbose_name": "note on a case",
                "verbose_name_plural": "notes on cases",
                "ordering": ["written_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                (
                    "claimed_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="since"),
                ),
                ("lapses_at", models.DateTimeField(blank=True, null=True, verbose_name="lapses")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                (
                    "ending",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("released", "Given back"),
                            ("handed_over", "Handed over"),
                            ("taken_over", "Taken over"),
                            ("flagged", "Left to a second coordinator"),
                            ("answered", "A second coordinator looked at it"),
                            ("lapsed", "Lapsed"),
                        ],
                        max_length=12,
                        verbose_name="how it ended",
                    ),
                ),
            ],
            options={
                "verbose_name": "claim",
                "verbose_name_plural": "claims",
                "ordering": ["claimed_at", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(condition=models.Q(("status", "open")), fields=["edited_at"], name="request_edited"),
        ),
        migrations.AddField(
            model_name="casenote",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="case_notes",
                to="resources.request",
                verbose_name="request",
            ),
        ),
        migrations.AddField(
            model_name="casenote",
            name="written_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="written by",
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="begun_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="begun by",
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="holder",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="who is on it",
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="offer",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="resources.offer",
                verbose_name="offer suggested",
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="claims",
                to="resources.request",
                verbose_name="request",
            ),
        ),
        migrations.AddConstraint(
            model_name="casenote",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="case_note_says_something"
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", True)), fields=["holder", "request"], name="claim_held"
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", True)), fields=["lapses_at"], name="claim_lapses"
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["claimed_at"], name="claim_begun"),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["ended_at"], name="claim_ended"),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("request",),
                name="claim_one_open",
                violation_error_message="Somebody is on this case already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("holder__isnull", False), ("lapses_at__isnull", False), ("offer__isnull", True)),
                    models.Q(
                        ("holder__isnull", True), ("lapses_at__isnull", True), models.Q(("note", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="claim_held_or_explained",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ending", "")),
                    models.Q(
                        ("ended_at__isnull", False),
                        ("ending__in", ["released", "handed_over", "taken_over", "flagged", "answered", "lapsed"]),
                    ),
                    _connector="OR",
                ),
                name="claim_ended_somehow",
            ),
        ),
        migrations.RunSQL(KEPT, NOT_KEPT),
    ]
