"""One sentence for each reason of a verdict. Codes are those of `formats/`, of `badges.openbadges` and of the gate."""

from django.utils.translation import gettext_lazy as _

MORE_THAN_SIGNED = _("It says things that its signature does not cover. Do not rely on it.")
NOT_THEIR_KEY = _("It is signed with a key that its issuer does not publish as its own. Do not rely on it.")
NOT_PROVED = _("What should prove it does not prove it: it may come from anybody.")
NO_ANSWER = _("The site of its issuer does not answer as it should. Try again later.")
NOT_FOLLOWED = _("It leads to an address that we do not read: only public addresses in https:// are.")
BEYOND = _("It is made in a way that we do not know. Verify it with the tool of its issuer.")
TOO_MUCH = _("It is too heavy, or too intricate, to be verified here.")
DAMAGED = _("This file is damaged. Download the badge again where you received it, then try again.")
NO_BADGE = _(
    "There is no badge in this file, nor a readable QR code. Pictures that were shared or resized lose their badge: give the file as you received it."
)
UNKNOWN_KIND = _(
    "We do not recognise this. Give a PNG, SVG, PDF or JSON file, a photograph of a QR code, an address, or the 8 signs of a code."
)

# The badge is whole, or it is not.
CONTENT = {
    "signed": _("Its digital signature fits what it says."),
    "our-bytes": _("It is what was signed, letter for letter."),
    "our-former-bytes": _(
        "It is what was signed, letter for letter. It was issued again on %(reissued_at)s: its holder has a newer file."
    ),
    "at-its-address": _("It is published at the address of its issuer."),
    "wrong-signature": _("What it says does not fit its signature. Do not rely on it."),
    "other-bytes": _(
        "It bears the name of a badge that was awarded here, and does not say the same. Do not rely on it."
    ),
    "not-as-hosted": _("It does not say what its issuer publishes. Do not rely on it."),
    "not-ours": _("It says that it comes from here, and we never awarded it. Do not rely on it."),
    "compromised-key": _("It is signed with a key that nobody should trust any more. Ask its holder for a newer file."),
    "retired-key": _("It is signed with a key that its issuer no longer used then. Do not rely on it."),
    "undefined-term": MORE_THAN_SIGNED,
    "relative-address": MORE_THAN_SIGNED,
    "inner-context": MORE_THAN_SIGNED,
    "wrong-key": NOT_THEIR_KEY,
    "wrong-method": NOT_THEIR_KEY,
    "no-proof": _("Nothing in it proves where it comes from."),
    "wrong-purpose": NOT_PROVED,
    "wrong-algorithm": NOT_PROVED,
    "wrong-header": NOT_PROVED,
    "wrong-shape": NOT_PROVED,
    "unreadable-token": NOT_PROVED,
    "wrong-claim": _("The two parts of its token contradict each other. Do not rely on it."),
    "not-at-its-address": _("It is not the badge of the address that it names. Do not rely on it."),
    "another-origin": _("Its parts come from sites that do not vouch for one another. Do not rely on it."),
}

