"""The purposes that personal data serve here: the lines of the hub's register of processing."""

from django.utils.translation import gettext_lazy as _

from outillerie.accounts.personal_data import Basis, Processing

TEAM_AND_HOST = _("The hub’s team, and its host, who acts on its instructions.")

ACCOUNT = Processing(
    code="account",
    rank=1,
    name=_("Accounts"),
    purpose=_("Signing in, and knowing who may do what."),
    basis=Basis.CONTRACT,
    recipients=TEAM_AND_HOST,
    kept=_(
        "Until the person erases their account. After 2 years without a visit it is erased: the person is warned 30 days"
        " and 7 days before. An address that nobody confirmed: 30 days."
    ),
)
PROFILE = Processing(
    code="profile",
    rank=2,
    name=_("Public page"),
    purpose=_("Introducing oneself to the network, for those who want it: nothing is shown unless the person says so."),
    basis=Basis.CONSENT,
    recipients=_("Everyone, if the person makes their page public; nobody else."),
    kept=_("Until the person changes their mind or erases their account."),
)
CONTRIBUTIONS = Processing(
    code="contributions",
    rank=3,
    name=_("Kits, field reports and collections"),
    purpose=_("Writing, publishing and improving kits together, and crediting their authors, as their licences ask."),
    basis=Basis.CONTRACT,
    recipients=_(
        "Everyone, for what is published. For drafts: their authors, their organisation, and those who read proposals."
    ),
    kept=_(
        "Drafts: as long as the account. What is published stays under its licence, signed with the name that the person"
        " chose, another one, or none."
    ),
)
ORGANISATIONS = Processing(
    code="organisations",
    rank=4,
    name=_("Organisations and their members"),
    purpose=_("Knowing who works with whom, and who may edit the kits of an organisation."),
    basis=Basis.CONTRACT,
    recipients=_("The members of the organisation and the hub’s team."),
    kept=_("Until the person leaves the organisation or erases their account. An invitation: 90 days."),
)
MODERATION = Processing(
    code="moderation",
    rank=6,
    name=_("Readings and reports"),
    purpose=_("Publishing content that can be relied upon, and answering for what was decided."),
    basis=Basis.INTEREST,
    recipients=_("Those who read proposals. The author reads what concerns their kit."),
    kept=_("Reports, and the words of decisions: 3 years after the decision."),
)
MESSAGES = Processing(
    code="messages",
    rank=5,
    name=_("Notifications and e-mail"),
    purpose=_("Telling people what concerns their contributions, as they chose."),
    basis=Basis.CONTRACT,
    recipients=_("The person alone, through the hub’s mail server."),
    kept=_(
        "A notification: 12 months after it was read, 24 months otherwise. The content of a mail: until it is sent; one"
        " that cannot be sent: 90 days."
    ),
)
SECURITY = Processing(
    code="security",
    rank=7,
    name=_("Security and traces"),
    purpose=_("Keeping a person signed in, and knowing who did what in the back office and who fetched personal data."),
    basis=Basis.INTEREST,
    recipients=_("The administrators of the hub, and its host."),
    kept=_(
        "A session: 14 days at most. The log of the back office forgets names after 12 months. Access to personal data:"
        " 12 months."
    ),
)
RIGHTS = Processing(
    code="rights",
    rank=8,
    name=_("Rights of people"),
    purpose=_("Giving people their data, and being able to prove which terms they accepted."),
    basis=Basis.OBLIGATION,
    recipients=_("The person alone."),
    kept=_("An export: 7 days. Acceptances of the terms: as long as the account."),
)
