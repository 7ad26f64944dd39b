"""What an organiser types of a session: facts, dates, and rows of places, people and moments."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.building.forms import organisations_offered
from catalogue.organising.queries import find_venues
from catalogue.organising.when import OFF, DayField, HourField, WhenForm
from catalogue.sessions.models import MOST_SEATS, PeerSession, SessionFormat
from catalogue.sessions.placing import PLACE_FACTS
from catalogue.venues.models import Territory, Venue
from catalogue.venues.place_names import plain_name
from catalogue.venues.queries import find_territories
from outillerie.accounts.models import Membership, User
from outillerie.kits.formats.content import clean_text
from outillerie.kits.models import Audience, Theme
from outillerie.kits.models.kits import Level
from outillerie.writing.fields import NOT_AN_ADDRESS, TOO_LONG

NUMERIC = {"inputmode": "numeric", "autocomplete": "off"}
HOW_MANY = gettext_lazy("Write a number of seats, for example 12.")
HOW_LONG = gettext_lazy("Write a number of minutes, for example 20.")


class CleanText(forms.CharField):
    """A text without control signs; the limit is said in a sentence, and never cut by the browser."""

    def __init__(self, *, lines: int = 1, **options):
        widget = forms.Textarea({"rows": lines}) if lines > 1 else forms.TextInput(OFF)
        options.setdefault("error_messages", {}).setdefault("max_length", TOO_LONG)
        super().__init__(widget=options.pop("widget", widget), **options)

    def widget_attrs(self, widget):
        return {}

    def clean(self, value):
        return clean_text(super().clean(value))


def optional(label, most: int, *, lines: int = 1, help_text="") -> CleanText:
    return CleanText(label=label, max_length=most, lines=lines, help_text=help_text, required=False)


def title_field() -> CleanText:
    return CleanText(
        label=gettext_lazy("Title"),
        max_length=200,
        error_messages={"required": gettext_lazy("Write a title to continue.")},
    )


class NewSessionForm(WhenForm):
    """The least that a draft begins with. A day that is not chosen yet is what date polls are for."""

    field_order = ("title", "format", "date", "starts", "ends")
    title = title_field()
    format = forms.ModelChoiceField(
        label=gettext_lazy("Format"), queryset=SessionFormat.objects.all(), empty_label=None
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def clean_title(self):
        if not self.cleaned_data["title"]:
            raise forms.ValidationError(_("Write a title to continue."))
        return self.cleaned_data["title"]


class FactsForm(forms.Form):
    """All that a session says but its dates and its rows. Named one by one: what else is posted is ignored."""

    title = title_field()
    format = forms.ModelChoiceField(
        label=gettext_lazy("Format"), queryset=SessionFormat.objects.all(), empty_label=None
    )
    intention = optional(gettext_lazy("Why come"), 600, lines=3, help_text=gettext_lazy("One or two sentences."))
    aims = optional(
        gettext_lazy("Aims"), 3000, lines=4, help_text=gettext_lazy("One a line: what one can do at the end.")
    )
    audience = optional(gettext_lazy("For whom, in words"), 400)
    audiences = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Audiences"),
        queryset=Audience.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    themes = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Themes"), queryset=Theme.objects.all(), required=False, widget=forms.CheckboxSelectMultiple
    )
    level = forms.TypedChoiceField(
        label=gettext_lazy("Level"), choices=[("", "—"), *Level.choices], coerce=int, empty_value=None, required=False
    )
    prerequisites = optional(gettext_lazy("Prerequisites"), 400)
    to_bring = optional(gettext_lazy("To bring"), 400)
    price = optional(gettext_lazy("Price, in words"), 120, help_text=gettext_lazy("Empty: free."))
    accessibility = optional(
        gettext_lazy("Accessibility"), 400, help_text=gettext_lazy("Step-free access, adapted toilets, induction loop…")
    )
    material = optional(gettext_lazy("Material to prepare"), 3000, lines=4, help_text=gettext_lazy("One line a thing."))
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"), queryset=None, required=False, empty_label=gettext_lazy("None: it is mine")
    )
    contact_name = optional(gettext_lazy("Person to contact"), 120)
    contact_email = forms.EmailField(
        label=gettext_lazy("Contact e-mail"),
        required=False,
        help_text=gettext_lazy("Shown to everyone on the page of the session."),
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"invalid": gettext_lazy("The end of the address is missing. Example: nom@mairie.fr")},
    )
    closes_date = DayField(
        label=gettext_lazy("Registration closes on"),
        required=False,
        help_text=gettext_lazy("Empty: when the session starts."),
        widget=forms.TextInput(OFF),
    )
    closes_hour = HourField(label=gettext_lazy("Closing hour"), required=False, widget=forms.TextInput(OFF))
    has_waiting_list = forms.BooleanField(
        label=gettext_lazy("When it is full, open a waiting list that offers freed seats by itself"), required=False
    )
    offer_hours = forms.IntegerField(
        label=gettext_lazy("Hours to answer when a seat is offered"),
        min_value=1,
        max_value=168,
        widget=forms.TextInput(NUMERIC),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            gettext_lazy("Write a number of hours from 1 to 168, for example 24."),
        ),
    )
    is_anonymous = forms.BooleanField(
        label=gettext_lazy("Participants are counted, not named: nobody registers here"), required=False
    )

    def __init__(self, *args, user: User, session: PeerSession, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations_offered(user, session.organisation_id)

    def clean_title(self):
        if not self.cleaned_data["title"]:
            raise forms.ValidationError(_("Write a title to continue."))
        return self.cleaned_data["title"]

    def clean(self):
        given = super().clean()
        if given.get("closes_hour") and not given.get("closes_date") and "closes_date" not in self.errors:
            self.add_error("closes_date", _("Write the day too, or empty the hour."))
        return given


class PlaceRow(forms.Form):
    """One place: of the list, elsewhere, or online. `venue` and `territory` are chosen among what a search found."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        choices=[("venue", ""), ("address", ""), ("online", "")], widget=forms.HiddenInput, required=True
    )
    venue = forms.ModelChoiceField(
        queryset=Venue.objects.filter(is_shown=True), required=False, widget=forms.HiddenInput
    )
    search = optional(gettext_lazy("Name of the venue, or commune"), 120)
    name = optional(gettext_lazy("Name of the place"), 200)
    address = optional(gettext_lazy("Street address"), 250)
    territory = forms.ModelChoiceField(
        queryset=Territory.objects.filter(kind=Territory.Kind.COMMUNE), required=False, widget=forms.HiddenInput
    )
    commune = optional(gettext_lazy("Commune or postcode"), 120)
    room = optional(gettext_lazy("Room, floor, code"), 120)
    directions = optional(gettext_lazy("Getting there"), 400, help_text=gettext_lazy("Bus, metro, car park, entrance…"))
    video_link = forms.URLField(
        label=gettext_lazy("Link to the video room"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=gettext_lazy("Shown to registered people only. It may come later."),
        widget=forms.TextInput({"inputmode": "url", "autocomplete": "off"}),
        error_messages={"invalid": NOT_AN_ADDRESS, "max_length": TOO_LONG},
    )
    capacity = forms.IntegerField(
        label=gettext_lazy("Seats"),
        initial=12,
        min_value=1,
        max_value=MOST_SEATS,
        widget=forms.TextInput(NUMERIC),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), HOW_MANY),
    )

    def __init__(self, *args, session: PeerSession, **kwargs):
        super().__init__(*args, **kwargs)
        # A venue that is not shown any more stays where it was chosen.
        held = Venue.objects.filter(places__session=session)
        self.fields["venue"].queryset = (Venue.objects.filter(is_shown=True) | held).distinct()

    @property
    def what(self) -> str:
        return self["kind"].value() or "venue"

    @property
    def chosen_venue(self) -> Venue | None:
        return chosen(self, "venue")

    @property
    def chosen_commune(self) -> Territory | None:
        return chosen(self, "territory")

    def clean(self):
        given = super().clean()
        if given.get("kind") == "venue" and not given.get("venue") and given.get("search"):
            given["venue"] = self.settle("venue", "search", find_venues(given["search"]))
        if given.get("kind") == "address" and given.get("commune"):
            given["territory"] = self.settle_commune(given["commune"], given.get("territory"))
        return given

    def settle_commune(self, text: str, held: Territory | None) -> Territory | None:
        if held is not None and held.name == text:
            return held
        return self.settle("territory", "commune", find_territories(text, kinds=[Territory.Kind.COMMUNE]))

    def settle(self, name: str, typed: str, found: list):
        """Take what a search found when it is alone; else keep what to choose among, and ask."""
        exact = [row for row in found if plain_name(row.name) == plain_name(self.cleaned_data[typed])]
        if len(found) == 1 or len(exact) == 1:
            return (exact or found)[0]
        self.found = {name: found}
        if found:
            self.add_error(typed, _("Several answers: choose one below."))
        else:
            self.add_error(typed, _("Nothing found. Check the spelling, or give an address instead."))
        return None

    def facts(self) -> dict:
        """Return the place in the names of the model: only what its kind has."""
        given = self.cleaned_data
        kind = given["kind"]
        has = {
            "venue": {"venue", "name", "room", "directions"},
            "address": {"name", "address", "territory", "room", "directions"},
            "online": {"name", "video_link"},
        }[kind]
        nothing = {"venue": None, "territory": None, "is_online": kind == "online"}
        values = {name: given.get(name) if name in has else nothing.get(name, "") for name in PLACE_FACTS}
        return {**values, "is_online": kind == "online", "capacity": given["capacity"]}


