"""A match is answered with other terms, comes back from a loan, is disputed, settled and closed."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import coalition.shared.clock

KEPT = """
CREATE TRIGGER answer_is_kept BEFORE UPDATE OR DELETE ON resources_answer
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER feedback_is_kept BEFORE UPDATE OR DELETE ON resources_feedback
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- A dispute is settled once; what was said in it, and how it was settled, is kept.
CREATE FUNCTION resources_dispute_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.settled_at IS NULL
       AND (OLD.id, OLD.match_id, OLD.organization_id, OLD.raised_by_id, OLD.raised_at, OLD.text, OLD.matched_by_id)
         = (NEW.id, NEW.match_id, NEW.organization_id, NEW.raised_by_id, NEW.raised_at, NEW.text, NEW.matched_by_id) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'disputes are kept as they were written' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER dispute_is_kept BEFORE UPDATE OR DELETE ON resources_dispute
    FOR EACH ROW EXECUTE FUNCTION resources_dispute_is_kept();
"""
NOT_KEPT = """
DROP TRIGGER dispute_is_kept ON resources_dispute;
DROP FUNCTION resources_dispute_is_kept;
DROP TRIGGER feedback_is_kept ON resources_feedback;
DROP TRIGGER answer_is_kept ON resources_answer;
"""

# What was received long ago, and nobody objected to, is closed without asking anybody.
CLOSED = """
UPDATE resources_match SET status = 'closed'
WHERE status = 'received' AND changed_at < now() - interval '14 days'
  AND NOT EXISTS (SELECT FROM resources_offer WHERE id = offer_id AND terms = 'loan');
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""
OPENED = "UPDATE resources_match SET status = 'received' WHERE status = 'closed'"


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0026_kept_wording"),
        ("resources", "0014_import_rows_explain"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("accept", "Accepted"), ("counter", "Counter-offer")],
                        max_length=8,
                        verbose_name="answer",
                    ),
                ),
                (
                    "quantity",
                    models.BigIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(1000000000),
                        ],
                        verbose_name="quantity",
                    ),
                ),
                ("deliver_by", models.DateField(blank=True, null=True, verbose_name="to be delivered by")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                (
                    "answered_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="answered"),
                ),
            ],
            options={
                "verbose_name": "answer",
                "verbose_name_plural": "answers",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Dispute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "raised_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="raised"),
                ),
                ("text", models.CharField(max_length=1000, verbose_name="what is not right")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="settled")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("stands", "The record stands"),
                            ("called_off", "The match is called off"),
                            ("amended", "The number received is put right"),
                        ],
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                ("resolution", models.CharField(blank=True, max_length=1000, verbose_name="in words")),
            ],
            options={
                "verbose_name": "dispute",
                "verbose_name_plural": "disputes",
                "ordering": ["raised_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Feedback",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "went",
                    models.CharField(
                        choices=[("well", "Well"), ("partly", "Partly"), ("badly", "Badly")],
                        max_length=8,
                        verbose_name="how it went",
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=500, verbose_name="what others should know")),
                (
                    "given_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="given"),
                ),
            ],
            options={
                "verbose_name": "feedback",
                "verbose_name_plural": "feedback",
                "ordering": ["given_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Seen",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "seen_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="seen"),
                ),
            ],
            options={
                "verbose_name": "seen match",
                "verbose_name_plural": "seen matches",
                "ordering": ["seen_at", "pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="match",
            name="match_status",
        ),
        migrations.RemoveConstraint(
            model_name="match",
            name="match_received_quantity",
        ),
        migrations.AddField(
            model_name="match",
            name="deliver_by",
            field=models.DateField(blank=True, null=True, verbose_name="to be delivered by"),
        ),
        migrations.AddField(
            model_name="match",
            name="lots",
            field=models.CharField(blank=True, max_length=200, verbose_name="lot numbers"),
        ),
        migrations.AddField(
            model_name="match",
            name="proposed_for",
            field=models.ForeignKey(
                blank=True,
                help_text="The party whose own proposal it is; none for a coordinator's.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="members.organization",
                verbose_name="proposed for",
            ),
        ),
        migrations.AddField(
            model_name="match",
            name="returned_quantity",
            field=models.BigIntegerField(blank=True, null=True, verbose_name="quantity returned"),
        ),
        migrations.AlterField(
            model_name="match",
            name="status",
            field=models.CharField(
                choices=[
                    ("proposed", "Proposed"),
                    ("agreed", "Agreed"),
                    ("shipped", "On the way"),
                    ("received", "Received"),
                    ("returned", "Returned"),
                    ("closed", "Closed"),
                    ("declined", "Declined"),
                    ("cancelled", "Cancelled"),
                    ("undone", "Undone"),
                    ("lapsed", "Lapsed"),
                ],
                default="proposed",
                editable=False,
                max_length=10,
                verbose_name="status",
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        [
                            "proposed",
                            "agreed",
                            "shipped",
                            "received",
                            "returned",
                            "closed",
                            "declined",
                            "cancelled",
                            "undone",
                            "lapsed",
                        ],
                    )
                ),
                name="match_status",
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("received_quantity__gte", 0),
                        ("received_quantity__isnull", False),
                        ("received_quantity__lte", models.F("quantity")),
                        ("status__in", ["received", "returned", "closed"]),
                    ),
                    models.Q(
                        models.Q(("status__in", ["received", "returned", "closed"]), _negated=True),
                        ("received_quantity__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="match_received_quantity",
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("returned_quantity__isnull", True), models.Q(("status", "returned"), _negated=True)),
                    models.Q(
                        ("returned_quantity__gte", 0),
                        ("returned_quantity__isnull", False),
                        ("returned_quantity__lte", models.F("received_quantity")),
                        ("status__in", ["returned", "closed"]),
                    ),
                    _connector="OR",
                ),
                name="match_returned_quantity",
            ),
        ),
        migrations.AddField(
            model_name="answer",
            name="answered_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="answered by",
            ),
        ),
        migrations.AddField(
            model_name="answer",
            name="match",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answers",
                to="resources.match",
                verbose_name="match",
            ),
        ),
        migrations.AddField(
            model_name="answer",
            name="organization",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="members.organization",
                verbose_name="organization",
            ),
        ),
        migrations.AddField(
            model_name="dispute",
            name="match",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="disputes",
                to="resources.match",
                verbose_name="match",
            ),
        ),
        migrations.AddField(
            model_name="dispute",
            name="matched_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="proposed by",
            ),
        ),
        migrations.AddField(
            model_name="dispute",
            name="organization",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="members.organization",
                verbose_name="raised for",
            ),
        ),
        migrations.AddField(
            model_name="dispute",
            name="raised_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="raised by",
            ),
        ),
        migrations.AddField(
            model_name="dispute",
            name="settled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="settled by",
            ),
        ),
        migrations.AddField(
            model_name="feedback",
            name="given_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="given by",
            ),
        ),
        migrations.AddField(
            model_name="feedback",
            name="match",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="feedback",
                to="resources.match",
                verbose_name="match",
            ),
        ),
        migrations.AddField(
            model_name="feedback",
            name="organization",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="members.organization",
                verbose_name="organization",
            ),
        ),
        migrations.AddField(
            model_name="seen",
            name="match",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="seen",
                to="resources.match",
                verbose_name="match",
            ),
        ),
        migrations.AddField(
            model_name="seen",
            name="organization",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="members.organization",
                verbose_name="organization",
            ),
        ),
        migrations.AddField(
            model_name="seen",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="seen by",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gte", 1), ("quantity__lte", 1000000000)), name="answer_quantity"
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["accept", "counter"])), name="answer_kind"
            ),
        ),
        migrations.AddIndex(
            model_name="dispute",
            index=models.Index(
                condition=models.Q(("settled_at__isnull", True)), fields=["raised_at"], name="dispute_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.UniqueConstraint(
                condition=models.Q(("settled_at__isnull", True)),
                fields=("match",),
                name="dispute_one_open",
                violation_error_message="There is a dispute about this match already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("outcome", ""), ("resolution", ""), ("settled_at__isnull", True), ("settled_by__isnull", True)
                    ),
                    models.Q(
                        ("outcome__in", ["stands", "called_off", "amended"]),
                        ("settled_at__isnull", False),
                        ("settled_by__isnull", False),
                        models.Q(("resolution", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="dispute_settled_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("settled_by__isnull", True),
                    models.Q(("settled_by", models.F("matched_by")), _negated=True),
                    _connector="OR",
                ),
                name="dispute_settled_by_another",
                violation_error_message="Who made the match does not settle what is said against it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="feedback",
            constraint=models.UniqueConstraint(
                fields=("match", "organization"),
                name="feedback_once_a_side",
                violation_error_message="Your organization has said already how it went.",
            ),
        ),
        migrations.AddConstraint(
            model_name="feedback",
            constraint=models.CheckConstraint(
                condition=models.Q(("went__in", ["well", "partly", "badly"])), name="feedback_went"
            ),
        ),
        migrations.AddConstraint(
            model_name="seen",
            constraint=models.UniqueConstraint(fields=("match", "organization"), name="seen_once_a_side"),
        ),
        migrations.RunSQL(KEPT, NOT_KEPT),
        migrations.RunSQL(CLOSED, OPENED),
    ]
