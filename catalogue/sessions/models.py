"""Peer sessions: what will happen, when, where, with whom, and from which kit or module.

Moments are kept in UTC; people read and write them in the session's own `time_zone` (an IANA name). A session lies
within one day of that zone; training over several days is a series.
"""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalogue.paths.models import Module
from catalogue.venues.models import Territory, Venue
from outillerie.accounts.models import Organisation
from outillerie.kits.models import Audience, KitVersion, Theme
from outillerie.kits.models.kits import Level

person_key = settings.AUTH_USER_MODEL
MOST_SEATS = 1000


class SessionFormat(models.Model):
    """How people meet: peer exchange, workshop, webinar… `coop_code` is what the national activity report calls it."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    label = models.CharField(_("label"), max_length=80)
    summary = models.CharField(_("in a sentence"), max_length=300, blank=True)
    coop_code = models.CharField(_("code in La Coop"), max_length=40, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("format of sessions")
        verbose_name_plural = _("formats of sessions")
        ordering = ["order"]

    def __str__(self):
        return self.label


class SessionSeries(models.Model):
    """Sessions that come back by a rule (RFC 5545 RRULE, without DTSTART). They keep their local hour through clock
    changes; `excluded` holds the local dates (ISO) that the rule gives and that do not take place.

    `uid` is the calendar's: each session of the series is one of its occurrences (RECURRENCE-ID).
    """

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("title"), max_length=200)
    rule = models.CharField(_("rule"), max_length=200)
    first_day = models.DateField(_("first day"))
    local_start = models.TimeField(_("from"))
    local_end = models.TimeField(_("to"))
    time_zone = models.CharField(_("time zone"), max_length=40, default="Europe/Paris")
    excluded = models.JSONField(default=list, blank=True)
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(person_key, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("series of sessions")
        verbose_name_plural = _("series of sessions")
        ordering = ["-pk"]

    def __str__(self):
        return self.title


class PeerSession(models.Model):
    """A session. What it takes from `kit_version` or `module` was copied when it was made: later edits of the kit do
    not change it.

    `uid` is the calendar's, unless the session belongs to a series. `sequence` counts what calendars must know of:
    each move, cancellation or change of title and place. `moved_at` is set by the last move.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        CANCELLED = "cancelled", _("cancelled")
        HELD = "held", _("held")

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(_("address of the page"), max_length=120, unique=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT)
    title = models.CharField(_("title"), max_length=200)
    intention = models.TextField(
        _("intention"), max_length=600, blank=True, help_text=_("Why come: one or two sentences.")
    )
    format = models.ForeignKey(SessionFormat, models.PROTECT, related_name="sessions", verbose_name=_("format"))
    kit_version = models.ForeignKey(
        KitVersion, models.PROTECT, null=True, blank=True, related_name="sessions", verbose_name=_("kit, at a version")
    )
    module = models.ForeignKey(
        Module, models.PROTECT, null=True, blank=True, related_name="sessions", verbose_name=_("module")
    )
    aims = models.TextField(_("aims"), max_length=3000, blank=True, help_text=_("One a line."))
    # What happens, in order: [{"title", "minutes", "text"}].
    moments = models.JSONField(_("how it goes"), default=list, blank=True)
    material = models.TextField(_("material to prepare"), max_length=3000, blank=True, help_text=_("One a line."))
    to_bring = models.CharField(_("to bring"), max_length=400, blank=True)
    prerequisites = models.CharField(_("prerequisites"), max_length=400, blank=True)
    audience = models.CharField(_("for whom, in words"), max_length=400, blank=True)
    audiences = models.ManyToManyField(Audience, blank=True, related_name="+", verbose_name=_("audiences"))
    themes = models.ManyToManyField(Theme, blank=True, related_name="+", verbose_name=_("themes"))
    level = models.PositiveSmallIntegerField(_("level"), null=True, blank=True, choices=Level)
    price = models.CharField(_("price, in words"), max_length=120, blank=True, help_text=_("Empty: free."))
    accessibility = models.CharField(_("accessibility"), max_length=400, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="sessions", verbose_name=_("organisation")
    )
    created_by = models.ForeignKey(person_key, models.SET_NULL, null=True, blank=True, related_name="created_sessions")
    contact_name = models.CharField(_("person to contact"), max_length=120, blank=True)
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    break_starts_at = models.DateTimeField(_("break from"), null=True, blank=True)
    break_ends_at = models.DateTimeField(_("break to"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, default="Europe/Paris")
    registration_closes_at = models.DateTimeField(_("registration closes"), null=True, blank=True)
    has_waiting_list = models.BooleanField(_("waiting list"), default=True)
    offer_hours = models.PositiveSmallIntegerField(
        _("hours to answer an offer"), default=24, validators=[MinValueValidator(1), MaxValueValidator(168)]
    )
    # When the public is not named, participants are counted by band, and nobody registers by name here.
    is_anonymous = models.BooleanField(_("participants are counted, not named"), default=False)
    series = models.ForeignKey(SessionSeries, models.PROTECT, null=True, blank=True, related_name="sessions")
    recurrence_at = models.DateTimeField(_("date by the rule of the series"), null=True, blank=True)
    is_exception = models.BooleanField(_("differs from its series"), default=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"))
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    proposed_at = models.DateTimeField(_("publication asked for"), null=True, blank=True)
    moved_at = models.DateTimeField(_("moved"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled on"), null=True, blank=True)
    cancel_reason = models.CharField(_("why it is cancelled"), max_length=400, blank=True)
    held_at = models.DateTimeField(_("closed as held"), null=True, blank=True)

    class Meta:
        verbose_name = _("peer session")
        verbose_name_plural = _("peer sessions")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="session_ends_after_it_starts",
                violation_error_message=_("The session must end after it starts."),
            ),
            models.CheckConstraint(
                condition=Q(break_starts_at__isnull=True, break_ends_at__isnull=True)
                | Q(
                    break_starts_at__gt=F("starts_at"),
                    break_ends_at__gt=F("break_starts_at"),
                    break_ends_at__lt=F("ends_at"),
                ),
                name="session_break_lies_within",
                violation_error_message=_("The break must lie within the session."),
            ),
            models.UniqueConstraint(
                fields=["series", "recurrence_at"],
                condition=Q(series__isnull=False),
                name="one_session_per_date_of_a_series",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "starts_at"], name="sessions_of_the_agenda"),
            models.Index(fields=["module", "starts_at"], name="sessions_of_a_module"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("session", args=[self.slug])


class SessionPlace(models.Model):
    """One of the places of a session, with its own seats: a venue, an address, or online.

    `taken` counts the seats that are registered or offered, `waiting` those who wait; both are written in the
    transaction that changes them, with the session locked. The database refuses one seat too many.
    """

    session = models.ForeignKey(PeerSession, models.CASCADE, related_name="places")
    order = models.PositiveSmallIntegerField(default=0)
    is_online = models.BooleanField(_("online"), default=False)
    venue = models.ForeignKey(
        Venue, models.PROTECT, null=True, blank=True, related_name="places", verbose_name=_("venue")
    )
    name = models.CharField(_("name of the place"), max_length=200, blank=True)
    address = models.CharField(_("address"), max_length=250, blank=True)
    territory = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("commune")
    )
    room = models.CharField(_("room, floor, code"), max_length=120, blank=True)
    directions = models.CharField(_("getting there"), max_length=400, blank=True)
    # Shown to registered people only (rule 7).
    video_link = models.URLField(_("link to the video room"), max_length=500, blank=True)
    capacity = models.PositiveSmallIntegerField(
        _("seats"), validators=[MinValueValidator(1), MaxValueValidator(MOST_SEATS)]
    )
    taken = models.PositiveSmallIntegerField(default=0, editable=False)
    waiting = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("place of a session")
        verbose_name_plural = _("places of sessions")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken__lte=F("capacity")),
                name="no_seat_is_given_twice",
                violation_error_message=_("More people have a seat already: cancel some of them first."),
            )
        ]

    def __str__(self):
        return self.name or (str(self.venue) if self.venue_id else str(_("Online")))

    @property
    def seats_left(self) -> int:
        return self.capacity - self.taken


