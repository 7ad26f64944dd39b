"""Where a badge may be shown elsewhere: a link, a code to embed, LinkedIn. Addresses are the permanent ones."""

from urllib.parse import urlencode

from django.utils import timezone
from django.utils.html import format_html

from badges.awarding.models import Credential
from badges.issuing.addresses import image_url, page_url

LINKEDIN = "https://www.linkedin.com/profile/add"
EMBEDDED_PIXELS = 200


def public_url(credential: Credential) -> str:
    return page_url(credential.get_absolute_url())


def embed_code(credential: Credential) -> str:
    """Return HTML without any script, to paste into one's own page: the image of the badge, which leads to its page."""
    return format_html(
        '<a href="{}"><img src="{}" alt="{}" width="{}" height="{}"></a>',
        public_url(credential),
        image_url(credential.version.svg),
        credential.version.content.name,
        EMBEDDED_PIXELS,
        EMBEDDED_PIXELS,
    )


def linkedin_url(credential: Credential) -> str:
    """Return the address of the form where LinkedIn adds a certification. Its months go from 1 to 12, as ours."""
    awarded = timezone.localtime(credential.awarded_at)
    facts = {
        "startTask": "CERTIFICATION_NAME",
        "name": credential.version.content.name,
        "organizationName": credential.issuer.name,
        "issueYear": awarded.year,
        "issueMonth": awarded.month,
        "certUrl": public_url(credential),
        "certId": credential.uuid,
    }
    if credential.valid_until:
        ends = timezone.localtime(credential.valid_until)
        facts |= {"expirationYear": ends.year, "expirationMonth": ends.month}
    return f"{LINKEDIN}?{urlencode(facts)}"
