"""A version of a plan stays as it was written, and the owners of a project are counted, whoever writes the rows."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER plan_version_is_kept BEFORE UPDATE OR DELETE ON projects_planversion
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE FUNCTION projects_owner_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE projects_project SET owner_count = owner_count + 1 WHERE id = NEW.project_id;
        RETURN NEW;
    END IF;
    UPDATE projects_project SET owner_count = owner_count - 1 WHERE id = OLD.project_id;
    RETURN OLD;
END $$;

CREATE TRIGGER owner_counts AFTER INSERT OR DELETE ON projects_owner
    FOR EACH ROW EXECUTE FUNCTION projects_owner_counts();

CREATE FUNCTION projects_owner_stays_with_project() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an owner is of one project' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER owner_stays_with_project BEFORE UPDATE OF project_id ON projects_owner
    FOR EACH ROW WHEN (OLD.project_id <> NEW.project_id) EXECUTE FUNCTION projects_owner_stays_with_project();
"""

BACKWARD = """
DROP TRIGGER owner_stays_with_project ON projects_owner;
DROP FUNCTION projects_owner_stays_with_project;
DROP TRIGGER owner_counts ON projects_owner;
DROP FUNCTION projects_owner_counts;
DROP TRIGGER plan_version_is_kept ON projects_planversion;
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0005_schedule_rules"), ("members", "0002_append_only")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