class SessionFacilitator(models.Model):
    """Who facilitates: somebody of the site, who may then welcome people and record attendance, or a name."""

    session = models.ForeignKey(PeerSession, models.CASCADE, related_name="facilitators")
    person = models.ForeignKey(person_key, models.CASCADE, null=True, blank=True, related_name="facilitated")
    name = models.CharField(_("name to show"), max_length=120, blank=True)
    role = models.CharField(_("role"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("facilitator")
        verbose_name_plural = _("facilitators")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"], condition=Q(person__isnull=False), name="a_facilitator_once_per_session"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(name=""),
                name="a_facilitator_has_a_name",
                violation_error_message=_("Choose somebody, or write a name."),
            ),
        ]

    def __str__(self):
        return self.name or (self.person.shown_name() if self.person else "")


class SessionMove(models.Model):
    """A published session was moved: from when to when, why, by whom."""

    session = models.ForeignKey(PeerSession, models.CASCADE, related_name="moves")
    starts_before = models.DateTimeField()
    ends_before = models.DateTimeField()
    starts_after = models.DateTimeField()
    ends_after = models.DateTimeField()
    reason = models.CharField(_("why"), max_length=400, blank=True)
    moved_by = models.ForeignKey(person_key, models.SET_NULL, null=True, related_name="+")
    moved_at = models.DateTimeField(_("moved"))

    class Meta:
        verbose_name = _("move of a session")
        verbose_name_plural = _("moves of sessions")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.session_id}: {self.starts_before} → {self.starts_after}"


class SessionFacet(models.Model):
    """One fact of a published session that the agenda counts and filters: written again whenever the session changes."""

    session = models.ForeignKey(PeerSession, models.CASCADE, related_name="facets")
    facet = models.CharField(max_length=20)
    value = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["facet", "value", "session"], name="one_row_per_fact_of_a_session")
        ]

    def __str__(self):
        return f"{self.facet}: {self.value}"
