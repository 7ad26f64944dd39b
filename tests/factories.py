"""Kits and people in the situations that tests name."""

import dataclasses

from django.contrib.auth.models import Group
from django.utils import timezone

from outillerie.accounts.models import User
from outillerie.kits.formats.content import Credit, KitContent, Material, Step
from outillerie.kits.imports import fill
from outillerie.kits.models import KitIndexPage, KitPage
from outillerie.kits.settling import settled
from outillerie.privacy.actions import accept_terms
from outillerie.privacy.queries import terms_version

CAMILLE = KitContent(
    title="Où est Camille ?",
    hook="Un jeu d’enquête à quatre pour parler du cyberharcèlement.",
    themes=("bases-risques-cyber-et-protection", "coop-securite-numerique"),
    audiences=("enfants-mineurs",),
    minimum_age=10,
    level=1,
    duration=30,
    participants_min=4,
    participants_max=4,
    is_unplugged=True,
    objectives=("reconnaître quatre signes de cyberharcèlement", "citer trois personnes à qui en parler"),
    material=(Material(label="cartes « message »", quantity="12", is_provided=True),),
    preparation="Imprimer les cartes.",
    steps=(
        Step(title="Accueillir", minutes=10, facilitator="Chacun choisit un rôle.", say="Camille a votre âge."),
        Step(
            title="Trier les messages",
            minutes=20,
            facilitator="Observer.",
            participants="Poser chaque carte.",
        ),
    ),
    watch_points="Passer le relais le jour même.",
    organisation="Hub des Beffrois",
    credits=(Credit(name="Élise Vasseur"),),
    licence="CC-BY-SA-4.0",
)


def content(**facts) -> KitContent:
    return dataclasses.replace(CAMILLE, **facts)


def draft(*, blobs=None, slug="", **facts) -> KitPage:
    """Return a kit that is on the shelf but not published."""
    values = settled(content(**facts), blobs or {})
    page = KitPage(title=values.title, slug=slug, live=False)
    shelf = KitIndexPage.objects.get()
    shelf.add_child(instance=page)
    page = fill(page, values, blobs or {})
    page.save()
    return page


def kit(*, by=None, blobs=None, slug="", **facts) -> KitPage:
    """Return a published kit, at version 1."""
    page = draft(blobs=blobs, slug=slug, **facts)
    page.save_revision(user=by).publish(user=by, skip_permission_checks=True)
    return KitPage.objects.get(pk=page.pk)


def publish(page: KitPage, *, by=None, **facts) -> KitPage:
    """Publish `page` again with other values."""
    latest = page.get_latest_revision_as_object()
    for name, value in facts.items():
        setattr(latest, name, value)
    latest.save_revision(user=by).publish(user=by, skip_permission_checks=True)
    return KitPage.objects.get(pk=page.pk)


def person(email="lea@example.org", *, group="", **fields) -> User:
    """Return a person who accepted the terms and came today, in `group` when given.

    Groups: "contributor", "trainer", "moderator", "hub staff", "administrator".
    """
    user = User.objects.create_user(
        email, "une phrase de passe longue", **{"last_active_on": timezone.localdate(), **fields}
    )
    accept_terms(user, terms_version())
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user
