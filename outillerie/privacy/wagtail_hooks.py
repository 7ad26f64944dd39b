"""Deleting an account in the back office erases it as its person would: nothing of it is left behind."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks

from outillerie.accounts.models import User
from outillerie.errors import Refused
from outillerie.privacy.actions import Credit, erase


@hooks.register("before_delete_user")
def erase_one(request, person):
    return erase_in_back_office(request, [person])


@hooks.register("before_bulk_action")
def erase_many(request, action_type, objects, action):
    people = [item for item in objects if isinstance(item, User)]
    return erase_in_back_office(request, people) if action_type == "delete" and people else None


def erase_in_back_office(request, people):
    """Erase `people` once it is confirmed; what they published stays signed as it is."""
    if request.method != "POST":
        return None
    for person in people:
        try:
            erase(person, credit=Credit.SHOWN)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The account is erased. What it published stays, signed as it was."))
    return redirect("wagtailusers_users:index")
