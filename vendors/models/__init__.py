"""Who delivers: the vendor, and what is kept about it."""

from vendors.models.access import AccessGrant, AccessLevel, AccessReview, Credential, CredentialRotation, Deviation
from vendors.models.evidence import (
    DataClass,
    Decided,
    Evidence,
    EvidenceKind,
    EvidencePolicy,
    EvidenceRequest,
    Opinion,
    SubProcessing,
)
from vendors.models.files import Scan, VendorFile
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
    "AccessGrant",
    "AccessLevel",
    "AccessReview",
    "Credential",
    "CredentialRotation",
    "DataClass",
    "Decided",
    "Deviation",
    "Evidence",
    "EvidenceKind",
    "EvidencePolicy",
    "EvidenceRequest",
    "Opinion",
    "ProviderType",
    "Scan",
    "Standing",
    "Status",
    "StatusChange",
    "SubProcessing",
    "SubProcessor",
    "Substitution",
    "Vendor",
    "VendorContact",
    "VendorDossier",
    "VendorFile",
    "VendorInterface",
    "VendorKind",
    "VendorRate",
    "WorkerClass",
    "WorkingModel",
]