# Issuer, dates, status, recipient.
OTHERS = {
    # Of the content, and neither proved nor refuted.
    "no-trace": _(
        "It bears our signature, and we keep no trace of it: it was awarded shortly before a breakdown of this site, or by somebody who stole a key. Ask whoever awarded it."
    ),
    "ours": _("This issuer awards its badges on this site."),
    "in-directory": _("This issuer is in our directory of known organisations."),
    "in-folder": _("Its keys and its lists are those of the folder that you gave."),
    "not-in-directory": _(
        "It says that it comes from “%(issuer)s”. Anybody can write a name: make sure of it before you rely on it."
    ),
    "until": _("It is valid until %(valid_until)s."),
    "no-end": _("It has no end date."),
    "expired": _("It was valid until %(valid_until)s. The person can renew it."),
    "not-yet-valid": _("It will be valid from %(valid_from)s."),
    "unreadable-dates": _("Its dates are not written as they should be."),
    "not-revoked-here": _("It was not revoked."),
    "not-revoked": _("It was not revoked, says the list of its issuer of %(known_at)s."),
    "not-revoked-undated": _("It was not revoked, says the list of its issuer."),
    "still-there": _("It was not revoked: its issuer still publishes it."),
    "in-copy": _("It was not revoked when this copy was made. What happened since is not known here."),
    "no-status": _("Its issuer keeps no list of revoked badges."),
    "suspended": _("Its issuer has suspended it."),
    "erased": _("It was erased at its holder’s request."),
    "withdrawn": _("The organisation that wrote this endorsement took it back."),
    "withdrawn-here": _("%(issuer)s took this endorsement back on %(withdrawn_at)s."),
    "wrong-list": _("The list of revoked badges of its issuer is not right: it says nothing. Try again later."),
    "lapsed-list": _("The list of revoked badges of its issuer is too old to say anything. Try again later."),
    "theirs": _("The e-mail address that you typed is the right one."),
    "not-theirs": _("The e-mail address that you typed is not the one that the badge was awarded to."),
    "nobody-named": _("The badge names no e-mail address."),
}

# What is said otherwise of an endorsement.
OF_ENDORSEMENTS = {
    "other-bytes": _(
        "This document bears the name of an endorsement that was signed here, and does not say the same. Do not rely on it."
    ),
    "not-ours": _("This document says that it comes from here, and we keep no such endorsement. Do not rely on it."),
    "no-trace": _(
        "It bears our signature, and we keep no trace of it: it was signed shortly before a breakdown of this site, or by somebody who stole a key. Ask the organisation that it names."
    ),
    "compromised-key": _("It is signed with a key that nobody should trust any more. Do not rely on it."),
    "expired": _("This endorsement was valid until %(valid_until)s."),
    "no-status": _("Its issuer does not say what it takes back."),
    "nobody-named": _("An endorsement is awarded to nobody."),
}

# What could not be read elsewhere, or followed here.
FAR = {
    "unreachable": NO_ANSWER,
    "bad-certificate": NO_ANSWER,
    "too-slow": NO_ANSWER,
    "redirect": _("One of its addresses leads to another, which we do not follow. Give the file of the badge instead."),
    "unreadable": NO_ANSWER,
    "unreadable-answer": NO_ANSWER,
    "not-in-folder": _("The folder does not hold what its issuer publishes."),
    "bad-address": NOT_FOLLOWED,
    "not-https": NOT_FOLLOWED,
    "refused-address": NOT_FOLLOWED,
    "unknown-issuer-kind": BEYOND,
    "unknown-proof-kind": BEYOND,
    "unknown-status-kind": BEYOND,
    "unknown-context": BEYOND,
    "intricate": TOO_MUCH,
    "too-heavy": TOO_MUCH,
    "too-big": TOO_MUCH,
    "too-deep": TOO_MUCH,
    "too-many": TOO_MUCH,
}

# Nothing was read at all.
READING = {
    "empty": _("Give a code, an address, a file or the text of a badge."),
    "unknown-code": _("We do not find this code. Check its 8 signs."),
    "needs-the-site": _("A code alone can only be verified on the site that gave it. Give the file of the badge."),
    "unknown-here": _("There is no badge at this address."),
    "no-badge": NO_BADGE,
    "several-codes": _("Several QR codes are on this picture. Take one where there is only that of the badge."),
    "no-badge-there": _("This address leads to a page, not to a badge. Give the file of the badge instead."),
    "unknown-kind": UNKNOWN_KIND,
    "not-svg": UNKNOWN_KIND,
    "not-png": DAMAGED,
    "damaged": DAMAGED,
    "entities": DAMAGED,
    "several-badges": _("This picture carries several badges at once: we cannot tell which one it is."),
    "not-a-badge": _("This document is not a badge."),
    "endorsement-only": _(
        "There is no badge in this file: it carries an endorsement alone, which is what an organisation says of a badge. Give the file of the badge."
    ),
    "not-json": _("This text is not that of a badge: something is missing in it. Copy it again, whole."),
    "too-big": _("It is too big to be a badge."),
    "too-heavy": TOO_MUCH,
}