def chosen(row: forms.Form, name: str):
    """Return the row that a hidden choice names, before anything is judged."""
    value = row[name].value()
    text = str(getattr(value, "pk", value) or "")
    return row.fields[name].queryset.filter(pk=text).first() if text.isdigit() and len(text) < 10 else None


class FacilitatorRow(forms.Form):
    person = forms.ModelChoiceField(
        label=gettext_lazy("Somebody of the site"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nobody: I write a name"),
    )
    name = optional(gettext_lazy("Or a name"), 120)
    role = optional(gettext_lazy("Role"), 120)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
        self.fields["person"].label_from_instance = lambda person: person.shown_name()

    def clean(self):
        given = super().clean()
        if not given.get("person") and not given.get("name") and not self.errors:
            self.add_error("name", _("Choose somebody, or write a name."))
        return given


class MomentRow(forms.Form):
    title = CleanText(
        label=gettext_lazy("Title"),
        max_length=200,
        error_messages={"required": gettext_lazy("Write a title, or remove this moment.")},
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"),
        required=False,
        min_value=1,
        max_value=720,
        widget=forms.TextInput(NUMERIC),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), HOW_LONG),
    )
    text = optional(gettext_lazy("What happens"), 600, lines=2)


def people_offered(user: User, session: PeerSession | None):
    """Return those whom `user` may name as facilitating: themselves, colleagues, and who is named already.

    A list of everybody, or a search by address, would tell who has an account (ATK-ENUM).
    """
    own = Membership.objects.filter(person=user, state=Membership.State.ACTIVE).values("organisation")
    colleagues = Membership.objects.filter(organisation__in=own, state=Membership.State.ACTIVE).values("person")
    named = session.facilitators.values("person") if session else User.objects.none().values("pk")
    found = User.objects.filter(pk__in=colleagues) | User.objects.filter(pk__in=named) | User.objects.filter(pk=user.pk)
    return found.filter(is_active=True).distinct().order_by("first_name", "pk")


class MoveForm(WhenForm):
    reason = optional(gettext_lazy("Why, in a sentence"), 400, help_text=gettext_lazy("Those who registered read it."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # A move changes hours, not clocks.
        del self.fields["time_zone"]


class CancelForm(forms.Form):
    reason = CleanText(
        label=gettext_lazy("Why it is cancelled"),
        max_length=400,
        lines=3,
        help_text=gettext_lazy("Those who registered read it, and the page of the session shows it."),
        error_messages={
            "required": gettext_lazy("Say why the session is cancelled: those who registered will read it.")
        },
    )
