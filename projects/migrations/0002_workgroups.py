"""The fourteen workgroups that the COVID-19 Healthcare Coalition had in April 2020; admins may change them."""

from django.db import migrations
from django.utils.text import slugify

WORKGROUPS = {
    "Analytics": "Shared measures, dashboards and answers to the questions that members ask most.",
    "Modeling and Simulation": "Forecasts of spread, demand and capacity, with their errors stated.",
    "Health Systems and Clinical SME": "Clinical judgement for every other workgroup.",
    "Supply Chain": "Protective equipment and supplies: where they are, where they lack, how they get there.",
    "Telehealth": "Care at a distance: set-up, capacity and good practice.",
    "Testing": "Kits, swabs, laboratory throughput and where they are needed.",
    "ICU and Mechanical Ventilation": "Ventilators, critical care beds and the people who run them.",
    "Data Standardization": "Common definitions, so that figures of different members can be added up.",
    "Non-Pharmaceutical Interventions": "What distancing, masks and closures do, measured.",
    "Clinical Therapeutics and Protocols": "Treatments under study and protocols in use, kept current.",
    "Data Storage and Source": "Where shared data sets live, and who may use them for what.",
    "Misinformation": "Claims that harm, and plain answers to them.",
    "Privacy Advisory": "Advice on sharing data without exposing anyone.",
    "Contact Tracing": "Methods, tools and staffing for tracing.",
}


def write(apps, schema_editor):
    workgroup = apps.get_model("projects", "Workgroup")
    for position, (name, charge) in enumerate(WORKGROUPS.items(), 1):
        workgroup.objects.create(name=name, slug=slugify(name)[:60], charge=charge, position=position)


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_foundation")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
