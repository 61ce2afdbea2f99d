"""What the first triggers left open.

A version enters as a draft, and comes into force only with the true hash of its text. Its principles cannot be written
while it is being published. Only the version in force is accepted. None of it is emptied by TRUNCATE.
"""

from django.db import migrations

FORWARD = """
CREATE OR REPLACE FUNCTION members_charter_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.status = 'draft' THEN RETURN NEW; END IF;
        RAISE EXCEPTION 'a charter version begins as a draft' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.status = 'draft' THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        IF NEW.status = 'draft' THEN RETURN NEW; END IF;
        IF NEW.status = 'published' AND NEW.text_sha256 = members_charter_hash(NEW) THEN RETURN NEW; END IF;
        RAISE EXCEPTION 'a draft comes into force with the hash of its text, or not at all'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.status = 'published' AND NEW.status = 'superseded'
       AND (OLD.id, OLD.number, OLD.title, OLD.preamble, OLD.text_sha256, OLD.published_at, OLD.revision)
         = (NEW.id, NEW.number, NEW.title, NEW.preamble, NEW.text_sha256, NEW.published_at, NEW.revision) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a published charter version is never changed' USING ERRCODE = 'restrict_violation';
END $$;

-- As CharterVersion.text and hash_of_text have it.
CREATE FUNCTION members_charter_hash(charter members_charterversion) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT encode(sha256(convert_to(replace(
        charter.title || E'\\n\\n' || charter.preamble || coalesce(string_agg(
            E'\\n\\n' || p.position || '. ' || p.title || E'\\n' || p.text, '' ORDER BY p.position), ''),
        E'\\r\\n', E'\\n') || E'\\n', 'UTF8')), 'hex')
    FROM members_principle p WHERE p.charter_id = charter.id
$$;

DROP TRIGGER charter_is_kept ON members_charterversion;
CREATE TRIGGER charter_is_kept BEFORE INSERT OR UPDATE OR DELETE ON members_charterversion
    FOR EACH ROW EXECUTE FUNCTION members_charter_is_kept();

-- FOR SHARE waits for whoever is publishing the version just now, and then sees it published.
CREATE OR REPLACE FUNCTION members_principle_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM members_charterversion WHERE id IN (OLD.charter_id, NEW.charter_id) ORDER BY id FOR SHARE;
    IF EXISTS (SELECT FROM members_charterversion
               WHERE id IN (OLD.charter_id, NEW.charter_id) AND status <> 'draft') THEN
        RAISE EXCEPTION 'a published charter version is never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION members_acceptance_is_of_charter_in_force() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM members_charterversion
               WHERE id = NEW.charter_id AND status = 'published' AND text_sha256 = NEW.text_sha256) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'only the charter in force is accepted, by the hash of its text' USING ERRCODE = 'check_violation';
END $$;

CREATE TRIGGER acceptance_is_of_charter_in_force BEFORE INSERT ON members_acceptance
    FOR EACH ROW EXECUTE FUNCTION members_acceptance_is_of_charter_in_force();

CREATE TRIGGER acceptance_is_not_emptied BEFORE TRUNCATE ON members_acceptance
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER charter_is_not_emptied BEFORE TRUNCATE ON members_charterversion
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER principle_is_not_emptied BEFORE TRUNCATE ON members_principle
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""

# The functions of 0002 that were replaced go back with 0002 itself; what they refuse more does no harm until then.
BACKWARD = """
DROP TRIGGER principle_is_not_emptied ON members_principle;
DROP TRIGGER charter_is_not_emptied ON members_charterversion;
DROP TRIGGER acceptance_is_not_emptied ON members_acceptance;
DROP TRIGGER acceptance_is_of_charter_in_force ON members_acceptance;
DROP FUNCTION members_acceptance_is_of_charter_in_force;
DROP TRIGGER charter_is_kept ON members_charterversion;
CREATE OR REPLACE FUNCTION members_charter_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
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
DROP FUNCTION members_charter_hash;
"""


class Migration(migrations.Migration):
    dependencies = [("members", "0016_a_representative_remains")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
