from django.urls import path

from outillerie.moderation import views

urlpatterns = [
    path("relecture/", views.queue, name="review-queue"),
    path("relecture/<int:pk>/", views.review, name="review"),
    path("relecture/<int:pk>/fichiers/<str:name>", views.file, name="review-file"),
    path("relecture/<int:pk>/confiance/", views.change_trust, name="review-trust"),
    path("relecture/signalements/<int:pk>/", views.report_review, name="report-review"),
    path("contribuer/<int:pk>/relecture/", views.kit_review, name="kit-review"),
    path("contribuer/<int:pk>/relecture/retirer/", views.withdraw_kit, name="kit-withdraw"),
    path("kits/<slug:slug>/signaler/", views.report_problem, name="report-kit"),
    path("kits/<slug:slug>/signaler/merci/", views.thanks, name="report-thanks"),
    path("signalements/<int:pk>/", views.outcome, name="report-outcome"),
]
