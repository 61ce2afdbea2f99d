"""The tables of the ground as they stand: earlier steps that only changed tables are folded into this one."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import coalition.shared.clock
import members.models.organization
import members.models.person


class Migration(migrations.Migration):
    replaces = [
        ("members", "0001_initial"),
        ("members", "0004_mail_interruptions"),
        ("members", "0005_directory_index"),
        ("members", "0006_audit_trail"),
        ("members", "0008_the_directory_by_its_filters"),
        ("members", "0010_application_whole"),
        ("members", "0013_audit_checks"),
        ("members", "0014_lists_of_the_admin"),
        ("members", "0015_people"),
        ("members", "0017_charter_deadline"),
        ("members", "0020_life_of_membership"),
        ("members", "0022_confirmed_members"),
        ("members", "0023_discussions"),
        ("members", "0027_size"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        django.contrib.postgres.operations.TrigramExtension(),
        migrations.CreateModel(
            name="AuditCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("began_at", models.DateTimeField(default=coalition.shared.clock.now, verbose_name="begun")),
                ("ended_at", models.DateTimeField(default=coalition.shared.clock.now, verbose_name="ended")),
                ("chains", models.BigIntegerField(verbose_name="chains")),
                ("entries", models.BigIntegerField(verbose_name="entries")),
                ("broken", models.PositiveIntegerField(default=0, verbose_name="broken chains")),
                ("faults", models.JSONField(blank=True, default=list, verbose_name="what is wrong")),
                ("compared", models.CharField(blank=True, max_length=200, verbose_name="compared with")),
            ],
            options={
                "verbose_name": "check of the audit trail",
                "verbose_name_plural": "checks of the audit trail",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                ("chain", models.BigIntegerField(primary_key=True, serialize=False, verbose_name="chain")),
                ("seq", models.BigIntegerField(verbose_name="number of entries")),
                ("hash", models.CharField(max_length=64, verbose_name="hash of the last one")),
            ],
            options={
                "verbose_name": "head of a chain",
                "verbose_name_plural": "heads of the chains",
                "ordering": ["chain"],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-mail address")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "time_zone",
                    models.CharField(
                        blank=True,
                        max_length=64,
                        validators=[members.models.person.validate_time_zone],
                        verbose_name="time zone",
                    ),
                ),
                (
                    "position",
                    models.CharField(
                        blank=True,
                        help_text="For example “Head of supply”. Members read it.",
                        max_length=120,
                        verbose_name="position",
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True,
                        help_text="For the people of your own organizations.",
                        max_length=40,
                        verbose_name="telephone",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="may sign in")),
                ("is_coordinator", models.BooleanField(default=False, verbose_name="coordinator of the coalition")),
                ("is_admin", models.BooleanField(default=False, verbose_name="admin of the coalition")),
                ("keyboard_shortcuts", models.BooleanField(default=True, verbose_name="keyboard shortcuts")),
                (
                    "digest_frequency",
                    models.CharField(
                        choices=[("daily", "Every day"), ("weekly", "Every Monday"), ("off", "Never")],
                        default="daily",
                        max_length=8,
                        verbose_name="digest",
                    ),
                ),
                (
                    "digest_hour",
                    models.PositiveSmallIntegerField(
                        default=7,
                        help_text="In your own time zone.",
                        validators=[django.core.validators.MaxValueValidator(23)],
                        verbose_name="digest hour",
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="joined"),
                ),
                (
                    "rested_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="at rest since"),
                ),
                ("deleted_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="deleted")),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
                "ordering": ["name", "pk"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            django.db.models.functions.text.Upper("name"), name="gin_trgm_ops"
                        ),
                        name="person_name_trigram",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            django.db.models.functions.text.Upper("email"), name="gin_trgm_ops"
                        ),
                        name="person_email_trigram",
                    ),
                    models.Index(condition=models.Q(("is_admin", True)), fields=["email"], name="person_admins"),
                    models.Index(
                        condition=models.Q(("is_coordinator", True)), fields=["email"], name="person_coordinators"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"),
                        name="person_email_unique",
                        violation_error_message="There is an account with this address.",
                    ),
                    models.CheckConstraint(condition=models.Q(("digest_hour__lte", 23)), name="person_digest_hour"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("email__regex", "^[!-~]+$"), ("email", django.db.models.functions.text.Lower("email"))
                        ),
                        name="person_email_one_spelling",
                        violation_error_message="Enter a valid e-mail address.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deleted_at__isnull", True),
                            models.Q(
                                ("is_active", False),
                                ("is_admin", False),
                                ("is_coordinator", False),
                                ("phone", ""),
                                ("position", ""),
                                ("time_zone", ""),
                            ),
                            _connector="OR",
                        ),
                        name="person_deleted_is_empty",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CharterVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(unique=True, verbose_name="version")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("preamble", models.TextField(max_length=10000, verbose_name="preamble")),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draft"), ("published", "In force"), ("superseded", "Superseded")],
                        default="draft",
                        editable=False,
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "text_sha256",
                    models.CharField(blank=True, editable=False, max_length=64, verbose_name="SHA-256 of the text"),
                ),
                ("published_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="published")),
                (
                    "revision",
                    models.PositiveIntegerField(
                        default=1, editable=False, help_text="How often the draft was saved.", verbose_name="revision"
                    ),
                ),
            ],
            options={
                "verbose_name": "charter version",
                "verbose_name_plural": "charter versions",
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "published")), fields=("status",), name="charter_one_in_force"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "draft")),
                        fields=("status",),
                        name="charter_one_draft",
                        violation_error_message="There is a draft already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "draft"),
                            models.Q(("published_at__isnull", False), ("text_sha256__regex", "^[0-9a-f]{64}$")),
                            _connector="OR",
                        ),
                        name="charter_published_has_hash",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Discussion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.CharField(editable=False, max_length=20, verbose_name="about a")),
                (
                    "begun_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="begun"),
                ),
            ],
            options={
                "verbose_name": "discussion",
                "verbose_name_plural": "discussions",
                "ordering": ["-begun_at", "-pk"],
                "indexes": [models.Index(fields=["-begun_at", "-id"], name="discussion_newest")],
            },
        ),
        migrations.CreateModel(
            name="Organization",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="address in the portal")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("health_system", "Health system"),
                            ("hospital", "Hospital"),
                            ("laboratory", "Laboratory"),
                            ("university", "University"),
                            ("technology", "Technology company"),
                            ("manufacturer", "Manufacturer"),
                            ("nonprofit", "Non-profit"),
                            ("startup", "Start-up"),
                            ("government", "Public agency"),
                            ("other", "Other"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                (
                    "size",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("small", "Small: up to 50 people"),
                            ("middle", "Middle: 51 to 1,000 people"),
                            ("large", "Large: more than 1,000 people"),
                        ],
                        db_default="",
                        default="",
                        help_text="How many people work there. It shows in the neutrality report whether small ones wait longer.",
                        max_length=8,
                        verbose_name="size",
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
                    models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True, verbose_name="latitude"),
                ),
                (
                    "longitude",
                    models.DecimalField(
                        blank=True, decimal_places=5, max_digits=8, null=True, verbose_name="longitude"
                    ),
                ),
                (
                    "domain",
                    models.CharField(
                        blank=True,
                        help_text="For example lakeviewhealth.org, without www.",
                        max_length=253,
                        verbose_name="web domain",
                    ),
                ),
                (
                    "domain_skeleton",
                    members.models.organization.DomainSkeleton(
                        db_default="", editable=False, max_length=200, verbose_name="found by"
                    ),
                ),
                ("brings", models.TextField(blank=True, max_length=4000, verbose_name="what you can bring")),
                ("needs", models.TextField(blank=True, max_length=4000, verbose_name="what you need")),
                ("is_founding", models.BooleanField(default=False, verbose_name="founding member")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("applicant", "Applicant"),
                            ("admitted", "Member"),
                            ("inactive", "Inactive"),
                            ("suspended", "Suspended"),
                            ("left", "Left"),
                            ("merged", "Merged"),
                            ("declined", "Declined"),
                        ],
                        default="applicant",
                        editable=False,
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "joining",
                    models.CharField(
                        choices=[
                            ("consent", "They ask, and a representative consents"),
                            ("at_once", "At once, with a proved address at our own web domain; others ask"),
                            ("invitation", "By invitation only"),
                        ],
                        default="consent",
                        max_length=10,
                        verbose_name="how people join",
                    ),
                ),
                ("admitted_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="admitted")),
                (
                    "confirmed_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="When it last said that it is still in.",
                        null=True,
                        verbose_name="confirmed",
                    ),
                ),
                (
                    "confirm_by",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="Asked and not answered yet. Of an inactive organization: when it is asked again.",
                        null=True,
                        verbose_name="to confirm by",
                    ),
                ),
                (
                    "confirm_reminders",
                    models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="reminders sent"),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="created"),
                ),
                (
                    "must_accept_by",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="has to accept the charter by"
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="members.organization",
                        verbose_name="merged into",
                    ),
                ),
            ],
            options={
                "verbose_name": "organization",
                "verbose_name_plural": "organizations",
                "ordering": ["name", "pk"],
                "indexes": [
                    models.Index(fields=["domain_skeleton"], name="organization_lookalikes"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            django.db.models.functions.text.Upper("name"), name="gin_trgm_ops"
                        ),
                        name="organization_name_trigram",
                    ),
                    models.Index(fields=["status", "name", "id"], name="organization_listing"),
                    models.Index(fields=["name", "id"], name="organization_by_name"),
                    models.Index(fields=["-admitted_at", "-id"], name="organization_newest"),
                    models.Index(fields=["kind", "name", "id"], name="organization_of_kind"),
                    models.Index(fields=["state", "name", "id"], name="organization_in_state"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            django.db.models.functions.text.Upper("domain"), name="gin_trgm_ops"
                        ),
                        name="organization_domain_trigram",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.search.SearchVector("brings", config="english"),
                        name="organization_brings_words",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.search.SearchVector("needs", config="english"),
                        name="organization_needs_words",
                    ),
                    models.Index(
                        condition=models.Q(("must_accept_by__isnull", False)),
                        fields=["must_accept_by", "id"],
                        name="organization_must_accept",
                    ),
                    models.Index(
                        condition=models.Q(("confirm_by__isnull", True), ("status", "admitted")),
                        fields=["confirmed_at", "id"],
                        name="organization_to_be_asked",
                    ),
                    models.Index(
                        condition=models.Q(("confirm_by__isnull", False)),
                        fields=["confirm_by", "id"],
                        name="organization_asked",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("domain"),
                        condition=models.Q(
                            ("status__in", ["admitted", "inactive", "suspended"]),
                            models.Q(("domain", ""), _negated=True),
                        ),
                        name="organization_domain_unique",
                        violation_error_message="A member with this web domain exists already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "applicant"),
                            ("status", "declined"),
                            ("admitted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="organization_admitted_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="organization_has_a_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size__in", ["", "small", "middle", "large"])), name="organization_size"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("joining__in", ["consent", "at_once", "invitation"])),
                        name="organization_joining",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ["admitted", "inactive"]), _negated=True),
                            ("confirmed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="organization_confirmed_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "admitted"),
                            models.Q(("confirm_by__isnull", False), ("status", "inactive")),
                            models.Q(models.Q(("status", "inactive"), _negated=True), ("confirm_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="organization_confirm_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("merged_into__isnull", False), ("status", "merged")),
                            models.Q(models.Q(("status", "merged"), _negated=True), ("merged_into__isnull", True)),
                            _connector="OR",
                        ),
                        name="organization_merged_into",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("merged_into__isnull", True),
                            models.Q(("merged_into", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="organization_merged_into_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Activity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40, verbose_name="kind")),
                (
                    "occurred_at",
                    models.DateTimeField(db_index=True, default=coalition.shared.clock.now, verbose_name="when"),
                ),
                ("title", models.CharField(max_length=300, verbose_name="what")),
                ("url", models.CharField(blank=True, max_length=300, verbose_name="where")),
                ("text", models.TextField(blank=True, max_length=4000, verbose_name="text")),
                (
                    "topics",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="topics",
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("members", "All members"),
                            ("parties", "The organizations concerned, and coordinators"),
                            ("admins", "The coalition's admins"),
                        ],
                        default="members",
                        max_length=8,
                        verbose_name="seen by",
                    ),
                ),
                ("before", models.JSONField(blank=True, editable=False, null=True, verbose_name="before")),
                ("after", models.JSONField(blank=True, editable=False, null=True, verbose_name="after")),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="activity",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="activity",
                        to="members.organization",
                        verbose_name="acting for",
                    ),
                ),
            ],
            options={
                "verbose_name": "activity",
                "verbose_name_plural": "activity",
                "ordering": ["-occurred_at", "-pk"],
                "indexes": [django.contrib.postgres.indexes.GinIndex(fields=["topics"], name="activity_topics")],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("representative", "Representative"),
                            ("contributor", "Contributor"),
                            ("reader", "Reader"),
                        ],
                        max_length=16,
                        verbose_name="role",
                    ),
                ),
                (
                    "joined_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="joined"),
                ),
                ("ended_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="ended")),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ended by",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="members.organization",
                        verbose_name="organization",
                    ),
                ),
            ],
            options={
                "verbose_name": "membership",
                "verbose_name_plural": "memberships",
                "ordering": ["organization__name", "pk"],
                "indexes": [models.Index(fields=["role", "id"], name="membership_of_role")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("person", "organization"),
                        name="membership_active_unique",
                        violation_error_message="This person belongs to the organization already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True), ("ended_at__gte", models.F("joined_at")), _connector="OR"
                        ),
                        name="membership_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KeptWording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("about", models.CharField(max_length=60, verbose_name="what it stands in")),
                ("title", models.CharField(max_length=300, verbose_name="its title")),
                ("url", models.CharField(blank=True, max_length=300, verbose_name="address")),
                ("field", models.CharField(max_length=60, verbose_name="field")),
                ("passage", models.CharField(blank=True, max_length=200, verbose_name="passage")),
                ("explanation", models.CharField(max_length=500, verbose_name="why it stays")),
                ("kept_at", models.DateTimeField(default=coalition.shared.clock.now, verbose_name="when")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.organization",
                        verbose_name="organization",
                    ),
                ),
            ],
            options={
                "verbose_name": "kept words of money",
                "verbose_name_plural": "kept words of money",
                "ordering": ["-kept_at", "-pk"],
                "indexes": [
                    models.Index(fields=["about"], name="keptwording_about"),
                    models.Index(fields=["-kept_at", "-id"], name="keptwording_newest"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("explanation", ""), _negated=True), name="keptwording_is_explained"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="JoinRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField(blank=True, max_length=1000, verbose_name="words")),
                ("by_domain", models.BooleanField(default=False, verbose_name="address at the organization's domain")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="open",
                        editable=False,
                        max_length=9,
                        verbose_name="status",
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="asked"),
                ),
                ("decided_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="decided")),
                ("reason", models.TextField(blank=True, editable=False, max_length=1000, verbose_name="reason")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="join_requests",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="join_requests",
                        to="members.organization",
                        verbose_name="organization",
                    ),
                ),
            ],
            options={
                "verbose_name": "request to join",
                "verbose_name_plural": "requests to join",
                "ordering": ["asked_at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "open")),
                        fields=["organization", "asked_at", "id"],
                        name="joinrequest_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "open")),
                        fields=("organization", "person"),
                        name="joinrequest_one_open",
                        violation_error_message="You have asked already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("status", "open")),
                            models.Q(
                                ("decided_at__isnull", False), ("status__in", ["accepted", "declined", "withdrawn"])
                            ),
                            _connector="OR",
                        ),
                        name="joinrequest_status",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("representative", "Representative"),
                            ("contributor", "Contributor"),
                            ("reader", "Reader"),
                        ],
                        max_length=16,
                        verbose_name="role",
                    ),
                ),
                ("token_sha256", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("revoked", "Revoked"),
                            ("expired", "Expired"),
                        ],
                        default="open",
                        editable=False,
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="created"),
                ),
                (
                    "sent_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="sent"),
                ),
                ("letters", models.PositiveSmallIntegerField(default=1, editable=False, verbose_name="letters sent")),
                ("expires_at", models.DateTimeField(verbose_name="open until")),
                ("closed_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="closed")),
                (
                    "accepted_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="accepted by",
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="invited by",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="members.organization",
                        verbose_name="organization",
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation",
                "verbose_name_plural": "invitations",
                "ordering": ["-created_at", "-pk"],
                "indexes": [
                    models.Index(fields=["organization", "-sent_at", "-id"], name="invitation_of_organization"),
                    models.Index(fields=["email"], name="invitation_email"),
                    models.Index(
                        condition=models.Q(("status", "open")), fields=["expires_at"], name="invitation_overdue"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "open")),
                        fields=("organization", "email"),
                        name="invitation_one_open",
                        violation_error_message="An invitation to this address is open already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("status", "open")),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("status__in", ["accepted", "declined", "revoked", "expired"]),
                            ),
                            _connector="OR",
                        ),
                        name="invitation_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accepted_by__isnull", False), ("status", "accepted")),
                            models.Q(models.Q(("status", "accepted"), _negated=True), ("accepted_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="invitation_accepted_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["representative", "contributor", "reader"])),
                        name="invitation_role",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("token_sha256__regex", "^[0-9a-f]{64}$")), name="invitation_token_is_a_hash"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                        name="invitation_email_one_spelling",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("sent_at"))), name="invitation_expires"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FormerName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("slug", models.SlugField(max_length=80, verbose_name="address in the portal")),
                ("until", models.DateTimeField(default=coalition.shared.clock.now, verbose_name="until")),
                ("reason", models.TextField(max_length=2000, verbose_name="reason")),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="changed by",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="former_names",
                        to="members.organization",
                        verbose_name="organization",
                    ),
                ),
            ],
            options={
                "verbose_name": "former name",
                "verbose_name_plural": "former names",
                "ordering": ["-until", "-pk"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            django.db.models.functions.text.Upper("name"), name="gin_trgm_ops"
                        ),
                        name="former_name_trigram",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("function", models.CharField(max_length=120, verbose_name="function")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="phone")),
                (
                    "created_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="added"),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="members.organization",
                        verbose_name="organization",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact",
                "verbose_name_plural": "contacts",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("email", ""), _negated=True),
                            models.Q(("phone", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="contact_can_be_reached",
                        violation_error_message="Give an e-mail address or a phone number.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True), models.Q(("function", ""), _negated=True)
                        ),
                        name="contact_says_who",
                    ),
                    models.UniqueConstraint(
                        models.F("organization"),
                        django.db.models.functions.text.Lower("name"),
                        django.db.models.functions.text.Lower("email"),
                        models.F("phone"),
                        name="contact_unique",
                        violation_error_message="This contact is in the list already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(blank=True, max_length=10000, verbose_name="text")),
                (
                    "key",
                    models.CharField(
                        blank=True, editable=False, max_length=64, null=True, verbose_name="key of the act"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "created_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="written"),
                ),
                ("edited_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="edited")),
                ("withdrawn_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="withdrawn")),
                ("reason", models.CharField(blank=True, editable=False, max_length=500, verbose_name="reason")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "thread",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="members.comment",
                        verbose_name="answers",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="withdrawn by",
                    ),
                ),
                (
                    "discussion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="members.discussion",
                        verbose_name="discussion",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.organization",
                        verbose_name="acting for",
                    ),
                ),
            ],
            options={
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
                "ordering": ["-created_at", "-pk"],
                "indexes": [
                    models.Index(fields=["-created_at", "-id"], name="comment_newest"),
                    models.Index(fields=["discussion", "created_at", "id"], name="comment_in_order"),
                    models.Index(
                        condition=models.Q(("thread__isnull", True)),
                        fields=["discussion", "-created_at", "-id"],
                        name="comment_threads",
                    ),
                    models.Index(
                        condition=models.Q(("thread__isnull", False)),
                        fields=["thread", "created_at", "id"],
                        name="comment_replies",
                    ),
                    models.Index(fields=["author", "created_at"], name="comment_of_author"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("author", "key"), name="comment_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True), ("withdrawn_at__isnull", False), _connector="OR"
                        ),
                        name="comment_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), ("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                            models.Q(
                                ("reason", ""),
                                ("text", ""),
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by", models.F("author")),
                            ),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                models.Q(("withdrawn_by", models.F("author")), _negated=True),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="comment_withdrawn_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("chain", models.BigIntegerField(verbose_name="chain")),
                ("seq", models.BigIntegerField(verbose_name="number in its chain")),
                ("occurred_at", models.DateTimeField(verbose_name="when")),
                ("kind", models.CharField(max_length=40, verbose_name="kind")),
                ("subject", models.CharField(max_length=300, verbose_name="where")),
                (
                    "topics",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80), size=None, verbose_name="topics"
                    ),
                ),
                ("before", models.JSONField(null=True, verbose_name="before")),
                ("after", models.JSONField(null=True, verbose_name="after")),
                ("previous_hash", models.CharField(max_length=64, verbose_name="hash of the entry before")),
                ("hash", models.CharField(max_length=64, verbose_name="hash")),
                (
                    "activity",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="members.activity",
                        verbose_name="activity",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="members.organization",
                        verbose_name="organization",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of the audit trail",
                "verbose_name_plural": "audit trail",
                "ordering": ["-occurred_at", "-pk"],
                "indexes": [
                    models.Index(fields=["occurred_at", "id"], name="auditentry_moment"),
                    models.Index(fields=["kind", "occurred_at", "id"], name="auditentry_kind"),
                    models.Index(fields=["actor", "occurred_at", "id"], name="auditentry_actor"),
                    django.contrib.postgres.indexes.GinIndex(fields=["topics"], name="auditentry_topics"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("chain", "seq"), name="auditentry_seq"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("chain", django.db.models.functions.comparison.Coalesce(models.F("organization"), 0))
                        ),
                        name="auditentry_chain",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Being filled in"),
                            ("sent", "With the admins"),
                            ("asked", "Asked back"),
                            ("admitted", "Admitted"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="begun"),
                ),
                ("sent_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="sent")),
                (
                    "waits_since",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="waits for the admins since"
                    ),
                ),
                (
                    "nudged_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="admins reminded"),
                ),
                (
                    "held_because",
                    models.CharField(
                        blank=True, editable=False, max_length=300, verbose_name="why an admin has to look"
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="decided")),
                ("reason", models.TextField(blank=True, editable=False, max_length=2000, verbose_name="reason")),
                (
                    "applicant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="applicant",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="applications",
                        to="members.organization",
                        verbose_name="organization",
                    ),
                ),
                (
                    "set_apart_from",
                    models.ManyToManyField(
                        blank=True,
                        editable=False,
                        related_name="+",
                        to="members.organization",
                        verbose_name="said to be another than",
                    ),
                ),
            ],
            options={
                "verbose_name": "application",
                "verbose_name_plural": "applications",
                "ordering": ["-created_at", "-pk"],
                "indexes": [
                    models.Index(fields=["-created_at", "-id"], name="application_newest"),
                    models.Index(fields=["status", "-created_at", "-id"], name="application_listing"),
                    models.Index(
                        condition=models.Q(("status", "sent")), fields=["waits_since", "id"], name="application_queue"
                    ),
                    models.Index(fields=["-decided_at", "-id"], name="application_decided"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["draft", "sent", "asked"])),
                        fields=("applicant",),
                        name="application_one_under_way",
                        violation_error_message="You have an application under way.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["draft", "withdrawn"]), ("sent_at__isnull", False), _connector="OR"
                        ),
                        name="application_sent_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "sent"), _negated=True), ("waits_since__isnull", False), _connector="OR"
                        ),
                        name="application_waits_since",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="what it is for")),
                ("prefix", models.CharField(max_length=12, verbose_name="begins with")),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("may_write", models.BooleanField(default=False, verbose_name="may post and change")),
                (
                    "created_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="created"),
                ),
                ("expires_at", models.DateTimeField(verbose_name="expires")),
                ("last_used_at", models.DateTimeField(blank=True, null=True, verbose_name="last used")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="api_tokens",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="api_tokens",
                        to="members.organization",
                        verbose_name="organization",
                    ),
                ),
            ],
            options={
                "verbose_name": "API token",
                "verbose_name_plural": "API tokens",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Acceptance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_name", models.CharField(max_length=120, verbose_name="name as signed")),
                ("authority", models.CharField(max_length=200, verbose_name="authority stated")),
                ("text_sha256", models.CharField(max_length=64, verbose_name="SHA-256 of the text")),
                ("address", models.GenericIPAddressField(blank=True, null=True, verbose_name="network address")),
                (
                    "accepted_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="accepted"),
                ),
                ("receipt", models.CharField(editable=False, max_length=64, unique=True, verbose_name="receipt")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acceptances",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "charter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acceptances",
                        to="members.charterversion",
                        verbose_name="charter",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acceptances",
                        to="members.organization",
                        verbose_name="organization",
                    ),
                ),
            ],
            options={
                "verbose_name": "acceptance",
                "verbose_name_plural": "acceptances",
                "ordering": ["-accepted_at", "-pk"],
                "indexes": [
                    models.Index(fields=["-accepted_at", "-id"], name="acceptance_newest"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            django.db.models.functions.text.Upper("person_name"), name="gin_trgm_ops"
                        ),
                        name="acceptance_name_trigram",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "charter"),
                        name="acceptance_once",
                        violation_error_message="This organization has accepted this version already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text_sha256__regex", "^[0-9a-f]{64}$")), name="acceptance_hash"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutgoingMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("dedup", models.CharField(max_length=200, unique=True, verbose_name="sent once for")),
                ("kind", models.CharField(max_length=40, verbose_name="kind")),
                ("recipient", models.EmailField(max_length=254, verbose_name="to")),
                ("subject", models.CharField(max_length=300, verbose_name="subject")),
                ("text", models.TextField(verbose_name="text")),
                ("html", models.TextField(blank=True, verbose_name="HTML")),
                ("headers", models.JSONField(blank=True, default=dict, verbose_name="headers")),
                ("message_id", models.CharField(max_length=200, verbose_name="Message-ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "Waiting"),
                            ("sending", "Being sent"),
                            ("sent", "Sent"),
                            ("uncertain", "Perhaps sent"),
                            ("dead", "Given up"),
                        ],
                        default="pending",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("run_at", models.DateTimeField(default=coalition.shared.clock.now, verbose_name="not before")),
                ("attempt", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                ("interruptions", models.PositiveSmallIntegerField(default=0, verbose_name="interruptions")),
                ("lease_until", models.DateTimeField(blank=True, null=True, verbose_name="claimed until")),
                ("last_error", models.TextField(blank=True, verbose_name="last error")),
                (
                    "created_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="created"),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mail",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "outgoing mail",
                "verbose_name_plural": "outgoing mail",
                "ordering": ["-created_at", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["pending", "uncertain"])),
                        fields=["run_at", "id"],
                        name="mail_due",
                    ),
                    models.Index(condition=models.Q(("state", "sending")), fields=["lease_until"], name="mail_leased"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["pending", "sending", "sent", "uncertain", "dead"])),
                        name="mail_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sending"), _negated=True),
                            ("lease_until__isnull", False),
                            _connector="OR",
                        ),
                        name="mail_lease",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Digest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("period", models.CharField(max_length=10, verbose_name="period")),
                ("activity_until", models.BigIntegerField(verbose_name="up to activity")),
                ("items", models.JSONField(blank=True, default=list, verbose_name="items")),
                (
                    "created_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="assembled"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="digests",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "mail",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="digest",
                        to="members.outgoingmail",
                        verbose_name="mail",
                    ),
                ),
            ],
            options={
                "verbose_name": "digest",
                "verbose_name_plural": "digests",
                "ordering": ["-created_at", "-pk"],
                "constraints": [models.UniqueConstraint(fields=("person", "period"), name="digest_once")],
            },
        ),
        migrations.CreateModel(
            name="Principle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("text", models.TextField(max_length=2000, verbose_name="text")),
                (
                    "charter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="principles",
                        to="members.charterversion",
                        verbose_name="charter",
                    ),
                ),
            ],
            options={
                "verbose_name": "principle",
                "verbose_name_plural": "principles",
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("charter", "position"), name="principle_position_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="Renaming",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="new name")),
                ("reason", models.TextField(max_length=2000, verbose_name="reason")),
                ("held_because", models.CharField(max_length=300, verbose_name="why an admin has to look")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "With the admins"),
                            ("done", "Done"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="waiting",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="asked"),
                ),
                ("decided_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="decided")),
                ("answer", models.TextField(blank=True, editable=False, max_length=2000, verbose_name="answer")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="renamings",
                        to="members.organization",
                        verbose_name="organization",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of name",
                "verbose_name_plural": "changes of name",
                "ordering": ["-asked_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "waiting")),
                        fields=("organization",),
                        name="renaming_one_waiting",
                        violation_error_message="A change of name is with the admins already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("status", "waiting")),
                            models.Q(models.Q(("status", "waiting"), _negated=True), ("decided_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="renaming_decided_at",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApplicationMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "side",
                    models.CharField(
                        choices=[("applicant", "Applicant"), ("admins", "Admins")], max_length=9, verbose_name="for"
                    ),
                ),
                ("is_question", models.BooleanField(default=False, verbose_name="asks back")),
                ("text", models.TextField(max_length=4000, verbose_name="text")),
                (
                    "written_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="when"),
                ),
                ("letter_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="mailed")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="members.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
            ],
            options={
                "verbose_name": "message on an application",
                "verbose_name_plural": "messages on applications",
                "ordering": ["-written_at", "-pk"],
                "indexes": [models.Index(fields=["application", "-written_at", "-id"], name="message_thread")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="message_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_question", False), ("side", "admins"), _connector="OR"),
                        name="message_admins_ask",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommentRevision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(verbose_name="version")),
                ("text", models.TextField(verbose_name="text")),
                ("written_at", models.DateTimeField(verbose_name="written")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="members.comment",
                        verbose_name="comment",
                    ),
                ),
            ],
            options={
                "verbose_name": "earlier text of a comment",
                "verbose_name_plural": "earlier texts of comments",
                "ordering": ["-version"],
                "constraints": [models.UniqueConstraint(fields=("comment", "version"), name="commentrevision_unique")],
            },
        ),
        migrations.CreateModel(
            name="Follow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("topic", models.CharField(max_length=80, verbose_name="topic")),
                ("reason", models.CharField(blank=True, max_length=120, verbose_name="why")),
                ("is_muted", models.BooleanField(default=False, verbose_name="muted")),
                (
                    "created_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="since"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follows",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "follow",
                "verbose_name_plural": "follows",
                "ordering": ["topic"],
                "indexes": [models.Index(fields=["topic"], name="follow_topic")],
                "constraints": [models.UniqueConstraint(fields=("person", "topic"), name="follow_unique")],
            },
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mentions",
                        to="members.comment",
                        verbose_name="comment",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "mention",
                "verbose_name_plural": "mentions",
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("comment", "person"), name="mention_unique")],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40, verbose_name="kind")),
                ("title", models.CharField(max_length=300, verbose_name="what")),
                ("url", models.CharField(max_length=300, verbose_name="where")),
                ("subject", models.CharField(max_length=80, verbose_name="about")),
                ("must_act", models.BooleanField(default=True, verbose_name="waits for an answer")),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open"), ("done", "Done"), ("void", "No longer needed")],
                        default="open",
                        max_length=4,
                        verbose_name="status",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="created"),
                ),
                ("closed_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="closed")),
                (
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="notices",
                        to="members.activity",
                        verbose_name="because of",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "notice",
                "verbose_name_plural": "notices",
                "ordering": ["-created_at", "-pk"],
                "indexes": [
                    models.Index(condition=models.Q(("status", "open")), fields=["subject"], name="notice_subject"),
                    models.Index(
                        condition=models.Q(("status", "open")), fields=["person", "-created_at"], name="notice_person"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "open")),
                        fields=("person", "kind", "subject"),
                        name="notice_open_unique",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("status", "open")),
                            models.Q(models.Q(("status", "open"), _negated=True), ("closed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="notice_closed_at",
                    ),
                ],
            },
        ),
    ]
