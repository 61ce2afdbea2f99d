"""The tables of the second floor as they stand: earlier steps that only changed tables are folded into this one."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import coalition.shared.clock


class Migration(migrations.Migration):
    replaces = [
        ("resources", "0001_initial"),
        ("resources", "0004_received_with_its_quantity"),
        ("resources", "0005_listing_indexes"),
        ("resources", "0006_lists_of_everything"),
        ("resources", "0007_whose_open_offers"),
        ("resources", "0008_discussion"),
        ("resources", "0010_owners_word"),
        ("resources", "0011_ledger_of_stages"),
        ("resources", "0012_imports_in_the_browser"),
        ("resources", "0014_import_rows_explain"),
    ]

    initial = True

    dependencies = [
        ("members", "0001_foundation"),
        ("projects", "0001_foundation"),
    ]

    operations = [
        migrations.CreateModel(
            name="ResourceGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="name")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "resource group",
                "verbose_name_plural": "resource groups",
                "ordering": ["position", "name"],
            },
        ),
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "side",
                    models.CharField(
                        choices=[("offers", "Offers"), ("requests", "Requests")], max_length=8, verbose_name="what"
                    ),
                ),
                ("file_name", models.CharField(max_length=200, verbose_name="file")),
                ("note", models.TextField(blank=True, verbose_name="how it was read")),
                ("columns", models.JSONField(default=list, verbose_name="columns")),
                ("mapping", models.JSONField(default=dict, verbose_name="mapping")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("columns", "Columns to be chosen"),
                            ("checking", "Being checked"),
                            ("ready", "Checked"),
                            ("importing", "Being imported"),
                            ("taking_back", "Being taken back"),
                        ],
                        default="columns",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("stopped", models.TextField(blank=True, verbose_name="why it stopped")),
                ("uploaded_at", models.DateTimeField(default=coalition.shared.clock.now, verbose_name="uploaded")),
                ("touched_at", models.DateTimeField(default=coalition.shared.clock.now, verbose_name="last touched")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked for by",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="import_batches",
                        to="members.organization",
                        verbose_name="organization",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploaded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "import",
                "verbose_name_plural": "imports",
                "ordering": ["-uploaded_at", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ("checking", "importing", "taking_back"))),
                        fields=["touched_at"],
                        name="import_working",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["columns", "checking", "ready", "importing", "taking_back"])),
                        name="import_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["offers", "requests"])), name="import_side"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportMemory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "side",
                    models.CharField(
                        choices=[("offers", "Offers"), ("requests", "Requests")], max_length=8, verbose_name="what"
                    ),
                ),
                ("headings", models.JSONField(default=dict, verbose_name="headings")),
                ("values", models.JSONField(default=dict, verbose_name="the same in every row")),
                ("types", models.JSONField(default=dict, verbose_name="words for goods")),
                ("days", models.CharField(blank=True, max_length=3, verbose_name="how days are written")),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="members.organization",
                        verbose_name="organization",
                    ),
                ),
            ],
            options={
                "verbose_name": "remembered columns",
                "verbose_name_plural": "remembered columns",
                "constraints": [models.UniqueConstraint(fields=("organization", "side"), name="import_memory_once")],
            },
        ),
        migrations.CreateModel(
            name="ResourceType",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="code")),
                ("label", models.CharField(max_length=120, unique=True, verbose_name="label")),
                ("unit", models.CharField(max_length=24, verbose_name="unit")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("count", "Countable goods"),
                            ("capacity", "Capacity over time"),
                            ("service", "People and services"),
                            ("digital", "Software and data"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("expires", models.BooleanField(default=False, verbose_name="can expire")),
                (
                    "synonyms",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        help_text="For search only; a synonym is not a substitute.",
                        size=None,
                        verbose_name="synonyms",
                    ),
                ),
                ("codes", models.JSONField(blank=True, default=dict, verbose_name="codes")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="types",
                        to="resources.resourcegroup",
                        verbose_name="group",
                    ),
                ),
            ],
            options={
                "verbose_name": "resource type",
                "verbose_name_plural": "resource types",
                "ordering": ["group__position", "label"],
            },
        ),
        migrations.CreateModel(
            name="Offer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source_key",
                    models.CharField(
                        blank=True, editable=False, max_length=120, null=True, verbose_name="key in the source"
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="What exactly, for example “N95 respirator, size small”.",
                        max_length=200,
                        verbose_name="title",
                    ),
                ),
                ("description", models.TextField(blank=True, max_length=4000, verbose_name="details")),
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
                ("city", models.CharField(blank=True, max_length=80, verbose_name="city")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("AL", "Alabama"),
                            ("AK", "Alaska"),
                            ("AZ", "Arizona"),
                            ("AR", "Arkansas"),
                            ("CA", "California"),
                            ("CO", "Colorado"),
                            ("CT", "Connecticut"),
                            ("DE", "Delaware"),
                            ("DC", "District of Columbia"),
                            ("FL", "Florida"),
                            ("GA", "Georgia"),
                            ("HI", "Hawaii"),
                            ("ID", "Idaho"),
                            ("IL", "Illinois"),
                            ("IN", "Indiana"),
                            ("IA", "Iowa"),
                            ("KS", "Kansas"),
                            ("KY", "Kentucky"),
                            ("LA", "Louisiana"),
                            ("ME", "Maine"),
                            ("MD", "Maryland"),
                            ("MA", "Massachusetts"),
                            ("MI", "Michigan"),
                            ("MN", "Minnesota"),
                            ("MS", "Mississippi"),
                            ("MO", "Missouri"),
                            ("MT", "Montana"),
                            ("NE", "Nebraska"),
                            ("NV", "Nevada"),
                            ("NH", "New Hampshire"),
                            ("NJ", "New Jersey"),
                            ("NM", "New Mexico"),
                            ("NY", "New York"),
                            ("NC", "North Carolina"),
                            ("ND", "North Dakota"),
                            ("OH", "Ohio"),
                            ("OK", "Oklahoma"),
                            ("OR", "Oregon"),
                            ("PA", "Pennsylvania"),
                            ("PR", "Puerto Rico"),
                            ("RI", "Rhode Island"),
                            ("SC", "South Carolina"),
                            ("SD", "South Dakota"),
                            ("TN", "Tennessee"),
                            ("TX", "Texas"),
                            ("UT", "Utah"),
                            ("VT", "Vermont"),
                            ("VA", "Virginia"),
                            ("WA", "Washington"),
                            ("WV", "West Virginia"),
                            ("WI", "Wisconsin"),
                            ("WY", "Wyoming"),
                        ],
                        max_length=2,
                        verbose_name="state",
                    ),
                ),
                (
                    "latitude",
                    models.DecimalField(decimal_places=5, editable=False, max_digits=8, verbose_name="latitude"),
                ),
                (
                    "longitude",
                    models.DecimalField(decimal_places=5, editable=False, max_digits=8, verbose_name="longitude"),
                ),
                ("contact", models.CharField(blank=True, max_length=200, verbose_name="whom to call")),
                (
                    "posted_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="posted"),
                ),
                (
                    "edited_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="edited"),
                ),
                (
                    "confirmed_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="confirmed"),
                ),
                ("asked_on", models.DateField(editable=False, null=True, verbose_name="asked whether it still stands")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "terms",
                    models.CharField(
                        choices=[("gift", "Gift"), ("loan", "Loan"), ("service", "Service"), ("data", "Data")],
                        default="gift",
                        max_length=8,
                        verbose_name="terms",
                    ),
                ),
                (
                    "least_lot",
                    models.BigIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(1000000000),
                        ],
                        verbose_name="least quantity to give",
                    ),
                ),
                ("available_from", models.DateField(verbose_name="available from")),
                ("available_until", models.DateField(blank=True, null=True, verbose_name="available until")),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="goods expire")),
                ("return_on", models.DateField(blank=True, null=True, verbose_name="to be returned by")),
                (
                    "conditions",
                    models.CharField(blank=True, max_length=500, verbose_name="what the receiver must mind"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open"), ("withdrawn", "Withdrawn"), ("closed", "Closed")],
                        default="open",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("committed", models.BigIntegerField(default=0, editable=False, verbose_name="committed")),
                (
                    "discussion",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.discussion",
                        verbose_name="discussion",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="members.organization",
                        verbose_name="organization",
                    ),
                ),
                (
                    "posted_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="posted by",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="%(class)ss",
                        to="projects.project",
                        verbose_name="project",
                    ),
                ),
                (
                    "resource_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="resources.resourcetype",
                        verbose_name="resource type",
                    ),
                ),
            ],
            options={
                "verbose_name": "offer",
                "verbose_name_plural": "offers",
                "ordering": ["-posted_at", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "open")), fields=["-posted_at", "-id"], name="offer_newest"
                    ),
                    models.Index(fields=["-posted_at", "-id"], name="offer_posted"),
                    models.Index(
                        condition=models.Q(("status", "open")),
                        fields=["resource_type", "organization"],
                        name="offer_whose",
                    ),
                    models.Index(fields=["resource_type", "-posted_at", "-id"], name="offer_type_newest"),
                    models.Index(
                        condition=models.Q(("committed__lt", models.F("quantity")), ("status", "open")),
                        fields=["resource_type", "latitude", "longitude"],
                        name="offer_with_units_left",
                    ),
                    models.Index(fields=["state", "-posted_at", "-id"], name="offer_state_newest"),
                    models.Index(
                        condition=models.Q(("committed__gte", models.F("quantity")), ("status", "open")),
                        fields=["-posted_at", "-id"],
                        name="offer_wholly_committed",
                    ),
                    models.Index(
                        condition=models.Q(("status__in", ["closed", "withdrawn"])),
                        fields=["-posted_at", "-id"],
                        name="offer_ended",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            django.db.models.functions.text.Upper("title"), name="gin_trgm_ops"
                        ),
                        name="offer_title_trigram",
                    ),
                    models.Index(
                        condition=models.Q(("asked_on__isnull", True), ("status", "open")),
                        fields=["confirmed_at", "organization"],
                        name="offer_unconfirmed",
                    ),
                    models.Index(
                        condition=models.Q(("asked_on__isnull", False), ("status", "open")),
                        fields=["asked_on", "confirmed_at"],
                        name="offer_asked",
                    ),
                    models.Index(
                        condition=models.Q(("asked_on__isnull", False), ("status", "open")),
                        fields=["organization", "confirmed_at"],
                        name="offer_waiting",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gte", 1), ("quantity__lte", 1000000000)), name="offer_quantity"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("committed__gte", 0), ("committed__lte", models.F("quantity"))),
                        name="offer_never_over_committed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("least_lot__gte", 1), ("least_lot__lte", models.F("quantity"))),
                        name="offer_least_lot",
                        violation_error_message="The least quantity to give cannot be above the quantity.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("available_until__isnull", True),
                            ("available_until__gte", models.F("available_from")),
                            _connector="OR",
                        ),
                        name="offer_window",
                        violation_error_message="“Available until” cannot be before “available from”.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("terms", "loan"), ("return_on__isnull", True), _connector="OR"),
                        name="offer_only_loans_return",
                        violation_error_message="Only a loan has a date of return.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["open", "withdrawn", "closed"])), name="offer_status"
                    ),
                    models.UniqueConstraint(fields=("organization", "source_key"), name="offer_source_key"),
                    models.CheckConstraint(
                        condition=models.Q(("status", "open"), ("asked_on__isnull", True), _connector="OR"),
                        name="offer_asked_while_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Request",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source_key",
                    models.CharField(
                        blank=True, editable=False, max_length=120, null=True, verbose_name="key in the source"
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="What exactly, for example “N95 respirator, size small”.",
                        max_length=200,
                        verbose_name="title",
                    ),
                ),
                ("description", models.TextField(blank=True, max_length=4000, verbose_name="details")),
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
                ("city", models.CharField(blank=True, max_length=80, verbose_name="city")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("AL", "Alabama"),
                            ("AK", "Alaska"),
                            ("AZ", "Arizona"),
                            ("AR", "Arkansas"),
                            ("CA", "California"),
                            ("CO", "Colorado"),
                            ("CT", "Connecticut"),
                            ("DE", "Delaware"),
                            ("DC", "District of Columbia"),
                            ("FL", "Florida"),
                            ("GA", "Georgia"),
                            ("HI", "Hawaii"),
                            ("ID", "Idaho"),
                            ("IL", "Illinois"),
                            ("IN", "Indiana"),
                            ("IA", "Iowa"),
                            ("KS", "Kansas"),
                            ("KY", "Kentucky"),
                            ("LA", "Louisiana"),
                            ("ME", "Maine"),
                            ("MD", "Maryland"),
                            ("MA", "Massachusetts"),
                            ("MI", "Michigan"),
                            ("MN", "Minnesota"),
                            ("MS", "Mississippi"),
                            ("MO", "Missouri"),
                            ("MT", "Montana"),
                            ("NE", "Nebraska"),
                            ("NV", "Nevada"),
                            ("NH", "New Hampshire"),
                            ("NJ", "New Jersey"),
                            ("NM", "New Mexico"),
                            ("NY", "New York"),
                            ("NC", "North Carolina"),
                            ("ND", "North Dakota"),
                            ("OH", "Ohio"),
                            ("OK", "Oklahoma"),
                            ("OR", "Oregon"),
                            ("PA", "Pennsylvania"),
                            ("PR", "Puerto Rico"),
                            ("RI", "Rhode Island"),
                            ("SC", "South Carolina"),
                            ("SD", "South Dakota"),
                            ("TN", "Tennessee"),
                            ("TX", "Texas"),
                            ("UT", "Utah"),
                            ("VT", "Vermont"),
                            ("VA", "Virginia"),
                            ("WA", "Washington"),
                            ("WV", "West Virginia"),
                            ("WI", "Wisconsin"),
                            ("WY", "Wyoming"),
                        ],
                        max_length=2,
                        verbose_name="state",
                    ),
                ),
                (
                    "latitude",
                    models.DecimalField(decimal_places=5, editable=False, max_digits=8, verbose_name="latitude"),
                ),
                (
                    "longitude",
                    models.DecimalField(decimal_places=5, editable=False, max_digits=8, verbose_name="longitude"),
                ),
                ("contact", models.CharField(blank=True, max_length=200, verbose_name="whom to call")),
                (
                    "posted_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="posted"),
                ),
                (
                    "edited_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="edited"),
                ),
                (
                    "confirmed_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="confirmed"),
                ),
                ("asked_on", models.DateField(editable=False, null=True, verbose_name="asked whether it still stands")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "severity",
                    models.CharField(
                        choices=[("critical", "Critical"), ("high", "High"), ("medium", "Medium"), ("low", "Low")],
                        max_length=8,
                        verbose_name="severity",
                    ),
                ),
                (
                    "severity_rank",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(severity="critical", then=0),
                            models.When(severity="high", then=1),
                            models.When(severity="medium", then=2),
                            models.When(severity="low", then=3),
                            default=4,
                            output_field=models.SmallIntegerField(),
                        ),
                        output_field=models.SmallIntegerField(),
                    ),
                ),
                ("needed_by", models.DateField(verbose_name="needed by")),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open"), ("withdrawn", "Withdrawn"), ("closed", "Closed")],
                        default="open",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("covered", models.BigIntegerField(default=0, editable=False, verbose_name="covered")),
                (
                    "discussion",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.discussion",
                        verbose_name="discussion",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="members.organization",
                        verbose_name="organization",
                    ),
                ),
                (
                    "posted_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="posted by",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="%(class)ss",
                        to="projects.project",
                        verbose_name="project",
                    ),
                ),
                (
                    "resource_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="resources.resourcetype",
                        verbose_name="resource type",
                    ),
                ),
            ],
            options={
                "verbose_name": "request",
                "verbose_name_plural": "requests",
                "ordering": ["-posted_at", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "open")), fields=["-posted_at", "-id"], name="request_newest"
                    ),
                    models.Index(fields=["-posted_at", "-id"], name="request_posted"),
                    models.Index(
                        condition=models.Q(("status", "open")),
                        fields=["resource_type", "organization"],
                        name="request_whose",
                    ),
                    models.Index(fields=["resource_type", "-posted_at", "-id"], name="request_type_newest"),
                    models.Index(
                        condition=models.Q(("covered__lt", models.F("quantity")), ("status", "open")),
                        fields=["severity_rank", "needed_by", "posted_at", "id"],
                        name="request_queue",
                    ),
                    models.Index(fields=["state", "-posted_at", "-id"], name="request_state_newest"),
                    models.Index(
                        condition=models.Q(("covered__gte", models.F("quantity")), ("status", "open")),
                        fields=["-posted_at", "-id"],
                        name="request_wholly_covered",
                    ),
                    models.Index(
                        condition=models.Q(("status__in", ["closed", "withdrawn"])),
                        fields=["-posted_at", "-id"],
                        name="request_ended",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            django.db.models.functions.text.Upper("title"), name="gin_trgm_ops"
                        ),
                        name="request_title_trigram",
                    ),
                    models.Index(
                        condition=models.Q(("asked_on__isnull", True), ("status", "open")),
                        fields=["confirmed_at", "organization"],
                        name="request_unconfirmed",
                    ),
                    models.Index(
                        condition=models.Q(("asked_on__isnull", False), ("status", "open")),
                        fields=["asked_on", "confirmed_at"],
                        name="request_asked",
                    ),
                    models.Index(
                        condition=models.Q(("asked_on__isnull", False), ("status", "open")),
                        fields=["organization", "confirmed_at"],
                        name="request_waiting",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gte", 1), ("quantity__lte", 1000000000)), name="request_quantity"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("covered__gte", 0), ("covered__lte", models.F("quantity"))),
                        name="request_never_over_covered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("severity__in", ["critical", "high", "medium", "low"])),
                        name="request_severity",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["open", "withdrawn", "closed"])), name="request_status"
                    ),
                    models.UniqueConstraint(fields=("organization", "source_key"), name="request_source_key"),
                    models.CheckConstraint(
                        condition=models.Q(("status", "open"), ("asked_on__isnull", True), _connector="OR"),
                        name="request_asked_while_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Match",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                (
                    "status",
                    models.CharField(
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
                (
                    "proposed_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="proposed"),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                ("considered", models.JSONField(blank=True, default=list, verbose_name="candidates considered")),
                (
                    "engine_version",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        help_text="Empty for a match made before versions were kept.",
                        max_length=20,
                        verbose_name="version of the engine",
                    ),
                ),
                ("answer_by", models.DateTimeField(verbose_name="answer until")),
                ("deliver_by", models.DateField(blank=True, null=True, verbose_name="to be delivered by")),
                ("carrier", models.CharField(blank=True, max_length=120, verbose_name="carrier")),
                ("tracking", models.CharField(blank=True, max_length=120, verbose_name="tracking number")),
                ("lots", models.CharField(blank=True, max_length=200, verbose_name="lot numbers")),
                ("received_quantity", models.BigIntegerField(blank=True, null=True, verbose_name="quantity received")),
                ("returned_quantity", models.BigIntegerField(blank=True, null=True, verbose_name="quantity returned")),
                ("closing_note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                (
                    "changed_at",
                    models.DateTimeField(
                        default=coalition.shared.clock.now, editable=False, verbose_name="last change"
                    ),
                ),
                ("agreed_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="first agreed")),
                ("received_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="received")),
                (
                    "discussion",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.discussion",
                        verbose_name="discussion",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="proposed by",
                    ),
                ),
                (
                    "proposed_for",
                    models.ForeignKey(
                        blank=True,
                        help_text="The party whose own proposal it is; none for a coordinator's.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.organization",
                        verbose_name="proposed for",
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matches",
                        to="resources.offer",
                        verbose_name="offer",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matches",
                        to="resources.request",
                        verbose_name="request",
                    ),
                ),
            ],
            options={
                "verbose_name": "match",
                "verbose_name_plural": "matches",
                "ordering": ["-proposed_at", "-pk"],
                "indexes": [
                    models.Index(fields=["-proposed_at", "-id"], name="match_newest"),
                    models.Index(
                        condition=models.Q(("received_at__isnull", False)),
                        fields=["received_at"],
                        name="match_received",
                    ),
                    models.Index(
                        condition=models.Q(("status", "proposed")), fields=["answer_by"], name="match_unanswered"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gte", 1), ("quantity__lte", 1000000000)), name="match_quantity"
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("returned_quantity__isnull", True), models.Q(("status", "returned"), _negated=True)
                            ),
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
                    models.UniqueConstraint(
                        condition=models.Q(("status", "proposed")),
                        fields=("offer", "request"),
                        name="match_one_proposal",
                        violation_error_message="This offer has been proposed for this request already.",
                    ),
                ],
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
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="given by",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.organization",
                        verbose_name="organization",
                    ),
                ),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="feedback",
                        to="resources.match",
                        verbose_name="match",
                    ),
                ),
            ],
            options={
                "verbose_name": "feedback",
                "verbose_name_plural": "feedback",
                "ordering": ["given_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("match", "organization"),
                        name="feedback_once_a_side",
                        violation_error_message="Your organization has said already how it went.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("went__in", ["well", "partly", "badly"])), name="feedback_went"
                    ),
                ],
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
                (
                    "matched_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="proposed by",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.organization",
                        verbose_name="raised for",
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="raised by",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="settled by",
                    ),
                ),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disputes",
                        to="resources.match",
                        verbose_name="match",
                    ),
                ),
            ],
            options={
                "verbose_name": "dispute",
                "verbose_name_plural": "disputes",
                "ordering": ["raised_at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at__isnull", True)), fields=["raised_at"], name="dispute_open"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("settled_at__isnull", True)),
                        fields=("match",),
                        name="dispute_one_open",
                        violation_error_message="There is a dispute about this match already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("outcome", ""),
                                ("resolution", ""),
                                ("settled_at__isnull", True),
                                ("settled_by__isnull", True),
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
                    models.CheckConstraint(
                        condition=models.Q(
                            ("settled_by__isnull", True),
                            models.Q(("settled_by", models.F("matched_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="dispute_settled_by_another",
                        violation_error_message="Who made the match does not settle what is said against it.",
                    ),
                ],
            },
        ),
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
                (
                    "answered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.organization",
                        verbose_name="organization",
                    ),
                ),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="resources.match",
                        verbose_name="match",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer",
                "verbose_name_plural": "answers",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gte", 1), ("quantity__lte", 1000000000)), name="answer_quantity"
                    ),
                    models.CheckConstraint(condition=models.Q(("kind__in", ["accept", "counter"])), name="answer_kind"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("spoke_with", models.CharField(max_length=200, verbose_name="whom you spoke with")),
                ("spoken_at", models.DateTimeField(verbose_name="when you spoke")),
                (
                    "means",
                    models.CharField(
                        choices=[
                            ("phone", "By phone"),
                            ("video", "By video call"),
                            ("in_person", "In person"),
                            ("message", "By message"),
                        ],
                        default="phone",
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                ("terms", models.TextField(max_length=2000, verbose_name="what was agreed")),
                (
                    "recorded_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="recorded"),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="members.organization",
                        verbose_name="organization",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreements",
                        to="resources.match",
                        verbose_name="match",
                    ),
                ),
            ],
            options={
                "verbose_name": "verbal agreement",
                "verbose_name_plural": "verbal agreements",
                "ordering": ["recorded_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("match", "organization"),
                        name="agreement_once_a_side",
                        violation_error_message="Your organization has recorded this agreement already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("spoken_at__lte", models.F("recorded_at"))),
                        name="agreement_not_in_the_future",
                        violation_error_message="The talk cannot be in the future.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Movement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "came_from",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("proposed", "Proposed"),
                            ("agreed", "Agreed"),
                            ("in_transit", "In transit"),
                            ("delivered", "Delivered"),
                            ("returned", "Returned"),
                        ],
                        max_length=10,
                        verbose_name="from",
                    ),
                ),
                (
                    "went_to",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("proposed", "Proposed"),
                            ("agreed", "Agreed"),
                            ("in_transit", "In transit"),
                            ("delivered", "Delivered"),
                            ("returned", "Returned"),
                        ],
                        max_length=10,
                        verbose_name="to",
                    ),
                ),
                ("units", models.BigIntegerField(verbose_name="units")),
                ("request_key", models.CharField(max_length=120, unique=True, verbose_name="key of the act")),
                ("recorded_at", models.DateTimeField(default=coalition.shared.clock.now, verbose_name="when")),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="movements",
                        to="resources.match",
                        verbose_name="match",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="movements",
                        to="resources.offer",
                        verbose_name="offer",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="movements",
                        to="resources.request",
                        verbose_name="request",
                    ),
                ),
            ],
            options={
                "verbose_name": "movement",
                "verbose_name_plural": "movements",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("units__gt", 0)), name="movement_of_some_units"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("came_from", "open"), ("went_to__in", ["proposed", "delivered"])),
                            models.Q(("came_from", "proposed"), ("went_to__in", ["agreed", "open"])),
                            models.Q(("came_from", "agreed"), ("went_to__in", ["in_transit", "delivered", "open"])),
                            models.Q(("came_from", "in_transit"), ("went_to__in", ["delivered", "open"])),
                            models.Q(("came_from", "delivered"), ("went_to__in", ["returned", "open"])),
                            _connector="OR",
                        ),
                        name="movement_way",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="line")),
                ("cells", models.JSONField(default=list, verbose_name="cells")),
                ("misfit", models.TextField(blank=True, verbose_name="what does not fit")),
                ("faults", models.JSONField(default=list, verbose_name="errors")),
                ("speaks_of_money", models.BooleanField(default=False, verbose_name="speaks of money")),
                ("explanation", models.TextField(blank=True, verbose_name="why words of money stay")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Not checked yet"),
                            ("good", "In order"),
                            ("bad", "With errors"),
                            ("known", "Known already"),
                            ("imported", "Imported"),
                            ("taken_back", "Taken back"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("key", models.CharField(blank=True, max_length=120, verbose_name="key")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("kept", models.TextField(blank=True, verbose_name="why it was not taken back")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="resources.importbatch",
                        verbose_name="import",
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="resources.offer",
                        verbose_name="offer",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="resources.request",
                        verbose_name="request",
                    ),
                ),
            ],
            options={
                "verbose_name": "row of an import",
                "verbose_name_plural": "rows of imports",
                "ordering": ["number"],
                "indexes": [
                    models.Index(fields=["batch", "state", "number"], name="import_row_state"),
                    models.Index(fields=["batch", "key"], name="import_row_key"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "number"), name="import_row_line"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "good", "bad", "known", "imported", "taken_back"])
                        ),
                        name="import_row_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("imported", "taken_back")),
                            models.Q(("offer__isnull", True), ("request__isnull", True)),
                            _connector="OR",
                        ),
                        name="import_row_posted_only_if_imported",
                    ),
                ],
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
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seen",
                        to="resources.match",
                        verbose_name="match",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.organization",
                        verbose_name="organization",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="seen by",
                    ),
                ),
            ],
            options={
                "verbose_name": "seen match",
                "verbose_name_plural": "seen matches",
                "ordering": ["seen_at", "pk"],
                "constraints": [models.UniqueConstraint(fields=("match", "organization"), name="seen_once_a_side")],
            },
        ),
        migrations.CreateModel(
            name="Substitute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("note", models.CharField(max_length=200, verbose_name="what to mind")),
                (
                    "resource_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="substitutes",
                        to="resources.resourcetype",
                        verbose_name="asked for",
                    ),
                ),
                (
                    "substitute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stands_in_for",
                        to="resources.resourcetype",
                        verbose_name="may be given instead",
                    ),
                ),
            ],
            options={
                "verbose_name": "substitute",
                "verbose_name_plural": "substitutes",
                "ordering": ["resource_type", "substitute"],
                "constraints": [
                    models.UniqueConstraint(fields=("resource_type", "substitute"), name="substitute_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("resource_type", models.F("substitute")), _negated=True),
                        name="substitute_is_another",
                    ),
                ],
            },
        ),
    ]
