from django.urls import path

from outillerie.kits import views

urlpatterns = [
    path("<slug:slug>/", views.kit, name="kit"),
    path("<slug:slug>/v<int:number>/", views.version, name="kit-version"),
    path("<slug:slug>/versions/", views.versions, name="kit-versions"),
    path("<slug:slug>/versions/<int:old>...<int:new>/", views.difference, name="kit-difference"),
    path("<slug:slug>/v<int:number>/kit.json", views.as_json, name="kit-json"),
    path("<slug:slug>/v<int:number>/kit.md", views.as_markdown, name="kit-markdown"),
    path("<slug:slug>/v<int:number>/fichiers/<str:name>", views.file, name="kit-file"),
    path("<slug:slug>/v<int:number>/couverture.webp", views.cover, name="kit-cover"),
    path("<slug:slug>/v<int:number>/images/<str:name>", views.picture, name="kit-picture"),
    path("<slug:slug>/v<int:number>/<slug:form>.<str:ending>", views.printed, name="kit-print"),
]
