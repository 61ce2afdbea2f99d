"""The ledger moves the counters, and is never changed. Over-commitment fails here, whoever writes."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION resources_movement_counts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    taken bigint := CASE WHEN NEW.came_from = 'open' THEN NEW.units ELSE 0 END;
    freed bigint := CASE WHEN NEW.went_to IN ('open', 'returned') THEN NEW.units ELSE 0 END;
    lacking bigint := CASE WHEN NEW.went_to = 'open' THEN NEW.units ELSE 0 END;
BEGIN
    -- Offers before requests, as the verbs lock them, so that two writers never wait for each other in a circle.
    IF taken <> freed THEN
        UPDATE resources_offer SET committed = committed + taken - freed WHERE id = NEW.offer_id;
    END IF;
    IF taken <> lacking THEN
        UPDATE resources_request SET covered = covered + taken - lacking WHERE id = NEW.request_id;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER movement_counts AFTER INSERT ON resources_movement
    FOR EACH ROW EXECUTE FUNCTION resources_movement_counts();

CREATE FUNCTION resources_movement_belongs() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    there bigint;
BEGIN
    -- Offer, request, match: the order of the verbs, which hold these locks already; whoever else writes waits here.
    PERFORM FROM resources_offer WHERE id = NEW.offer_id FOR NO KEY UPDATE;
    PERFORM FROM resources_request WHERE id = NEW.request_id FOR NO KEY UPDATE;
    PERFORM FROM resources_match
        WHERE id = NEW.match_id AND offer_id = NEW.offer_id AND request_id = NEW.request_id FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a movement names the offer and the request of its match' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.came_from <> 'open' THEN
        SELECT coalesce(sum(CASE WHEN went_to = NEW.came_from THEN units ELSE 0 END), 0)
             - coalesce(sum(CASE WHEN came_from = NEW.came_from THEN units ELSE 0 END), 0)
        INTO there FROM resources_movement WHERE match_id = NEW.match_id;
        IF there < NEW.units THEN
            RAISE EXCEPTION 'the match has % units at the stage %, not %', there, NEW.came_from, NEW.units
                USING ERRCODE = 'check_violation';
        END IF;
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
    dependencies = [("resources", "0001_foundation"), ("members", "0002_append_only")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
