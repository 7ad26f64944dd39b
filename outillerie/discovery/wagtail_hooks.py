from django.db.models import Max, Min, Sum
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import AdminOnlyMenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from outillerie.discovery.models import SearchLog


class UnmetNeeds(ReportView):
    """What people searched in vain, the most wanted first."""

    page_title = _("Unmet needs")
    header_icon = "search"
    index_url_name = "unmet-needs"
    index_results_url_name = "unmet-needs-results"
    permission_policy = ModelPermissionPolicy(SearchLog)
    any_permission_required = ["view", "change"]
    default_ordering = None
    columns = [
        Column("query", label=_("Words searched")),
        Column("searches", label=_("Times")),
        Column("fewest", label=_("Kits without the filters")),
        Column("last_day", label=_("Last searched")),
    ]
    list_export = ["query", "searches", "fewest", "last_day"]
    export_headings = {
        "query": _("Words searched"),
        "searches": _("Times"),
        "fewest": _("Kits without the filters"),
        "last_day": _("Last searched"),
    }

    def get_filename(self):
        return "besoins-non-couverts"

    def get_queryset(self):
        rows = SearchLog.objects.order_by().values("query")
        counted = rows.annotate(searches=Sum("times"), fewest=Min("results"), last_day=Max("day"))
        return counted.order_by("-searches", "-last_day", "query")


class UnmetNeedsMenuItem(AdminOnlyMenuItem):
    def is_shown(self, request):
        return UnmetNeeds.permission_policy.user_has_any_permission(request.user, UnmetNeeds.any_permission_required)


@hooks.register("register_admin_urls")
def unmet_needs_urls():
    return [
        path("reports/unmet-needs/", UnmetNeeds.as_view(), name="unmet-needs"),
        path("reports/unmet-needs/results/", UnmetNeeds.as_view(results_only=True), name="unmet-needs-results"),
    ]


@hooks.register("register_reports_menu_item")
def unmet_needs_menu_item():
    return UnmetNeedsMenuItem(_("Unmet needs"), reverse("unmet-needs"), icon_name="search", order=700)
