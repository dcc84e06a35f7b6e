"""Whether a submitted version is still what was sealed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from finance.case import Findings, findings_json, fingerprint, seal
from finance.models import CaseVersion


def fault_of(version: CaseVersion, findings: Findings) -> str:
    """What is wrong with a version's seal, or that its inputs come to other figures today; "" for nothing."""
    if version.is_draft:
        return ""
    inputs, whole = fingerprint(version.document), seal(version.document, version.results)
    if (inputs, whole) != (version.input_hash, version.seal):
        return _("The seal is broken: this is not what was submitted. Do not decide, and tell who runs this workspace.")
    if findings_json(findings) != version.results:
        return _("Computed today the figures differ from those that were sealed; what was sealed counts.")
    return ""
