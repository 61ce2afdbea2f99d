"""The audit trail keeps itself: each row of activity is copied at commit, chained by hash, and then never changed.

The heads of all chains that a transaction adds to are locked at its very end, in the order of their numbers. So two
transactions never wait for each other in a circle, and a chain is held for no longer than the commit takes.
"""

from django.db import migrations

FORWARD = """
-- 1. An entry, however it comes in, takes the next place of its chain.

CREATE FUNCTION members_audit_lock(wanted bigint) RETURNS members_audithead LANGUAGE plpgsql AS $$
DECLARE
    head members_audithead;
BEGIN
    SELECT * INTO head FROM members_audithead WHERE chain = wanted FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        INSERT INTO members_audithead (chain, seq, hash) VALUES (wanted, 0, '') ON CONFLICT DO NOTHING;
        SELECT * INTO head FROM members_audithead WHERE chain = wanted FOR NO KEY UPDATE;
    END IF;
    RETURN head;
END $$;

CREATE FUNCTION members_audit_is_chained() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    head members_audithead;
BEGIN
    NEW.chain := coalesce(NEW.organization_id, 0);
    head := members_audit_lock(NEW.chain);
    NEW.seq := head.seq + 1;
    NEW.previous_hash := head.hash;
    NEW.hash := encode(sha256(convert_to(jsonb_build_array(
        NEW.chain,
        NEW.seq,
        to_char(NEW.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        NEW.kind,
        NEW.actor_id,
        NEW.activity_id,
        NEW.subject,
        NEW.topics,
        NEW.before,
        NEW.after,
        NEW.previous_hash
    )::text, 'UTF8')), 'hex');
    UPDATE members_audithead SET seq = NEW.seq, hash = NEW.hash WHERE chain = NEW.chain;
    RETURN NEW;
END $$;

CREATE TRIGGER auditentry_is_chained BEFORE INSERT ON members_auditentry
    FOR EACH ROW EXECUTE FUNCTION members_audit_is_chained();

-- 2. Then it stays.

CREATE TRIGGER auditentry_is_kept BEFORE UPDATE OR DELETE ON members_auditentry
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER auditentry_is_not_emptied BEFORE TRUNCATE ON members_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A head is made empty and moves on by one, and only while an entry is chained: from within the trigger above.
CREATE FUNCTION members_audithead_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP IN ('INSERT', 'UPDATE') AND pg_trigger_depth() > 1 THEN
        IF TG_OP = 'INSERT' AND NEW.seq = 0 AND NEW.hash = ''
           OR TG_OP = 'UPDATE' AND NEW.chain = OLD.chain AND NEW.seq = OLD.seq + 1 AND NEW.hash ~ '^[0-9a-f]{64}$' THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'the head of a chain moves only when an entry is added' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER audithead_is_kept BEFORE INSERT OR UPDATE OR DELETE ON members_audithead
    FOR EACH ROW EXECUTE FUNCTION members_audithead_is_kept();
CREATE TRIGGER audithead_is_not_emptied BEFORE TRUNCATE ON members_audithead
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- 3. Each row of activity becomes an entry when its transaction commits.

-- Which chains the transaction will add to is noted at once, in a setting that ends with it (and that a savepoint
-- takes back), so that the first entry can lock the heads of all of them in order.
CREATE FUNCTION members_activity_names_its_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    noted text[] := string_to_array(nullif(current_setting('coalition.audit_chains', true), ''), ',');
    chain text := coalesce(NEW.organization_id, 0)::text;
BEGIN
    IF noted IS NULL OR chain <> ALL (noted) THEN
        PERFORM set_config('coalition.audit_chains', array_to_string(noted || chain, ','), true);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER activity_names_its_chain AFTER INSERT ON members_activity
    FOR EACH ROW EXECUTE FUNCTION members_activity_names_its_chain();

CREATE FUNCTION members_activity_is_audited() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    noted bigint[] := string_to_array(nullif(current_setting('coalition.audit_chains', true), ''), ',');
    wanted bigint;
BEGIN
    IF noted IS NOT NULL THEN
        FOR wanted IN SELECT unnest(noted) ORDER BY 1 LOOP
            PERFORM members_audit_lock(wanted);
        END LOOP;
        PERFORM set_config('coalition.audit_chains', '', true);
    END IF;
    INSERT INTO members_auditentry
        (occurred_at, kind, actor_id, organization_id, activity_id, subject, topics, before, after)
        VALUES (NEW.occurred_at, NEW.kind, NEW.actor_id, NEW.organization_id, NEW.id, NEW.url, NEW.topics, NEW.before, NEW.after);
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER activity_is_audited AFTER INSERT ON members_activity
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION members_activity_is_audited();

CREATE OR REPLACE FUNCTION members_activity_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
       AND (OLD.id, OLD.kind, OLD.occurred_at, OLD.title, OLD.url, OLD.text, OLD.topics, OLD.audience, OLD.before, OLD.after)
         IS NOT DISTINCT FROM (NEW.id, NEW.kind, NEW.occurred_at, NEW.title, NEW.url, NEW.text, NEW.topics, NEW.audience, NEW.before, NEW.after)
       AND (NEW.actor_id IS NULL OR NEW.actor_id = OLD.actor_id)
       AND (NEW.organization_id IS NULL OR NEW.organization_id = OLD.organization_id) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'activity rows are kept as they were written' USING ERRCODE = 'restrict_violation';
END $$;

-- 4. What happened before there was a trail begins it.

INSERT INTO members_auditentry
    (occurred_at, kind, actor_id, organization_id, activity_id, subject, topics, before, after)
    SELECT occurred_at, kind, actor_id, organization_id, id, url, topics, before, after FROM members_activity ORDER BY id;
"""

BACKWARD = """
DROP TRIGGER activity_is_audited ON members_activity;
DROP FUNCTION members_activity_is_audited;
DROP TRIGGER activity_names_its_chain ON members_activity;
DROP FUNCTION members_activity_names_its_chain;
DROP TRIGGER audithead_is_not_emptied ON members_audithead;
DROP TRIGGER audithead_is_kept ON members_audithead;
DROP FUNCTION members_audithead_is_kept;
DROP TRIGGER auditentry_is_not_emptied ON members_auditentry;
DROP TRIGGER auditentry_is_kept ON members_auditentry;
DROP TRIGGER auditentry_is_chained ON members_auditentry;
DROP FUNCTION members_audit_is_chained;
DROP FUNCTION members_audit_lock;
CREATE OR REPLACE FUNCTION members_activity_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""


class Migration(migrations.Migration):
    dependencies = [("members", "0003_first_charter")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
