"""What is sent to the acts of the API, so that who may do it is what decides on the answer."""

from datetime import timedelta
from typing import Any

from coalition.shared import clock

SOON = (clock.today() + timedelta(days=3)).isoformat()
OFFER = {"resource_type": "n95-respirator", "quantity": 500, "state": "OR", "available_from": SOON}
REQUEST = {"resource_type": "n95-respirator", "quantity": 40, "state": "IL", "severity": "high", "needed_by": SOON}
SPOKEN = {"spoke_with": "Olga", "spoken_at": clock.now().isoformat(), "means": "phone", "terms": "Ten by Friday."}

BODIES: dict[str, dict[str, Any]] = {
    "POST offer-list": OFFER,
    "PATCH offer-detail": {"version": 1, "title": "Masks"},
    "POST request-list": REQUEST,
    "PATCH request-detail": {"version": 1, "title": "Masks"},
    "POST project-list": {"title": "Share ventilators", "purpose": "So that none stands idle.", "states": ["IL"]},
    "PATCH project-detail": {"version": 1, "title": "Share pumps"},
    "POST discussion-comment-list": {"text": "Hello"},
    "PATCH comment-detail": {"version": 1, "text": "Other words"},
    "POST match-agree": SPOKEN,
    "POST match-counter": {"quantity": 4},
    "POST match-take-back": {"quantity": 1},
    "POST match-feedback": {"went": "well"},
    "POST match-dispute": {"text": "That is not what we agreed on"},
    "POST match-settle": {"outcome": "stands", "resolution": "Both say so now"},
    "POST match-cancel": {"reason": "No longer needed"},
    "POST match-decline": {"reason": "Too far"},
    "POST match-receive": {"quantity": 10},
}
