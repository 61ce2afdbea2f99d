"""Each match keeps the engine's version, and when it was first agreed and received; what was considered never changes."""

from django.db import migrations

MOMENTS = """
UPDATE resources_match SET received_at = changed_at WHERE status = 'received';
UPDATE resources_match SET agreed_at = first.at
FROM (SELECT match_id, min(recorded_at) AS at FROM resources_agreement GROUP BY match_id) first
WHERE first.match_id = resources_match.id;
"""

FORWARD = """
CREATE FUNCTION resources_match_on_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (OLD.considered, OLD.reason, OLD.engine_version, OLD.proposed_at)
           IS DISTINCT FROM (NEW.considered, NEW.reason, NEW.engine_version, NEW.proposed_at) THEN
            RAISE EXCEPTION 'what a match was proposed on is kept as it was written'
                USING ERRCODE = 'restrict_violation';
        END IF;
        -- A row saved whole from an older reading does not lose them.
        NEW.agreed_at = COALESCE(OLD.agreed_at, NEW.agreed_at);
        NEW.received_at = COALESCE(OLD.received_at, NEW.received_at);
    END IF;
    IF NEW.received_quantity IS NOT NULL THEN
        NEW.received_at = COALESCE(NEW.received_at, NEW.changed_at);
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER match_on_record BEFORE INSERT OR UPDATE ON resources_match
    FOR EACH ROW EXECUTE FUNCTION resources_match_on_record();

CREATE FUNCTION resources_agreement_dates_match() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE resources_match SET agreed_at = NEW.recorded_at WHERE id = NEW.match_id AND agreed_at IS NULL;
    RETURN NEW;
END $$;

CREATE TRIGGER agreement_dates_match AFTER INSERT ON resources_agreement
    FOR EACH ROW EXECUTE FUNCTION resources_agreement_dates_match();
"""

BACKWARD = """
DROP TRIGGER agreement_dates_match ON resources_agreement;
DROP FUNCTION resources_agreement_dates_match;
DROP TRIGGER match_on_record ON resources_match;
DROP FUNCTION resources_match_on_record;
"""


class Migration(migrations.Migration):
    dependencies = [("resources", "0009_words")]

    operations = [migrations.RunSQL(MOMENTS, migrations.RunSQL.noop), migrations.RunSQL(FORWARD, BACKWARD)]
