"""The pages made of several rooms: home, palette, a vendor, portal's home."""

from __future__ import annotations

from django.urls import URLPattern, path

from outsourcing import views
from outsourcing.partners import views as partners
from sourcing.views import allocation

app_name = "outsourcing"
urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("sample/", views.sample_create, name="sample-create"),
    path("palette.json", views.palette, name="palette"),
    path("vendors/concentration/", views.vendor_concentration, name="vendor-concentration"),
    path("vendors/redundancy/", partners.vendor_redundancy, name="vendor-redundancy"),
    path("vendors/<int:pk>/", views.vendor_detail, name="vendor-detail"),
    path("processes/<int:process>/shares/", partners.allocation_detail, name="allocation-detail"),
    path("processes/<int:process>/shares/new/", allocation.allocation_create, name="allocation-create"),
    path("processes/<int:process>/routes/new/", allocation.route_create, name="workroute-create"),
    path("processes/routes/<int:pk>/retire/", allocation.route_retire, name="workroute-retire"),
    path("processes/<int:process>/comparison/", partners.process_comparison, name="process-comparison"),
    path("portal/<int:vendor>/", views.portal_home, name="portal-home"),
]
