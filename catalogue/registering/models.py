"""Who comes: registrations, the waiting list, and who wants to be told of the next sessions."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from catalogue.paths.models import LearningPathPage
from catalogue.sessions.models import PeerSession, SessionPlace
from catalogue.venues.models import Territory
from outillerie.accounts.models import Organisation

person_key = settings.AUTH_USER_MODEL


class Registration(models.Model):
    """Somebody and one place of a session (rule 1). It is written with the session locked, and never deleted while
    the session is to come: it changes state.

    `place_in_line` orders the waiting list of a place: a number that only grows, never a clock. `key` is the
    idempotency key of the form that asked: the same one again is the same answer. `must_confirm` is set by a move.
    """

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("address to confirm")
        WAITING = "waiting", _("on the waiting list")
        OFFERED = "offered", _("a seat is offered")
        REGISTERED = "registered", _("registered")
        CANCELLED = "cancelled", _("cancelled")
        LAPSED = "lapsed", _("offer not taken in time")

    class Source(models.TextChoices):
        SELF = "self", _("by themselves")
        ORGANISATION = "organisation", _("by their organisation")
        ORGANISER = "organiser", _("by the organiser")
        WALK_IN = "walk-in", _("on the day")

    session = models.ForeignKey(PeerSession, models.CASCADE, related_name="registrations")
    place = models.ForeignKey(SessionPlace, models.PROTECT, related_name="registrations")
    person = models.ForeignKey(person_key, models.SET_NULL, null=True, blank=True, related_name="session_registrations")
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    employer = models.CharField(_("organisation, in words"), max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("invited by")
    )
    state = models.CharField(_("state"), max_length=11, choices=State)
    source = models.CharField(_("registered"), max_length=12, choices=Source, default=Source.SELF)
    place_in_line = models.PositiveIntegerField(null=True, blank=True, editable=False)
    offered_at = models.DateTimeField(_("offered"), null=True, blank=True)
    offer_ends_at = models.DateTimeField(_("offer ends"), null=True, blank=True)
    # Read by the facilitators only; `needs` is emptied once the session is over.
    note = models.CharField(_("note to the facilitator"), max_length=400, blank=True)
    needs = models.CharField(_("a need"), max_length=400, blank=True)
    must_confirm = models.BooleanField(_("asked to confirm after a move"), default=False)
    has_given_feedback = models.BooleanField(_("has answered the four questions"), default=False)
    key = models.CharField(max_length=64, unique=True, editable=False)
    asked_at = models.DateTimeField(_("asked"))
    registered_at = models.DateTimeField(_("registered on"), null=True, blank=True)
    ended_at = models.DateTimeField(_("cancelled on"), null=True, blank=True)
    registered_by = models.ForeignKey(person_key, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("registration to a session")
        verbose_name_plural = _("registrations to sessions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=Q(person__isnull=False, state__in=["waiting", "offered", "registered"]),
                name="a_person_registers_once_for_a_session",
            ),
            models.UniqueConstraint(
                "session",
                Lower("email"),
                condition=Q(state__in=["waiting", "offered", "registered"]) & ~Q(email=""),
                name="an_address_registers_once_for_a_session",
            ),
            models.UniqueConstraint(
                fields=["place", "place_in_line"],
                condition=Q(place_in_line__isnull=False),
                name="one_person_per_place_in_line",
            ),
            models.CheckConstraint(
                condition=~Q(state="offered") | Q(offer_ends_at__isnull=False), name="an_offer_has_an_end"
            ),
        ]
        indexes = [
            models.Index(fields=["place", "state"], name="registrations_of_a_place"),
            models.Index(fields=["email"], name="registrations_by_address"),
            models.Index(fields=["offer_ends_at"], condition=Q(state="offered"), name="offers_that_run"),
        ]

    def __str__(self):
        return f"{self.session_id}: {self.pk} {self.state}"


LIVING = (Registration.State.WAITING, Registration.State.OFFERED, Registration.State.REGISTERED)
# Who holds a seat, taken or kept for them.
SEATED = (Registration.State.OFFERED, Registration.State.REGISTERED)


class SessionInterest(models.Model):
    """«Tell me when a session of this path opens near me»: without a territory, anywhere."""

    person = models.ForeignKey(person_key, models.CASCADE, related_name="session_interests")
    path = models.ForeignKey(LearningPathPage, models.CASCADE, related_name="session_interests")
    territory = models.ForeignKey(
        Territory, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("near")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("interest in sessions")
        verbose_name_plural = _("interests in sessions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "path"], name="one_interest_per_path"),
        ]

    def __str__(self):
        return f"{self.person_id}: {self.path_id}"
