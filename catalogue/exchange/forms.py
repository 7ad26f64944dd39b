"""What a certificate needs to know of an enrolment."""

from django import forms

from catalogue.learning.models import Enrolment


class TraineeForm(forms.ModelForm):
    class Meta:
        model = Enrolment
        fields = ["trainee_type", "employer"]
