from django.conf import settings
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from outillerie.accounts.views import back_office_log_out, back_office_sign_in

urlpatterns = [
    # One way to sign in, one way out: the back office's own form has no rate limit.
    path("admin/login/", back_office_sign_in),
    path("admin/logout/", back_office_log_out),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("compte/", include("outillerie.accounts.urls")),
    path("contribuer/", include("outillerie.writing.urls")),
    path("contribuer/", include("outillerie.arrivals.urls")),
    path("kits/", include("outillerie.kits.urls")),
    path("collections/", include("outillerie.collections.urls")),
    path("", include("outillerie.moderation.urls")),
    path("", include("outillerie.remix.urls")),
    path("", include("outillerie.field_reports.urls")),
    path("", include("outillerie.notifications.urls")),
    path("", include("outillerie.people.urls")),
    path("", include("outillerie.privacy.urls")),
    path("", include("catalogue.urls")),
    path("", include("badges.urls")),
    path("", include("outillerie.discovery.urls")),
    path("", include("outillerie.pages.urls")),
    path("", include(wagtail_urls)),
]
handler404 = "outillerie.errors.not_found"
handler403 = "outillerie.errors.forbidden"
handler500 = "outillerie.errors.broken"
handler400 = "outillerie.errors.bad_request"
# Asked for by django-allauth.
handler429 = "outillerie.accounts.views.too_many_requests"
if settings.DEBUG and not settings.TESTING:
    from django.contrib.staticfiles.urls import staticfiles_urlpatterns

    urlpatterns = staticfiles_urlpatterns() + urlpatterns
