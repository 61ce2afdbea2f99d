"""The day first planned is kept for good, and no milestone waits for itself, by whatever way round."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION projects_milestone_first_planned() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.first_due_on := coalesce(NEW.first_due_on, NEW.due_on);
    RETURN NEW;
END $$;

CREATE TRIGGER milestone_first_planned BEFORE INSERT ON projects_milestone
    FOR EACH ROW WHEN (NEW.first_due_on IS NULL) EXECUTE FUNCTION projects_milestone_first_planned();

CREATE FUNCTION projects_milestone_first_planned_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the day for which a milestone was first planned is kept' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER milestone_first_planned_is_kept BEFORE UPDATE OF first_due_on ON projects_milestone
    FOR EACH ROW WHEN (OLD.first_due_on IS DISTINCT FROM NEW.first_due_on)
    EXECUTE FUNCTION projects_milestone_first_planned_is_kept();

-- Whoever adds a dependency waits for all who add one at that moment, and then looks at what they have added. The verb
-- takes the same lock before it looks. So of two halves of a circle the second is refused, whoever writes them.
CREATE FUNCTION projects_dependency_closes_no_circle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('projects.dependencies', 0));
    IF EXISTS (
        WITH RECURSIVE ahead(id) AS (
            SELECT NEW.waits_for_id
            UNION
            SELECT d.waits_for_id FROM projects_dependency d JOIN ahead ON d.milestone_id = ahead.id
        )
        SELECT FROM ahead WHERE id = NEW.milestone_id
    ) THEN
        RAISE EXCEPTION 'a milestone cannot wait for one that waits for it' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER dependency_closes_no_circle AFTER INSERT OR UPDATE OF milestone_id, waits_for_id ON projects_dependency
    FOR EACH ROW EXECUTE FUNCTION projects_dependency_closes_no_circle();
"""

BACKWARD = """
DROP TRIGGER dependency_closes_no_circle ON projects_dependency;
DROP FUNCTION projects_dependency_closes_no_circle;
DROP TRIGGER milestone_first_planned_is_kept ON projects_milestone;
DROP FUNCTION projects_milestone_first_planned_is_kept;
DROP TRIGGER milestone_first_planned ON projects_milestone;
DROP FUNCTION projects_milestone_first_planned;
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0002_workgroups")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
