"""The permanent addresses, for ever: `tests/data/open-badges/addresses-*.txt` lists those of each release."""

from django.urls import path

from badges.awarding.models import CredentialDocument
from badges.hosting import views

Form = CredentialDocument.Form
ISSUER = "openbadges/issuers/<slug:slug>/"
KEY = "openbadges/keys/<slug:slug>-<int:number>"
ACHIEVEMENT = "openbadges/achievements/<slug:slug>/<int:number>/"
CREDENTIAL = "openbadges/credentials/<uuid:uuid>"
ASSERTION = "openbadges/assertions/<uuid:uuid>"
STATUS = "openbadges/status/<slug:slug>-<int:number>"
IMAGE = "openbadges/images/<slug:sha256>"

urlpatterns = [
    path(f"{CREDENTIAL}.json", views.credential, name="ob-credential"),
    path(f"{ASSERTION}.json", views.assertion, name="ob-assertion"),
    path(f"{STATUS}.json", views.status_list, name="ob-status"),
    path(f"{ISSUER}did.json", views.issuer, {"name": "did.json"}, name="ob-issuer-did"),
    path(f"{ISSUER}issuer.json", views.issuer, {"name": "issuer.json"}, name="ob-issuer"),
    path(f"{ISSUER}issuer.key-<int:number>.json", views.of_key, {"name": "issuer.json"}, name="ob-issuer-of-key"),
    path(
        f"{ISSUER}revocations.key-<int:number>.json", views.of_key, {"name": "revocations.json"}, name="ob-revocations"
    ),
    path(f"{KEY}.json", views.key, name="ob-key"),
    path(f"{KEY}.jwk.json", views.jwk, name="ob-key-jwk"),
    path(f"{ACHIEVEMENT}achievement.json", views.achievement, name="ob-achievement"),
    path(f"{ACHIEVEMENT}achievement.<slug:language>.json", views.achievement, name="ob-achievement-translated"),
    path(f"{ACHIEVEMENT}badgeclass.json", views.badge_class, name="ob-badgeclass"),
    path(f"{ACHIEVEMENT}badgeclass.key-<int:key>.json", views.badge_class, name="ob-badgeclass-of-key"),
    path(f"{CREDENTIAL}.jwt", views.token, {"form": Form.JWT}, name="ob-credential-token"),
    path(f"{CREDENTIAL}.png", views.baked, {"suffix": "png"}, name="ob-credential-png"),
    path(f"{CREDENTIAL}.svg", views.baked, {"suffix": "svg"}, name="ob-credential-svg"),
    path(f"{ASSERTION}.jws", views.token, {"form": Form.JWS}, name="ob-assertion-token"),
    path(f"{STATUS}.jwt", views.status_token, name="ob-status-token"),
    path(f"{IMAGE}.png", views.image, {"suffix": "png"}, name="ob-image-png"),
    path(f"{IMAGE}.svg", views.image, {"suffix": "svg"}, name="ob-image"),
    path("openbadges/endorsements/<uuid:uuid>.json", views.endorsement, name="ob-endorsement"),
]
