"""The catalogue comes with the tables, may be loaded again, and holds no type for money."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from resources import catalogue
from resources.models import ResourceGroup, ResourceType, Substitute

pytestmark = pytest.mark.django_db

HEADER = "slug,group,label,unit,expires,kind,synonyms," + ",".join(catalogue.CODES)


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join([HEADER, *lines]) + "\n")
    return path


def test_the_sixty_types_are_there_after_the_migrations() -> None:
    assert ResourceType.objects.count() == 60
    n95 = ResourceType.objects.get(slug="n95-respirator")
    assert (n95.group.name, n95.unit, n95.kind, n95.expires) == ("PPE", "each", "count", True)
    assert "ffp2" in n95.synonyms
    assert n95.codes["snomed"] == "409532003"
    assert "loinc" not in n95.codes, "a code that nobody verified is not there at all"


def test_groups_stand_in_the_order_of_the_file() -> None:
    assert list(ResourceGroup.objects.values_list("name", flat=True))[:3] == ["PPE", "Respiratory", "Beds & space"]


def test_loading_again_changes_nothing() -> None:
    assert catalogue.load() == (0, 0, 60)
    assert catalogue.load_substitutes() == (0, 0, Substitute.objects.count())


def test_a_load_adds_mends_and_leaves_the_rest_alone(tmp_path: Path) -> None:
    ResourceType.objects.filter(slug="swab").update(unit="box", is_active=False)
    blank = "," * len(catalogue.CODES)
    path = write(
        tmp_path / "types.csv",
        f"swab,Lab & testing,Specimen swab,each,Y,count,nasopharyngeal swab;np swab{blank}",
        f"tent,Field,Tent,each,N,count,{blank}",
    )
    assert catalogue.load(path) == (1, 1, 0)
    swab = ResourceType.objects.get(slug="swab")
    assert swab.unit == "each"
    assert not swab.is_active, "what an admin has retired stays retired"
    assert ResourceType.objects.get(slug="tent").synonyms == []
    assert ResourceType.objects.count() == 61


def test_substitutes_go_one_way() -> None:
    icu, transport = (ResourceType.objects.get(slug=f"{kind}-ventilator") for kind in ("icu", "transport"))
    given = Substitute.objects.get(resource_type=icu, substitute=transport)
    assert "stable patients" in given.note
    n95 = ResourceType.objects.get(slug="n95-respirator")
    assert not Substitute.objects.filter(resource_type=n95, substitute__slug="surgical-mask").exists()


def test_substitutes_are_counted_in_the_unit_of_what_they_stand_in_for(tmp_path: Path) -> None:
    assert all(s.resource_type.unit == s.substitute.unit for s in Substitute.objects.select_related())
    path = tmp_path / "substitutes.csv"
    path.write_text("resource_type,substitute,note\ninpatient-bed,surge-bed,A bed space is not a staffed bed-day\n")
    with pytest.raises(ValueError, match="surge-bed is counted in bed, inpatient-bed in bed-day"):
        catalogue.load_substitutes(path)


def test_the_catalogue_knows_no_money() -> None:
    words = {"money", "cash", "dollar", "usd", "price", "payment", "grant", "fund"}
    for row in ResourceType.objects.all():
        assert words.isdisjoint(f"{row.slug} {row.label} {row.unit} {' '.join(row.synonyms)}".lower().split())


def test_the_command_says_what_it_did() -> None:
    out = StringIO()
    ResourceType.objects.filter(slug="swab").update(label="Swab")
    call_command("load_catalogue", stdout=out)
    assert "Resource types: 0 added, 1 changed, 59 unchanged." in out.getvalue()
