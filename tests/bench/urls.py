from django.http import HttpResponse
from django.urls import include, path


def constant(request):
    return HttpResponse("constant", headers={"Cache-Control": "no-store"})


urlpatterns = [path("bench/constant/", constant), path("", include("outillerie.urls"))]
