from django import forms
from django.utils.translation import gettext_lazy as _


class DisplayForm(forms.Form):
    text = forms.ChoiceField(
        label=_("Text size"),
        choices=[("normal", _("Normal")), ("large", _("Large")), ("larger", _("Very large"))],
        widget=forms.RadioSelect,
    )
    spacing = forms.ChoiceField(
        label=_("Spacing"), choices=[("normal", _("Normal")), ("wide", _("Wide"))], widget=forms.RadioSelect
    )
    theme = forms.ChoiceField(
        label=_("Colours"),
        choices=[("light", _("Light")), ("dark", _("Dark")), ("auto", _("As my device says"))],
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(
        label=_("Language of the interface"),
        choices=[("fr", "Français"), ("en", "English")],
        widget=forms.RadioSelect,
    )
