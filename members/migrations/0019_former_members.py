"""The name of somebody who deleted their account leaves the activity that tells of them; nothing else ever changes."""

from django.db import migrations

KEPT = """
CREATE OR REPLACE FUNCTION members_activity_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
       AND (OLD.id, OLD.kind, OLD.occurred_at, OLD.url, OLD.topics, OLD.audience, OLD.before, OLD.after)
         IS NOT DISTINCT FROM (NEW.id, NEW.kind, NEW.occurred_at, NEW.url, NEW.topics, NEW.audience, NEW.before, NEW.after)
       AND (NEW.actor_id IS NULL OR NEW.actor_id = OLD.actor_id)
       AND (NEW.organization_id IS NULL OR NEW.organization_id = OLD.organization_id)
       AND ((NEW.title, NEW.text) = (OLD.title, OLD.text) {unless}) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'activity rows are kept as they were written' USING ERRCODE = 'restrict_violation';
END $$;
"""
ERASED = """
            OR (NEW.title = 'A former member' AND NEW.text = '' AND EXISTS (
                SELECT FROM members_person
                WHERE deleted_at IS NOT NULL AND 'person:' || id = ANY (OLD.topics)))"""


class Migration(migrations.Migration):
    dependencies = [("members", "0018_charter_is_kept")]
    operations = [migrations.RunSQL(KEPT.format(unless=ERASED), KEPT.format(unless=""))]
