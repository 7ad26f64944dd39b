"""Knowing that an account is awake: its last day of activity, written once a day at most."""

from django.utils import timezone

from outillerie.privacy.actions import note_activity


class LastActive:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        # Only if the page asked who it was: finding out would cost every other one two queries.
        if hasattr(request, "_cached_user") and request.user.is_authenticated:
            today = timezone.localdate()
            if request.user.last_active_on != today:
                note_activity(request.user, today)
        return response
