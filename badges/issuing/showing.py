"""What the pages of issuers show: who awards, with which keys, and what waits for a second person."""

from urllib.parse import urlsplit

from django.db.models import Count, Q

from badges.issuing.actions import WAITING
from badges.issuing.addresses import did_of, image_url
from badges.issuing.models import Issuer, KeyRequest, SigningKey
from badges.issuing.permissions import can_confirm_key_request

State = SigningKey.State
TAGS = {State.ACTIVE: "acquired", State.RETIRED: "", State.COMPROMISED: "attention"}
MOST_PAST = 20


def issuer_rows() -> dict:
    rows = Issuer.objects.annotate(
        published=Count("achievements", filter=Q(achievements__state="published"), distinct=True),
        waiting=Count("key_requests", filter=Q(key_requests__state=WAITING), distinct=True),
        signing=Count("keys", filter=Q(keys__state=State.ACTIVE), distinct=True),
    )
    return {"rows": [{"issuer": row, "has_keys": row.signing == len(SigningKey.Kind)} for row in rows.order_by("name")]}


def issuer_page(issuer: Issuer, *, user) -> dict:
    keys = list(issuer.keys.order_by("-number").defer("secret", "public"))
    requests = issuer.key_requests.select_related("asked_by", "decided_by", "key").order_by("-asked_at", "-pk")
    waiting, decided = requests.filter(state=WAITING), requests.exclude(state=WAITING)[:MOST_PAST]
    return {
        "issuer": issuer,
        "did": did_of(issuer),
        # Its path: pages show pictures of their own host alone, and badges may live on another.
        "logo": urlsplit(image_url(issuer.logo)).path if issuer.logo else "",
        "keys": [{"key": key, "state": key.get_state_display(), "tag": TAGS[key.state]} for key in keys],
        "has_keys": {key.kind for key in keys if key.state == State.ACTIVE} == set(SigningKey.Kind),
        "waiting": [request_row(row, user=user) for row in waiting],
        "past": [request_row(row, user=user) for row in decided],
    }


def request_row(request: KeyRequest, *, user) -> dict:
    return {
        "request": request,
        "deed": request.get_deed_display(),
        "state": request.get_state_display(),
        "can_confirm": can_confirm_key_request(user, request),
    }
