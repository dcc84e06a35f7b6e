"""Who delivers: the vendor, and what is kept about it."""

from vendors.models.records import (
    Standing,
    Status,
    StatusChange,
    SubProcessor,
    Substitution,
    VendorContact,
    VendorDossier,
    VendorInterface,
    VendorRate,
    WorkerClass,
    WorkingModel,
)
from vendors.models.vendors import ProviderType, Vendor, VendorKind

__all__ = [
    "ProviderType",
    "Standing",
    "Status",
    "StatusChange",
    "SubProcessor",
    "Substitution",
    "Vendor",
    "VendorContact",
    "VendorDossier",
    "VendorInterface",
    "VendorKind",
    "VendorRate",
    "WorkerClass",
    "WorkingModel",
]
