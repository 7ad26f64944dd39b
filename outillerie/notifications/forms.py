from django import forms

from outillerie.accounts.models import User
from outillerie.notifications.kinds import label_of
from outillerie.notifications.models import MailChoice
from outillerie.notifications.queries import mail_choices


class PreferencesForm(forms.Form):
    """One field for each kind of thing that a person may be told; anything else that is posted is ignored."""

    def __init__(self, person: User, *args, **kwargs):
        choices = mail_choices(person)
        super().__init__(*args, initial=choices, **kwargs)
        for kind in choices:
            self.fields[kind] = forms.ChoiceField(label=label_of(kind), choices=MailChoice.choices)
