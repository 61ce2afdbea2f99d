"""What was kept of words of money, and why; the database keeps that, and takes out the words of a withdrawn comment."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import coalition.shared.clock

KEPT = """
CREATE FUNCTION members_keptwording_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.passage = ''
       AND (OLD.id, OLD.about, OLD.title, OLD.url, OLD.field, OLD.explanation, OLD.organization_id, OLD.person_id, OLD.kept_at)
         IS NOT DISTINCT FROM
           (NEW.id, NEW.about, NEW.title, NEW.url, NEW.field, NEW.explanation, NEW.organization_id, NEW.person_id, NEW.kept_at)
       AND EXISTS (
           SELECT FROM members_comment
           WHERE 'comment:' || id = OLD.about AND withdrawn_at IS NOT NULL AND text = '') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'what was explained is kept as it was written' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER keptwording_is_kept BEFORE UPDATE OR DELETE ON members_keptwording
    FOR EACH ROW EXECUTE FUNCTION members_keptwording_is_kept();

-- Whoever takes the words of a comment away, by whatever way, takes them from here, too.
CREATE FUNCTION members_comment_takes_passages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE members_keptwording SET passage = '' WHERE about = 'comment:' || NEW.id AND passage <> '';
    RETURN NULL;
END $$;
CREATE TRIGGER comment_takes_passages AFTER UPDATE ON members_comment
    FOR EACH ROW WHEN (NEW.withdrawn_at IS NOT NULL AND NEW.text = '')
    EXECUTE FUNCTION members_comment_takes_passages();
"""
NOT_KEPT = """
DROP TRIGGER comment_takes_passages ON members_comment;
DROP FUNCTION members_comment_takes_passages;
DROP TRIGGER keptwording_is_kept ON members_keptwording;
DROP FUNCTION members_keptwording_is_kept;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0025_words"),
    ]

    operations = [
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
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
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
        migrations.RunSQL(KEPT, NOT_KEPT),
    ]
