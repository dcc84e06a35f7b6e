from __future__ import annotations

from django.urls import URLPattern, path

from foundation.outbox.views import deliveries

app_name = "outbox"
urlpatterns: list[URLPattern] = [
    path("deliveries/", deliveries.delivery_list, name="delivery-list"),
    path("deliveries/cancel/", deliveries.delivery_cancel_many, name="delivery-cancel-many"),
    path("deliveries/<int:pk>/", deliveries.delivery_detail, name="delivery-detail"),
    path("deliveries/<int:pk>/cancel/", deliveries.delivery_cancel, name="delivery-cancel"),
    path("deliveries/<int:pk>/resend/", deliveries.delivery_resend, name="delivery-resend"),
    path("deliveries/<int:pk>/settle/", deliveries.delivery_settle, name="delivery-settle"),
    path("deliveries/documents/<int:pk>/", deliveries.document_download, name="document-download"),
]
