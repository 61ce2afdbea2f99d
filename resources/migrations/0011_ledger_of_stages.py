"""The ledger tells where every unit is: each line leads from one stage to another. Existing lines are told anew.

There is no way back: the ledger would have to forget what it knows.
"""

from django.db import migrations, models

STAGES = [
    ("open", "Open"),
    ("proposed", "Proposed"),
    ("agreed", "Agreed"),
    ("in_transit", "In transit"),
    ("delivered", "Delivered"),
    ("returned", "Returned"),
]

# What the lines did not say follows from the match: what was given back had been agreed where an agreement is on
# record. Whether it was on its way by then is not known any more, so that it counts as agreed.
RETELL = """
ALTER TABLE resources_movement DISABLE TRIGGER USER;

UPDATE resources_movement AS line
SET units = abs(units),
    came_from = CASE WHEN kind = 'hold' THEN 'open'
                     WHEN EXISTS (SELECT FROM resources_agreement WHERE match_id = line.match_id) THEN 'agreed'
                     ELSE 'proposed' END,
    went_to = CASE WHEN kind = 'hold' THEN 'proposed' ELSE 'open' END;

INSERT INTO resources_movement
    (match_id, offer_id, request_id, kind, came_from, went_to, units, request_key, recorded_by_id, recorded_at)
SELECT match.id, offer_id, request_id, 'hold', 'proposed', 'agreed', quantity, 'match:' || match.id || ':agreed',
       first.recorded_by_id, first.recorded_at
FROM resources_match AS match
JOIN LATERAL (SELECT recorded_by_id, recorded_at FROM resources_agreement
              WHERE match_id = match.id ORDER BY recorded_at, id LIMIT 1) AS first ON true;

INSERT INTO resources_movement
    (match_id, offer_id, request_id, kind, came_from, went_to, units, request_key, recorded_at)
SELECT id, offer_id, request_id, 'hold', 'agreed', 'in_transit', quantity, 'match:' || id || ':in_transit', changed_at
FROM resources_match WHERE status = 'shipped';

INSERT INTO resources_movement
    (match_id, offer_id, request_id, kind, came_from, went_to, units, request_key, recorded_at)
SELECT id, offer_id, request_id, 'hold', 'agreed', 'delivered', received_quantity, 'match:' || id || ':delivered',
       changed_at
FROM resources_match WHERE status = 'received' AND received_quantity > 0;

SET CONSTRAINTS ALL IMMEDIATE; -- no table is altered while checks of its rows wait
SET CONSTRAINTS ALL DEFERRED;
ALTER TABLE resources_movement ENABLE TRIGGER USER;
"""

COUNT = """
CREATE OR REPLACE FUNCTION resources_movement_counts() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE OR REPLACE FUNCTION resources_movement_belongs() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""


class Migration(migrations.Migration):
    dependencies = [("resources", "0010_owners_word")]

    operations = [
        migrations.RemoveConstraint(model_name="movement", name="movement_sign"),
        migrations.AddField(
            model_name="movement",
            name="came_from",
            field=models.CharField(choices=STAGES, default="open", max_length=10, verbose_name="from"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="movement",
            name="went_to",
            field=models.CharField(choices=STAGES, default="open", max_length=10, verbose_name="to"),
            preserve_default=False,
        ),
        migrations.RunSQL(RETELL),
        migrations.RemoveField(model_name="movement", name="kind"),
        migrations.AddConstraint(
            model_name="movement",
            constraint=models.CheckConstraint(condition=models.Q(("units__gt", 0)), name="movement_of_some_units"),
        ),
        migrations.AddConstraint(
            model_name="movement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("came_from", "open"), ("went_to__in", ["proposed", "delivered"])),
                    models.Q(("came_from", "proposed"), ("went_to__in", ["agreed", "open"])),
                    models.Q(("came_from", "agreed"), ("went_to__in", ["in_transit", "delivered", "open"])),
                    models.Q(("came_from", "in_transit"), ("went_to__in", ["delivered", "open"])),
                    models.Q(("came_from", "delivered"), ("went_to__in", ["returned", "open"])),
                    _connector="OR",
                ),
                name="movement_way",
            ),
        ),
        migrations.RunSQL(COUNT),
    ]
