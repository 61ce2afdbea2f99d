"""What a plan is about: a few fixed themes, so that plans alike are found and counted alike."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Theme(models.TextChoices):
    """Closer to the matter than a workgroup: a plan may have several themes and belongs to one workgroup at most."""

    SUPPLIES = "supplies", _("Protective equipment and supplies")
    VENTILATION = "ventilation", _("Ventilation and critical care")
    BEDS = "beds", _("Beds and surge space")
    STAFF = "staff", _("Staff and training")
    TESTING = "testing", _("Testing and laboratories")
    TRACING = "tracing", _("Contact tracing")
    TREATMENT = "treatment", _("Treatments and trials")
    TELEHEALTH = "telehealth", _("Care at a distance")
    MODELING = "modeling", _("Forecasts and models")
    DATA = "data", _("Shared data and standards")
    PREVENTION = "prevention", _("Distancing, masks and other measures")
    INFORMATION = "information", _("Information for the public")
    PRIVACY = "privacy", _("Privacy and ethics")
    COMMUNITIES = "communities", _("Vulnerable communities")
