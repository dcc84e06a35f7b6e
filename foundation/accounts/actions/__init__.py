"""What changes who may see what."""

from foundation.accounts.actions.organizations import create_organization

__all__ = ["create_organization"]
