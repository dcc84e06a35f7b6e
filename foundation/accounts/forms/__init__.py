"""Forms about people and workspaces, and the base of every form over a tenant's row."""

from foundation.accounts.forms.tenant import TenantModelForm

__all__ = ["TenantModelForm"]
