"""What is on record stays on record: the database itself refuses to change it."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% rows are kept as they were written', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', HINT = 'Write a new row instead.';
END $$;

CREATE TRIGGER acceptance_is_kept BEFORE UPDATE OR DELETE ON members_acceptance
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Of activity only the actor and the organization may be emptied, when an account is deleted.
CREATE FUNCTION members_activity_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
       AND (OLD.id, OLD.kind, OLD.occurred_at, OLD.title, OLD.url, OLD.text, OLD.topics, OLD.audience)
         IS NOT DISTINCT FROM (NEW.id, NEW.kind, NEW.occurred_at, NEW.title, NEW.url, NEW.text, NEW.topics, NEW.audience)
       AND (NEW.actor_id IS NULL OR NEW.actor_id = OLD.actor_id)
       AND (NEW.organization_id IS NULL OR NEW.organization_id = OLD.organization_id) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'activity rows are kept as they were written' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER activity_is_kept BEFORE UPDATE OR DELETE ON members_activity
    FOR EACH ROW EXECUTE FUNCTION members_activity_is_kept();

-- A published charter can only be superseded, and its principles not at all.
CREATE FUNCTION members_charter_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'draft' THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.status = 'published' AND NEW.status = 'superseded'
       AND (OLD.number, OLD.title, OLD.preamble, OLD.text_sha256, OLD.published_at)
         = (NEW.number, NEW.title, NEW.preamble, NEW.text_sha256, NEW.published_at) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a published charter version is never changed' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER charter_is_kept BEFORE UPDATE OR DELETE ON members_charterversion
    FOR EACH ROW EXECUTE FUNCTION members_charter_is_kept();

CREATE FUNCTION members_principle_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM members_charterversion
               WHERE id IN (OLD.charter_id, NEW.charter_id) AND status <> 'draft') THEN
        RAISE EXCEPTION 'a published charter version is never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER principle_is_kept BEFORE INSERT OR UPDATE OR DELETE ON members_principle
    FOR EACH ROW EXECUTE FUNCTION members_principle_is_kept();
"""

BACKWARD = """
DROP TRIGGER principle_is_kept ON members_principle;
DROP FUNCTION members_principle_is_kept;
DROP TRIGGER charter_is_kept ON members_charterversion;
DROP FUNCTION members_charter_is_kept;
DROP TRIGGER activity_is_kept ON members_activity;
DROP FUNCTION members_activity_is_kept;
DROP TRIGGER acceptance_is_kept ON members_acceptance;
DROP FUNCTION refuse_change;
"""


class Migration(migrations.Migration):
    dependencies = [("members", "0001_foundation")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
