import time

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from outillerie.moderation.models import Decision, KitReport, RefusalReason

LONGEST_FEEDBACK = 4000
LONGEST_NOTE = 2000
NO_FEEDBACK = _("Write to the author what is missing: without a word, nobody can improve a kit.")
NO_REASON = _("Choose the reason of the refusal: its author needs to know it.")


def feedback_field(**options):
    return forms.CharField(
        label=_("Your answer to the author"),
        help_text=_("Optional to publish. The author reads it as you write it, without your name."),
        max_length=LONGEST_FEEDBACK,
        widget=forms.Textarea({"rows": 6}),
        error_messages={"required": NO_FEEDBACK},
        **options,
    )


def note_field():
    return forms.CharField(
        label=_("Note between readers"),
        help_text=_("Never shown to the author."),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )


def reason_field(**options):
    return forms.ChoiceField(
        label=_("Reason of the refusal"),
        choices=[("", _("Choose a reason")), *RefusalReason.choices],
        error_messages={"required": NO_REASON, "invalid_choice": NO_REASON},
        **options,
    )


class DecisionForm(forms.Form):
    """The one form of the screen: what to do, why, and the two texts. What was read goes with it."""

    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[
            (Decision.APPROVED, _("Publish this kit")),
            (Decision.CHANGES, _("Ask for changes")),
            (Decision.REFUSED, _("Refuse this kit")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happens to this kit.")},
    )
    reason = reason_field(help_text=_("The author reads it."))
    feedback = feedback_field()
    note = note_field()
    revision = forms.IntegerField(widget=forms.HiddenInput)
    # What is required depends on the decision: a browser would say more than is true.
    use_required_attribute = False

    def __init__(self, data=None, **options):
        super().__init__(data, **options)
        if data is not None:
            decision = data.get("decision")
            self.fields["reason"].required = decision == Decision.REFUSED
            self.fields["feedback"].required = decision in (Decision.CHANGES, Decision.REFUSED)


class ApprovalForm(forms.Form):
    feedback = feedback_field(required=False)
    note = note_field()


class ChangesForm(forms.Form):
    feedback = feedback_field()
    note = note_field()


class RefusalForm(forms.Form):
    reason = reason_field()
    feedback = feedback_field()
    note = note_field()


# In the back office, each decision is a button with a form of its own. Wagtail calls asking for changes «reject».
BACK_OFFICE_FORMS = {"approve": ApprovalForm, "reject": ChangesForm, "refuse": RefusalForm}


class MessageForm(forms.Form):
    """What an author says to those who read, when sending a kit."""

    message = forms.CharField(
        label=_("Your message to those who read"),
        help_text=_("What you changed, what you hesitate about, what to look at first."),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )


# Nobody reads a page, chooses and writes a sentence faster; a page left open for a day has to be read again.
FEWEST_SECONDS = 3
LONGEST_SECONDS = 86_400
OPENED = "moderation.report"


class ReportForm(forms.Form):
    """What is wrong with a published kit. Two traps tell robots from people, and cost people nothing."""

    reason = forms.ChoiceField(
        label=_("What is wrong with this kit?"),
        choices=KitReport.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong.")},
    )
    details = forms.CharField(
        label=_("Where, and what?"),
        help_text=_("The step, the file, the sentence. For a right that is not respected: whose, and which work."),
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": _("Say in one sentence what is wrong, so that someone can find it.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("Only to tell you what was done. It is erased afterwards."),
        required=False,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"invalid": _("The end of the address is missing. Example: name@townhall.fr")},
    )
    leave_empty = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )
    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, is_signed_in: bool):
        super().__init__(data, initial={"opened": signing.dumps(int(time.time()), salt=OPENED)})
        if is_signed_in:
            del self.fields["email"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("leave_empty"):
            self.restart(_("A hidden field was filled, as robots do. It is empty again: send your report once more."))
        elif not self.is_unhurried(cleaned.get("opened", "")):
            self.restart(
                _("This came too fast or too late for us to be sure that a person wrote it. Send it once more.")
            )
        return cleaned

    def is_unhurried(self, opened: str) -> bool:
        try:
            seconds = time.time() - signing.loads(opened, salt=OPENED)
        except signing.BadSignature:
            return False
        return FEWEST_SECONDS <= seconds <= LONGEST_SECONDS

    def restart(self, sentence) -> None:
        """Refuse, keeping every word, so that sending again is enough for a person."""
        fresh = (
            {"leave_empty": ""}
            if self.is_unhurried(self.data.get("opened", ""))
            else {"leave_empty": "", **self.initial}
        )
        self.data = {**self.data.dict(), **fresh}
        self.add_error(None, sentence)

    def report(self) -> dict:
        """Return what `report_kit` takes."""
        return {name: self.cleaned_data[name] for name in ("reason", "details", "email") if name in self.cleaned_data}


class HandlingForm(forms.Form):
    """What is done about a report, and the texts for who made it and for the authors of the kit."""

    REMOVED, KEPT, UNFOUNDED = "removed", "kept", "unfounded"

    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[
            (KEPT, _("Well founded: the kit stays, its authors are asked to correct it")),
            (REMOVED, _("Well founded: remove the kit from the site")),
            (UNFOUNDED, _("Unfounded: nothing changes")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happens to this kit.")},
    )
    outcome = forms.CharField(
        label=_("Your answer to the person who reported it"),
        help_text=_("What was done, and why."),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Write what was done: who took the trouble to report it reads it.")},
    )
    explanation = forms.CharField(
        label=_("Your message to the authors of the kit"),
        help_text=_("What is wrong, and what they can do. Who reported it is not told to them."),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Write to the authors what is wrong: they have the right to know.")},
    )
    # An unfounded report tells the authors nothing.
    use_required_attribute = False

    def __init__(self, data=None, **options):
        super().__init__(data, **options)
        if data is not None:
            self.fields["explanation"].required = data.get("decision") in (self.KEPT, self.REMOVED)

    def handling(self) -> dict:
        """Return what `handle_report` takes."""
        decision = self.cleaned_data["decision"]
        return {
            "is_right": decision != self.UNFOUNDED,
            "is_removed": decision == self.REMOVED,
            "outcome": self.cleaned_data["outcome"],
            "explanation": "" if decision == self.UNFOUNDED else self.cleaned_data["explanation"],
        }
