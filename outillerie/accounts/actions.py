from allauth.account.models import EmailAddress

from outillerie.accounts.models import User


def trust_address(user: User) -> EmailAddress:
    """Count the address of `user` as confirmed: whoever made this account by hand answers for it."""
    address, _is_new = EmailAddress.objects.update_or_create(
        user=user, email=user.email.lower(), defaults={"primary": True, "verified": True}
    )
    return address
