"""What Wagtail keeps of those who work in the back office, and of those whose pages it keeps."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry, Page

from outillerie.accounts.models import User
from outillerie.accounts.personal_data import EVERY_FIELD, Fate, Holding, declare, declare_not_personal, holdings
from outillerie.privacy.account_holdings import OF_OTHERS, about
from outillerie.privacy.processings import ACCOUNT, CONTRIBUTIONS, SECURITY


def entries_about(person: User) -> QuerySet:
    return ModelLogEntry.objects.filter(**about(person))


def pages_of(person: User) -> QuerySet:
    """Return the pages of `person` that have no row of their own, as kits have."""
    own = {holding.model_class() for holding in holdings() if issubclass(holding.model_class(), Page)} - {Page}
    return Page.objects.filter(owner=person).not_type(*own)


def declare_pages() -> None:
    declare(
        Holding(
            model="wagtailcore.Page",
            name=_("Pages made in the back office"),
            processing=CONTRIBUTIONS,
            fate=Fate.UNLINKED,
            whose="owner",
            find=pages_of,
            section="pages",
            fields=("title", "url_path", "live", "first_published_at"),
            sealed=(EVERY_FIELD,),
            withheld=_("What the hub says is the hub’s."),
        ),
        Holding(
            model="wagtailcore.Page",
            name=_("Pages that this person locked"),
            processing=SECURITY,
            fate=Fate.UNLINKED,
            whose="locked_by",
            emptied={"locked": False, "locked_at": None},
            section="locked_pages",
            fields=("title", "locked_at"),
        ),
        Holding(
            model="wagtailcore.Revision",
            name=_("Successive states of pages"),
            processing=CONTRIBUTIONS,
            fate=Fate.UNLINKED,
            remains=_("What was never published of a published kit is deleted, unless it belongs to an organisation."),
            whose="user",
            section="revisions",
            fields=("object_str", "created_at"),
            sealed=("content",),
            withheld=_("The newest state of one’s own kits is in the folder “kits”."),
        ),
        Holding(
            model="wagtailcore.Comment",
            name=_("Comments"),
            processing=CONTRIBUTIONS,
            fate=Fate.DELETED,
            whose="user",
            section="comments",
            fields=("page", "text", "created_at", "updated_at", "resolved_at"),
        ),
        Holding(
            model="wagtailcore.Comment",
            name=_("Comments that this person settled"),
            processing=CONTRIBUTIONS,
            fate=Fate.UNLINKED,
            whose="resolved_by",
            withheld=OF_OTHERS,
        ),
        Holding(
            model="wagtailcore.CommentReply",
            name=_("Answers to comments"),
            processing=CONTRIBUTIONS,
            fate=Fate.DELETED,
            whose="user",
            section="comment_replies",
            fields=("text", "created_at", "updated_at"),
        ),
        Holding(
            model="wagtailcore.PageSubscription",
            name=_("Pages followed in the back office"),
            processing=ACCOUNT,
            fate=Fate.DELETED,
            whose="user",
            section="page_subscriptions",
            fields=("page", "comment_notifications"),
        ),
    )


def declare_traces() -> None:
    log = {"processing": SECURITY, "fate": Fate.UNLINKED, "whose": "user", "fields": ("timestamp", "action", "label")}
    declare(
        Holding(model="wagtailcore.PageLogEntry", name=_("What this person did to pages"), section="page_log", **log),
        Holding(model="wagtailcore.ModelLogEntry", name=_("What this person did elsewhere"), section="model_log", **log),
        Holding(
            model="wagtailcore.ModelLogEntry",
            name=_("What was done to this account"),
            processing=SECURITY,
            fate=Fate.DELETED,
            find=entries_about,
            section="account_log",
            fields=("timestamp", "action", "label"),
        ),
        Holding(
            model="wagtailadmin.EditingSession",
            name=_("Pages open in the back office"),
            processing=SECURITY,
            fate=Fate.DELETED,
            whose="user",
            section="editing_sessions",
            fields=("last_seen_at", "is_editing"),
        ),
        Holding(
            model="wagtailadmin.FormState",
            name=_("What was typed in the back office and not saved"),
            processing=CONTRIBUTIONS,
            fate=Fate.DELETED,
            whose="user",
            section="form_states",
            fields=("data", "last_updated_at"),
        ),
        Holding(
            model="wagtailcore.UploadedFile",
            name=_("Files on their way in the back office"),
            processing=CONTRIBUTIONS,
            fate=Fate.DELETED,
            whose="uploaded_by_user",
            section="uploads_under_way",
            fields=("file",),
        ),
        Holding(
            model="wagtailcore.APIToken",
            name=_("Keys of programs"),
            processing=SECURITY,
            fate=Fate.DELETED,
            whose="user",
            section="api_tokens",
            fields=("name", "prefix", "created", "last_used_at", "revoked_at"),
            sealed=("key_hash",),
            withheld=_("Keys: whoever holds them is signed in."),
        ),
        Holding(
            model="wagtailusers.UserProfile",
            name=_("Choices in the back office"),
            processing=ACCOUNT,
            fate=Fate.DELETED,
            whose="user",
            section="back_office_profile",
            fields=(
                "preferred_language", "current_time_zone", "avatar", "theme", "contrast", "density", "keyboard_shortcuts",
                "dismissibles", "submitted_notifications", "approved_notifications", "rejected_notifications",
                "updated_comments_notifications",
            ),
        ),
    )  # fmt: skip


def declare_what_is_not_personal() -> None:
    declare_not_personal("outillerie.PlainPage", "a text of the hub", "kind", "lead", "body")
    which = ("content_type", "object_id")
    for model in ("wagtailcore.PageLogEntry", "wagtailcore.ModelLogEntry"):
        technical = ("data", "uuid", "revision", "content_changed", "deleted", "content_type", "object_id", "page")
        declare_not_personal(model, "what was done, not who did it", *technical)
    declare_not_personal("wagtailcore.Revision", "which state of which page", *which, "base_content_type")
    declare_not_personal("wagtailcore.Revision", "when it will be published", "approved_go_live_at")
    declare_not_personal("wagtailcore.Comment", "where the comment is", "contentpath", "position", "revision_created")
    declare_not_personal("wagtailcore.CommentReply", "what it answers", "comment")
    declare_not_personal("wagtailadmin.EditingSession", "which page", *which)
    declare_not_personal("wagtailadmin.FormState", "which page", *which, "parent_object_id")
    declare_not_personal("wagtailcore.UploadedFile", "what it will be", "for_content_type")
