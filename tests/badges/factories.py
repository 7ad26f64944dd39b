"""Issuers and badges in the situations that tests name. RSA keys are made once a process: making one takes a while."""

from functools import cache

from cryptography.hazmat.primitives.asymmetric import rsa
from django.utils import timezone

from badges.achievements.actions import publish
from badges.achievements.models import Achievement, AchievementSkill, AchievementTranslation, AchievementVersion
from badges.issuing.keys import ED25519, RSA, create_keys
from badges.issuing.models import Issuer
from badges.openbadges import integrity


@cache
def rsa_key(number: int) -> rsa.RSAPrivateKey:
    """Return the RSA key `number` of this process; 2048 bits are enough to be read by anybody."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def pair(number: int = 0) -> dict:
    """Return keys to give to `create_keys` or `rotate_keys` as `pair`."""
    return {ED25519: integrity.new_key(), RSA: rsa_key(number)}


def issuer(slug="hub", *, has_keys=True, **facts) -> Issuer:
    """Return an issuer and its keys: the one of this slug if it is already there."""
    facts = {"name": "Hub des Beffrois", "url": "https://hub.example.org", "email": "hub@example.org", **facts}
    made, is_new = Issuer.objects.get_or_create(slug=slug, defaults=facts)
    if is_new and has_keys:
        create_keys(made, pair=pair())
    return made


def achievement(name="Accueillir avec bienveillance", *, skills=(), translations=(), **facts) -> Achievement:
    """Return a badge being written. `skills` are skills, or (skill, rank); `translations` are dictionaries."""
    facts = {
        "slug": "accueillir",
        "description": "sait accueillir une personne éloignée du numérique.",
        "abilities": "Reformuler la demande\nRassurer",
        "criteria": "Animer une séance devant un pair.",
        "tags": ["accueil"],
        "changed_at": timezone.now(),
        **facts,
    }
    facts.setdefault("issuer", None)
    facts["issuer"] = facts["issuer"] or issuer()
    made = Achievement.objects.create(name=name, **facts)
    for order, item in enumerate(skills):
        skill, rank = item if isinstance(item, tuple) else (item, None)
        level = skill.framework.levels.get(rank=rank) if rank else None
        AchievementSkill.objects.create(achievement=made, skill=skill, level=level, order=order)
    for words in translations:
        AchievementTranslation.objects.create(achievement=made, **words)
    return made


def published(name="Accueillir avec bienveillance", *, by=None, **facts) -> AchievementVersion:
    """Return the first version of a badge."""
    return publish(achievement(name, **facts), by=by)


def credential(person=None, version=None, *, issued=True, email="", name="", by=None, reason="", run=""):
    """Return a badge given by hand, through the real deeds; signed unless `issued` is False. Its rule is a decision.

    Without `person` nor `email`, it is given to Léa.
    """
    from badges.awarding.actions import award_by_hand
    from badges.awarding.signing import issue
    from tests import factories

    version = version or published()
    if person is None and not email:
        person = factories.person("lea@example.org", first_name="Léa", last_name="Martin")
    given = award_by_hand(version, person=person, email=email, name=name, by=by, reason=reason, run=run)
    if issued:
        issue(given.pk)
        given.refresh_from_db()
    return given
