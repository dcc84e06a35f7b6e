"""The pages made of several rooms: home, palette, a vendor, portal's home."""

from __future__ import annotations

from django.urls import URLPattern, path

from outsourcing import views

app_name = "outsourcing"
urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("sample/", views.sample_create, name="sample-create"),
    path("palette.json", views.palette, name="palette"),
    path("vendors/concentration/", views.vendor_concentration, name="vendor-concentration"),
    path("vendors/<int:pk>/", views.vendor_detail, name="vendor-detail"),
    path("portal/<int:vendor>/", views.portal_home, name="portal-home"),
]
