"""The tables of the first floor as they stand: earlier steps that only changed tables are folded into this one."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import coalition.shared.clock
import projects.models.address
import projects.models.attachment


class Migration(migrations.Migration):
    replaces = [
        ("projects", "0001_initial"),
        ("projects", "0003_milestone_version"),
        ("projects", "0004_schedule"),
        ("projects", "0006_plan_versions_and_owners"),
        ("projects", "0009_updates_and_deliverables"),
        ("projects", "0010_private_addresses"),
        ("projects", "0011_highlights"),
        ("projects", "0013_discussion"),
        ("projects", "0014_every_version_by_index"),
        ("projects", "0017_posted_once"),
        ("projects", "0018_told_once"),
    ]

    initial = True

    dependencies = [
        ("members", "0001_foundation"),
    ]

    operations = [
        migrations.CreateModel(
            name="Workgroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="address in the portal")),
                ("charge", models.TextField(blank=True, max_length=2000, verbose_name="charge")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
            ],
            options={
                "verbose_name": "workgroup",
                "verbose_name_plural": "workgroups",
                "ordering": ["position", "name"],
            },
        ),
        migrations.CreateModel(
            name="Project",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source_key",
                    models.CharField(
                        blank=True, editable=False, max_length=120, null=True, verbose_name="key in the source"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "purpose",
                    models.TextField(
                        help_text="In two or three sentences: what for, for whom.",
                        max_length=2000,
                        verbose_name="purpose",
                    ),
                ),
                (
                    "plan",
                    models.TextField(
                        blank=True,
                        help_text="Markdown: headings, lists, links and tables.",
                        max_length=40000,
                        verbose_name="plan",
                    ),
                ),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
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
                        ),
                        blank=True,
                        default=list,
                        help_text="Where it takes place; none means the whole country.",
                        size=None,
                        verbose_name="states",
                    ),
                ),
                (
                    "themes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("supplies", "Protective equipment and supplies"),
                                ("ventilation", "Ventilation and critical care"),
                                ("beds", "Beds and surge space"),
                                ("staff", "Staff and training"),
                                ("testing", "Testing and laboratories"),
                                ("tracing", "Contact tracing"),
                                ("treatment", "Treatments and trials"),
                                ("telehealth", "Care at a distance"),
                                ("modeling", "Forecasts and models"),
                                ("data", "Shared data and standards"),
                                ("prevention", "Distancing, masks and other measures"),
                                ("information", "Information for the public"),
                                ("privacy", "Privacy and ethics"),
                                ("communities", "Vulnerable communities"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="themes",
                    ),
                ),
                (
                    "help_wanted",
                    models.CharField(
                        blank=True,
                        help_text="In a sentence: what you lack, in people, knowledge or things.",
                        max_length=300,
                        verbose_name="needs help with",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("active", "Active"),
                            ("paused", "Paused"),
                            ("delivered", "Delivered"),
                            ("closed", "Closed"),
                        ],
                        default="proposed",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("owner_count", models.PositiveIntegerField(default=0, editable=False, verbose_name="owners")),
                (
                    "posted_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="posted"),
                ),
                (
                    "edited_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="edited"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
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
                        related_name="projects",
                        to="members.organization",
                        verbose_name="lead organization",
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
                    "workgroup",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="projects",
                        to="projects.workgroup",
                        verbose_name="workgroup",
                    ),
                ),
            ],
            options={
                "verbose_name": "project",
                "verbose_name_plural": "projects",
                "ordering": ["-posted_at", "-pk"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            django.db.models.functions.text.Upper("title"), name="gin_trgm_ops"
                        ),
                        name="project_title_trigram",
                    ),
                    models.Index(fields=["status", "-posted_at", "-id"], name="project_listing"),
                    models.Index(fields=["-posted_at", "-id"], name="project_newest"),
                    models.Index(
                        condition=models.Q(("owner_count", 0)),
                        fields=["-posted_at", "-id"],
                        name="project_without_owner",
                    ),
                    models.Index(
                        condition=models.Q(("states", [])), fields=["-posted_at", "-id"], name="project_everywhere"
                    ),
                    django.contrib.postgres.indexes.GinIndex(fields=["states"], name="project_states"),
                    django.contrib.postgres.indexes.GinIndex(fields=["themes"], name="project_themes"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["proposed", "active", "paused", "delivered", "closed"])),
                        name="project_status",
                    ),
                    models.UniqueConstraint(fields=("organization", "source_key"), name="project_source_key"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "starts_on",
                    models.DateField(
                        blank=True,
                        help_text="When the work on it can begin, if it takes more than a day. Then a delay before it shows in time.",
                        null=True,
                        verbose_name="start",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="due")),
                ("first_due_on", models.DateField(editable=False, verbose_name="first planned for")),
                ("reached_on", models.DateField(blank=True, editable=False, null=True, verbose_name="reached on")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("under_way", "Under way"),
                            ("reached", "Reached"),
                            ("dropped", "Dropped"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "progress",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="progress in percent",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "changed_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="changed"),
                ),
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
                        related_name="milestones",
                        to="members.organization",
                        verbose_name="who answers for it",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="milestones",
                        to="projects.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "verbose_name": "milestone",
                "verbose_name_plural": "milestones",
                "ordering": ["due_on", "pk"],
                "indexes": [
                    models.Index(fields=["due_on"], name="milestone_due"),
                    models.Index(fields=["project", "due_on"], name="milestone_of_project"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            django.db.models.functions.text.Upper("title"), name="gin_trgm_ops"
                        ),
                        name="milestone_title_trigram",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("progress__lte", 100)), name="milestone_progress"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "reached"), _negated=True), ("progress", 100), _connector="OR"
                        ),
                        name="milestone_reached_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_on__isnull", True), ("starts_on__lte", models.F("due_on")), _connector="OR"
                        ),
                        name="milestone_starts_before_it_is_due",
                        violation_error_message="It cannot start after the day it is due.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reached_on__isnull", True), ("status", "reached"), _connector="OR"),
                        name="milestone_reached_on_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HeldUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_on", models.DateField(verbose_name="due")),
                ("cause_due_on", models.DateField(verbose_name="cause due")),
                (
                    "told_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="told"),
                ),
                (
                    "cause",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="projects.milestone",
                        verbose_name="held up by",
                    ),
                ),
                (
                    "milestone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="projects.milestone",
                        verbose_name="milestone",
                    ),
                ),
            ],
            options={
                "verbose_name": "held up",
                "verbose_name_plural": "held up",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("milestone", "cause", "due_on", "cause_due_on"), name="held_up_told_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Dependency",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "added_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="since"),
                ),
                (
                    "milestone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dependencies",
                        to="projects.milestone",
                        verbose_name="milestone",
                    ),
                ),
                (
                    "waits_for",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dependants",
                        to="projects.milestone",
                        verbose_name="waits for",
                    ),
                ),
            ],
            options={
                "verbose_name": "dependency",
                "verbose_name_plural": "dependencies",
                "ordering": ["waits_for__due_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("milestone", "waits_for"),
                        name="dependency_unique",
                        violation_error_message="It waits for that milestone already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("milestone", models.F("waits_for")), _negated=True),
                        name="dependency_on_another",
                        violation_error_message="A milestone cannot wait for itself.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Partner",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[("asked", "Asked"), ("confirmed", "Partner"), ("declined", "Declined")],
                        default="asked",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="asked"),
                ),
                ("answered_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="answered")),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partnerships",
                        to="members.organization",
                        verbose_name="organization",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="partners",
                        to="projects.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "verbose_name": "partner",
                "verbose_name_plural": "partners",
                "ordering": ["organization__name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("project", "organization"),
                        name="partner_unique",
                        violation_error_message="This organization has been asked already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Owner",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "since",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="since"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="owned_projects",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="owners",
                        to="projects.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "verbose_name": "owner",
                "verbose_name_plural": "owners",
                "ordering": ["since", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("project", "person"),
                        name="owner_unique",
                        violation_error_message="This person owns the project already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Update",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source_key",
                    models.CharField(
                        blank=True, editable=False, max_length=120, null=True, verbose_name="key in the source"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("text", models.TextField(blank=True, max_length=10000, verbose_name="text")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided on")),
                (
                    "posted_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="posted"),
                ),
                ("edited_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="edited")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("withdrawn_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="withdrawn")),
                (
                    "reason",
                    models.CharField(blank=True, editable=False, max_length=500, verbose_name="why it was withdrawn"),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="updates",
                        to="members.organization",
                        verbose_name="posted for",
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
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="updates",
                        to="projects.project",
                        verbose_name="project",
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
                    "workgroup",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="updates",
                        to="projects.workgroup",
                        verbose_name="workgroup",
                    ),
                ),
            ],
            options={
                "verbose_name": "update",
                "verbose_name_plural": "updates",
                "ordering": ["-posted_at", "-pk"],
                "indexes": [
                    models.Index(fields=["project", "-posted_at", "-id"], name="update_of_project"),
                    models.Index(fields=["-posted_at", "-id"], name="update_newest"),
                    models.Index(
                        condition=models.Q(("decided_on__isnull", False)),
                        fields=["-decided_on", "-id"],
                        name="decision_newest",
                    ),
                    models.Index(
                        condition=models.Q(("decided_on__isnull", False)),
                        fields=["project", "-decided_on", "-id"],
                        name="decision_project",
                    ),
                    models.Index(
                        condition=models.Q(("decided_on__isnull", False)),
                        fields=["workgroup", "-decided_on", "-id"],
                        name="decision_workgroup",
                    ),
                    models.Index(
                        condition=models.Q(("decided_on__isnull", False)),
                        fields=["organization", "-decided_on", "-id"],
                        name="decision_organization",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            django.db.models.functions.text.Upper("title"), name="gin_trgm_ops"
                        ),
                        name="update_title_trigram",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            django.db.models.functions.text.Upper("title"), name="gin_trgm_ops"
                        ),
                        condition=models.Q(("decided_on__isnull", False)),
                        name="decision_title_trigram",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("source_key__isnull", False)),
                        fields=("project", "source_key"),
                        name="update_source_key",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), ("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="update_withdrawn_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("edited_at__isnull", True), ("version", 1)),
                            models.Q(("edited_at__isnull", False), ("version__gt", 1)),
                            _connector="OR",
                        ),
                        name="update_edited_at",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "file",
                    models.FileField(
                        editable=False, upload_to=projects.models.attachment.random_place, verbose_name="file"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("media_type", models.CharField(editable=False, max_length=100, verbose_name="type")),
                ("size", models.PositiveIntegerField(editable=False, verbose_name="bytes")),
                ("sha256", models.CharField(editable=False, max_length=64, verbose_name="SHA-256")),
                (
                    "width",
                    models.PositiveSmallIntegerField(
                        blank=True, editable=False, null=True, verbose_name="width in pixels"
                    ),
                ),
                (
                    "height",
                    models.PositiveSmallIntegerField(
                        blank=True, editable=False, null=True, verbose_name="height in pixels"
                    ),
                ),
                ("description", models.CharField(blank=True, max_length=300, verbose_name="what it shows")),
                (
                    "uploaded_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="uploaded"),
                ),
                ("removed_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="taken off")),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploaded by",
                    ),
                ),
                (
                    "update",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="projects.update",
                        verbose_name="update",
                    ),
                ),
            ],
            options={
                "verbose_name": "file",
                "verbose_name_plural": "files",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("file", ""), _negated=True), fields=("file",), name="attachment_place"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("height__isnull", True), ("width__isnull", True)),
                            models.Q(("height__gt", 0), ("media_type__startswith", "image/"), ("width__gt", 0)),
                            _connector="OR",
                        ),
                        name="attachment_picture_has_a_size",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UpdateText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(verbose_name="version")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("text", models.TextField(blank=True, max_length=10000, verbose_name="text")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided on")),
                ("replaced_at", models.DateTimeField(default=coalition.shared.clock.now, verbose_name="edited")),
                (
                    "replaced_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="edited by",
                    ),
                ),
                (
                    "update_of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="earlier_texts",
                        to="projects.update",
                        verbose_name="update",
                    ),
                ),
            ],
            options={
                "verbose_name": "earlier text of an update",
                "verbose_name_plural": "earlier texts of updates",
                "ordering": ["-version"],
                "constraints": [models.UniqueConstraint(fields=("update_of", "version"), name="update_text_version")],
            },
        ),
        migrations.CreateModel(
            name="PrivateAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("calendar", "Calendar of milestones"), ("feed", "Feed of what happens")],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("nonce", models.CharField(default=projects.models.address.new_nonce, editable=False, max_length=32)),
                (
                    "created_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="made"),
                ),
                ("last_read_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="last read")),
                ("revoked_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="revoked")),
                ("fingerprint", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "changed_at",
                    models.DateTimeField(
                        default=coalition.shared.clock.now, editable=False, verbose_name="content changed"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="private_addresses",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="projects.project",
                        verbose_name="project",
                    ),
                ),
                (
                    "workgroup",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="projects.workgroup",
                        verbose_name="workgroup",
                    ),
                ),
            ],
            options={
                "verbose_name": "private address",
                "verbose_name_plural": "private addresses",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("project__isnull", True), ("workgroup__isnull", True), _connector="OR"),
                        name="address_of_one_thing",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("person", "kind", "project", "workgroup"),
                        name="address_live_unique",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("purpose", models.TextField(max_length=2000, verbose_name="purpose")),
                ("plan", models.TextField(blank=True, max_length=40000, verbose_name="plan")),
                ("help_wanted", models.CharField(blank=True, max_length=300, verbose_name="needs help with")),
                (
                    "themes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("supplies", "Protective equipment and supplies"),
                                ("ventilation", "Ventilation and critical care"),
                                ("beds", "Beds and surge space"),
                                ("staff", "Staff and training"),
                                ("testing", "Testing and laboratories"),
                                ("tracing", "Contact tracing"),
                                ("treatment", "Treatments and trials"),
                                ("telehealth", "Care at a distance"),
                                ("modeling", "Forecasts and models"),
                                ("data", "Shared data and standards"),
                                ("prevention", "Distancing, masks and other measures"),
                                ("information", "Information for the public"),
                                ("privacy", "Privacy and ethics"),
                                ("communities", "Vulnerable communities"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="themes",
                    ),
                ),
                (
                    "states",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
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
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="states",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="what changed")),
                ("written_at", models.DateTimeField(default=coalition.shared.clock.now, verbose_name="written")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="author",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.organization",
                        verbose_name="lead organization",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        help_text="Whom they spoke for.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="members.organization",
                        verbose_name="written for",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="projects.project",
                        verbose_name="project",
                    ),
                ),
                (
                    "workgroup",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.workgroup",
                        verbose_name="workgroup",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of a plan",
                "verbose_name_plural": "versions of plans",
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("project", "number"), name="plan_version_number"),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="plan_version_from_one"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Highlights",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("week", models.DateField(verbose_name="week of")),
                ("text", models.TextField(max_length=10000, verbose_name="text")),
                ("sent_at", models.DateTimeField(default=coalition.shared.clock.now, verbose_name="sent")),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="sent by",
                    ),
                ),
                (
                    "workgroup",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="highlights",
                        to="projects.workgroup",
                        verbose_name="workgroup",
                    ),
                ),
            ],
            options={
                "verbose_name": "highlights of a week",
                "verbose_name_plural": "highlights of the weeks",
                "ordering": ["-week", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("workgroup", "week"), name="highlights_once_a_week"),
                    models.CheckConstraint(
                        condition=models.Q(("week__iso_week_day", 1)), name="highlights_week_is_a_monday"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkgroupMembership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_lead", models.BooleanField(default=False, verbose_name="lead")),
                (
                    "joined_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="joined"),
                ),
                (
                    "gets_highlights",
                    models.BooleanField(default=True, editable=False, verbose_name="gets the highlights by mail"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="workgroup_memberships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "workgroup",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="projects.workgroup",
                        verbose_name="workgroup",
                    ),
                ),
            ],
            options={
                "verbose_name": "workgroup membership",
                "verbose_name_plural": "workgroup memberships",
                "ordering": ["-is_lead", "joined_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("workgroup", "person"), name="workgroup_membership_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="Credit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "named_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="since"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="credits",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "person named",
                "verbose_name_plural": "people named",
                "ordering": ["pk"],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Deliverable",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source_key",
                    models.CharField(
                        blank=True, editable=False, max_length=120, null=True, verbose_name="key in the source"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "summary",
                    models.TextField(
                        help_text="In two or three sentences: what it is, and whom it helps how.",
                        max_length=2000,
                        verbose_name="summary",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("tool", "Tool"),
                            ("data_set", "Data set"),
                            ("model", "Model"),
                            ("guideline", "Guideline"),
                            ("dashboard", "Dashboard"),
                            ("report", "Report"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "version",
                    models.CharField(
                        default="1.0", help_text="For example 1.0, or 2026-04.", max_length=40, verbose_name="version"
                    ),
                ),
                (
                    "licence",
                    models.CharField(
                        choices=[
                            ("Apache-2.0", "Apache License 2.0"),
                            ("MIT", "MIT License"),
                            ("BSD-3-Clause", "BSD 3-Clause License"),
                            ("MPL-2.0", "Mozilla Public License 2.0"),
                            ("GPL-3.0-or-later", "GNU General Public License v3.0 or later"),
                            ("AGPL-3.0-or-later", "GNU Affero General Public License v3.0 or later"),
                            ("CC0-1.0", "Creative Commons Zero v1.0 Universal"),
                            ("CC-BY-4.0", "Creative Commons Attribution 4.0 International"),
                            ("CC-BY-SA-4.0", "Creative Commons Attribution Share Alike 4.0 International"),
                            ("ODbL-1.0", "Open Data Commons Open Database License v1.0"),
                            ("PDDL-1.0", "Open Data Commons Public Domain Dedication & License 1.0"),
                            ("other", "Another licence"),
                        ],
                        max_length=20,
                        verbose_name="licence",
                    ),
                ),
                (
                    "licence_name",
                    models.CharField(
                        blank=True,
                        help_text="If it is another one.",
                        max_length=120,
                        verbose_name="name of the licence",
                    ),
                ),
                (
                    "link",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[django.core.validators.URLValidator(schemes=["https", "http"])],
                        verbose_name="link",
                    ),
                ),
                ("released_on", models.DateField(verbose_name="released on")),
                (
                    "released_at",
                    models.DateTimeField(default=coalition.shared.clock.now, editable=False, verbose_name="entered"),
                ),
                ("is_current", models.BooleanField(default=True, editable=False, verbose_name="newest version")),
                ("withdrawn_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="withdrawn")),
                (
                    "reason",
                    models.CharField(blank=True, editable=False, max_length=500, verbose_name="why it was withdrawn"),
                ),
                (
                    "file",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliverable",
                        to="projects.attachment",
                        verbose_name="file",
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="later_versions",
                        to="projects.deliverable",
                        verbose_name="first version",
                    ),
                ),
                (
                    "makers",
                    models.ManyToManyField(
                        related_name="deliverables", to="members.organization", verbose_name="made by"
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="released",
                        to="members.organization",
                        verbose_name="released for",
                    ),
                ),
                (
                    "people",
                    models.ManyToManyField(
                        related_name="deliverables",
                        through="projects.Credit",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="people named",
                    ),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="released by",
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
                    "project",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliverables",
                        to="projects.project",
                        verbose_name="project",
                    ),
                ),
                (
                    "workgroup",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="deliverables",
                        to="projects.workgroup",
                        verbose_name="workgroup",
                    ),
                ),
            ],
            options={
                "verbose_name": "deliverable",
                "verbose_name_plural": "deliverables",
                "ordering": ["-released_on", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_current", True)),
                        fields=["-released_on", "-id"],
                        name="deliverable_newest",
                    ),
                    models.Index(
                        condition=models.Q(("is_current", True)),
                        fields=["kind", "-released_on", "-id"],
                        name="deliverable_kind",
                    ),
                    models.Index(
                        condition=models.Q(("is_current", True)),
                        fields=["workgroup", "-released_on", "-id"],
                        name="deliverable_workgroup",
                    ),
                    models.Index(
                        condition=models.Q(("is_current", True)),
                        fields=["licence", "-released_on", "-id"],
                        name="deliverable_licence",
                    ),
                    models.Index(fields=["project", "-released_on", "-id"], name="deliverable_of_project"),
                    models.Index(fields=["-released_on", "-id"], name="deliverable_every_version"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            django.db.models.functions.text.Upper("title"), name="gin_trgm_ops"
                        ),
                        name="deliverable_title_trigram",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            django.db.models.functions.text.Upper("summary"), name="gin_trgm_ops"
                        ),
                        name="deliverable_summary_trigram",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("source_key__isnull", False)),
                        fields=("project", "source_key"),
                        name="deliverable_source_key",
                    ),
                    models.UniqueConstraint(
                        django.db.models.functions.comparison.Coalesce("first", "id"),
                        condition=models.Q(("is_current", True)),
                        name="deliverable_one_current_version",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), ("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                            models.Q(
                                ("is_current", False),
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="deliverable_withdrawn_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("file__isnull", False), ("link", "")),
                            models.Q(
                                models.Q(("link", ""), _negated=True),
                                ("file__isnull", True),
                                ("link__regex", "^https?://"),
                            ),
                            _connector="OR",
                        ),
                        name="deliverable_link_or_file",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("licence", "other"), ("licence_name", ""), _connector="XOR"),
                        name="deliverable_licence_named",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="workgroup",
            name="members",
            field=models.ManyToManyField(
                related_name="workgroups",
                through="projects.WorkgroupMembership",
                to=settings.AUTH_USER_MODEL,
                verbose_name="members",
            ),
        ),
        migrations.AddField(
            model_name="credit",
            name="deliverable",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="credits",
                to="projects.deliverable",
                verbose_name="deliverable",
            ),
        ),
        migrations.AddConstraint(
            model_name="credit",
            constraint=models.UniqueConstraint(fields=("deliverable", "person"), name="credit_unique"),
        ),
    ]
