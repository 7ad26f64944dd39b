from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns = [
    # One way to sign in: the back office's own forms have no rate limit.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("compte/", include("outillerie.accounts.urls")),
    path("kits/", include("outillerie.kits.urls")),
    path("", include("outillerie.discovery.urls")),
    path("", include("outillerie.pages.urls")),
    path("", include(wagtail_urls)),
]
handler404 = "outillerie.errors.not_found"
handler403 = "outillerie.errors.forbidden"
handler500 = "outillerie.errors.broken"
handler400 = "outillerie.errors.bad_request"
if settings.DEBUG and not settings.TESTING:
    from django.contrib.staticfiles.urls import staticfiles_urlpatterns

    urlpatterns = staticfiles_urlpatterns() + urlpatterns
