"""The ledger moves the counters, and is never changed. Over-commitment fails here, whoever writes."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION resources_movement_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Offers before requests, as the verbs lock them, so that two writers never wait for each other in a circle.
    UPDATE resources_offer SET committed = committed + NEW.units WHERE id = NEW.offer_id;
    UPDATE resources_request SET covered = covered + NEW.units WHERE id = NEW.request_id;
    RETURN NEW;
END $$;

CREATE TRIGGER movement_counts AFTER INSERT ON resources_movement
    FOR EACH ROW EXECUTE FUNCTION resources_movement_counts();

CREATE FUNCTION resources_movement_belongs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM resources_match
                   WHERE id = NEW.match_id AND offer_id = NEW.offer_id AND request_id = NEW.request_id) THEN
        RAISE EXCEPTION 'a movement names the offer and the request of its match' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER movement_belongs BEFORE INSERT ON resources_movement
    FOR EACH ROW EXECUTE FUNCTION resources_movement_belongs();

CREATE TRIGGER movement_is_kept BEFORE UPDATE OR DELETE ON resources_movement
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER agreement_is_kept BEFORE UPDATE OR DELETE ON resources_agreement
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""

BACKWARD = """
DROP TRIGGER agreement_is_kept ON resources_agreement;
DROP TRIGGER movement_is_kept ON resources_movement;
DROP TRIGGER movement_belongs ON resources_movement;
DROP FUNCTION resources_movement_belongs;
DROP TRIGGER movement_counts ON resources_movement;
DROP FUNCTION resources_movement_counts;
"""


class Migration(migrations.Migration):
    dependencies = [("members", "0002_append_only"), ("resources", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
