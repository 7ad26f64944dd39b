"""What people type to endorse a badge."""

import re
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.utils.translation import gettext_lazy as _

from badges.achievements.models import Achievement
from badges.awarding.models import Credential
from badges.browsing.queries import known_achievements
from badges.endorsing.permissions import can_be_endorsed, endorsers_for

GIVEN = re.compile(r"(?:^|/)(?:badge|openbadges/credentials)/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:[/.]|$)")
EARNED = re.compile(r"(?:^|/)badges/([-\w]+)/(?:v[0-9]+/)?$")


def path_here(address: str) -> str:
    """Return the path of an address of this site; nothing of another site, whose badges may have the same names."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    host, _port = split_domain_port(parts.netloc)
    return parts.path if not parts.netloc or validate_host(host, settings.ALLOWED_HOSTS) else ""


class EndorsementForm(forms.Form):
    endorser = forms.ModelChoiceField(
        queryset=None, label=_("In the name of"), error_messages={"required": _("Choose an organisation to continue.")}
    )
    subject = forms.CharField(
        label=_("Address of the badge"),
        max_length=300,
        help_text=_("That of the page of a badge, or of a badge that somebody shows. Copy it from your browser."),
        error_messages={"required": _("Copy the address of a badge to continue.")},
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "url"}),
    )
    comment = forms.CharField(
        label=_("What you say of it"),
        max_length=1000,
        help_text=_("What you know of it, and what it is worth to you. It is public, and signed."),
        error_messages={"required": _("Write what your organisation says of this badge.")},
        widget=forms.Textarea({"rows": 5}),
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["endorser"].queryset = endorsers_for(by)

    def clean_subject(self) -> dict:
        """Return what the address names: {"achievement": …} or {"credential": …}. What is hidden is not found."""
        path = path_here(self.cleaned_data["subject"].strip())
        if match := GIVEN.search(path):
            credential = Credential.objects.filter(uuid=match[1]).first()
            if credential and can_be_endorsed(credential):
                return {"credential": credential}
        elif match := EARNED.search(path):
            found = known_achievements().filter(slug=match[1], state=Achievement.State.PUBLISHED).first()
            if found:
                return {"achievement": found}
        raise forms.ValidationError(_("We find no badge at this address. Open its page, then copy the whole address."))
