from django import forms

from catalogue.certifications.models import CertificationBlock


class BlockForm(forms.ModelForm):
    class Meta:
        model = CertificationBlock
        fields = ("title", "code", "other_code")
        widgets = {name: forms.TextInput({"autocomplete": "off"}) for name in ("title", "code", "other_code")}
