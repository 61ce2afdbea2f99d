"""An organization in the coalition keeps somebody who can sign for it: the database sees to it when it commits."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION members_a_representative_remains() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    standing text;
BEGIN
    -- Whoever else takes a representative away at this moment waits here, and then sees what we have done.
    SELECT status INTO standing FROM members_organization WHERE id = OLD.organization_id FOR NO KEY UPDATE;
    IF standing = 'admitted' AND NOT EXISTS (
        SELECT FROM members_membership
        WHERE organization_id = OLD.organization_id AND role = 'representative' AND ended_at IS NULL
    ) THEN
        RAISE EXCEPTION 'a member organization keeps a representative'
            USING ERRCODE = 'restrict_violation', HINT = 'Make somebody else a representative first.';
    END IF;
    RETURN NULL;
END $$;

-- At commit, so that handing over may take its steps in any order.
CREATE CONSTRAINT TRIGGER membership_representative_changed AFTER UPDATE ON members_membership
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.role = 'representative' AND OLD.ended_at IS NULL
          AND (NEW.role <> 'representative' OR NEW.ended_at IS NOT NULL OR NEW.organization_id <> OLD.organization_id))
    EXECUTE FUNCTION members_a_representative_remains();
CREATE CONSTRAINT TRIGGER membership_representative_gone AFTER DELETE ON members_membership
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.role = 'representative' AND OLD.ended_at IS NULL)
    EXECUTE FUNCTION members_a_representative_remains();
"""

BACKWARD = """
DROP TRIGGER membership_representative_gone ON members_membership;
DROP TRIGGER membership_representative_changed ON members_membership;
DROP FUNCTION members_a_representative_remains;
"""


class Migration(migrations.Migration):
    dependencies = [("members", "0012_sign_in")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
