"""The base of every form over a tenant's row."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import Membership, Organization, User
from foundation.accounts.tenancy.context import TenancyError

PLACES_OF_MONEY: Final = 2


class TenantModelForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only in the stubs
    """A model form inside one workspace: ``Form(request.POST or None, organization=request.organization)``.

    - The row belongs to ``organization`` before anything is validated, and uniqueness is checked with it, expressions
      and conditions included, so that a duplicate is a message at its field. Values that the view puts on
      ``form.instance`` before ``is_valid()`` take part.
    - Foreign keys offer rows of the workspace alone; people are its living staff (and whoever is chosen already).
    - A stored number shows the digits that it has: 5 for 5.0000. What has two places, as money, keeps them.

    A constraint's own ``violation_error_message`` is shown when it has one.

    Raises:
        TenancyError: when the instance is a row of another organization.
    """

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organization = organization
        if not self.instance._state.adding and self.instance.organization_id != organization.pk:
            raise TenancyError(f"{self.instance!r} belongs to another organization")
        self.instance.organization_id = organization.pk
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = self._of_the_workspace(name, field.queryset)
            stored = self.initial.get(name)
            if isinstance(stored, Decimal) and getattr(field, "decimal_places", None) != PLACES_OF_MONEY:
                self.initial[name] = f"{stored.normalize():f}"

    def _of_the_workspace(self, name: str, rows: models.QuerySet[Any] | None) -> models.QuerySet[Any] | None:
        if rows is None:
            return None
        if rows.model is User:
            at_work = Membership.objects.filter(
                organization=self.organization, user=OuterRef("pk"), vendor_id=None, left_at=None
            )
            return rows.filter(Q(Exists(at_work)) | Q(pk=getattr(self.instance, f"{name}_id", None)))
        if any(field.name == "organization" for field in rows.model._meta.local_fields):
            return rows.filter(organization=self.organization)
        return rows

    def validate_unique(self) -> None:
        """Django's own check, then the constraints that it leaves out because organization is in no form."""
        super().validate_unique()
        wrong = {name for name in self.errors if name in self.fields}
        for constraint in self._meta.model._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint):
                self._check(constraint, wrong)

    def _check(self, constraint: models.UniqueConstraint, wrong: set[str]) -> None:
        try:
            constraint.validate(self._meta.model, self.instance, exclude=wrong)
        except ValidationError as error:
            named = [name for name in fields_of(constraint) if name in self.fields]
            if constraint.violation_error_message != constraint.default_violation_error_message:
                message: Any = error.messages
            elif len(named) == 1:
                message = _("Another one has this %(field)s already.") % {"field": self.fields[named[0]].label}
            else:
                message = _("This exists already.")
            self.add_error(named[-1] if named else None, message)


def fields_of(constraint: models.UniqueConstraint) -> list[str]:
    """The names of the fields that a constraint speaks of, in its order."""
    found = list(constraint.fields)
    for expression in constraint.expressions:
        flat = expression.flatten() if hasattr(expression, "flatten") else [expression]
        found += [str(part.name) for part in flat if isinstance(part, models.F)]  # type: ignore[attr-defined]  # F has one
    return found
