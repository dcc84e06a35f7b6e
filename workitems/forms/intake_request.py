"""The form by which work is asked for: the same on the page, through the API and in a mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagements.models import Engagement, Segment
from foundation.accounts.models import Organization
from workitems.forms.intake_fields import (
    OWN,
    ZONE,
    EvidenceFilesField,
    LinesField,
    LocalTimeField,
    answer_text,
    instant_from,
    own_fields,
    zone_field,
)
from workitems.forms.intake_places import EngagementChoice, Places, SegmentChoice
from workitems.forms.intake_words import fault_text, missing_texts
from workitems.intake.drafts import Answer, Draft, Upload
from workitems.intake.splitting import Split, propose_split
from workitems.intake.wording import Fault, description_fault, outcome_fault, title_fault
from workitems.models import FieldKind
from workitems.queries.intake import FormParts

MAIN: Final = ("problem", "outcome", "steps", "criteria", "known", "verification")
FATE: Final = ("due_at", "due_zone", "engagement", "segment", "priority")
PROOF: Final = ("checklist", "evidence_before", "evidence_after", "attachments")
LISTS: Final = ("criteria", "checklist", "evidence_before", "evidence_after")
TEXTS: Final = ("title", "problem", "outcome", "known", "steps", "verification", "item_type", "priority")


class RequestForm(forms.Form):
    """What a request says. Unless ``strict`` (a pattern being written) nothing is needed and no wording is judged.

    ``now`` is the moment of asking: a deadline lies after it.
    """

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        help_text=gettext_lazy("One task. For example: Router in the Leeds office drops Wi-Fi every afternoon."),
    )
    problem = forms.CharField(
        label=gettext_lazy("Problem"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("What is wrong or needed, for whom, since when. A sentence or two."),
    )
    outcome = forms.CharField(
        label=gettext_lazy("Desired outcome"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("What is true when it is done. For example: Wi-Fi holds for a whole working day."),
    )
    known = forms.CharField(
        label=gettext_lazy("What is known"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("What was tried, links, people to ask."),
    )
    steps = forms.CharField(
        label=gettext_lazy("Instructions"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("How to go about it, step by step, as far as you know."),
    )
    verification = forms.CharField(
        label=gettext_lazy("How it is verified"),
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Who looks, and at what."),
    )
    criteria = LinesField(
        label=gettext_lazy("Acceptance criteria"),
        help_text=gettext_lazy("One a line. Each is answered pass or fail when the work is done."),
    )
    due_at = LocalTimeField(label=gettext_lazy("Due"))
    checklist = LinesField(
        label=gettext_lazy("Checklist"), required=False, help_text=gettext_lazy("In order, one a line.")
    )
    evidence_before = LinesField(
        label=gettext_lazy("Evidence before the work"),
        required=False,
        help_text=gettext_lazy("One a line, for example: Backup made, and where it lies."),
    )
    evidence_after = LinesField(
        label=gettext_lazy("Evidence after the work"),
        required=False,
        help_text=gettext_lazy("One a line, for example: Screenshot of the result."),
    )
    attachments = EvidenceFilesField(
        label=gettext_lazy("Files"), required=False, help_text=gettext_lazy("Up to ten, 10 MB each.")
    )

    def __init__(
        self,
        *args: Any,
        parts: FormParts,
        places: Places,
        organization: Organization,
        now: datetime,
        strict: bool = True,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = form_presets(parts) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.parts, self.places, self.now, self.strict = parts, places, now, strict
        self.zone = organization.time_zone
        self.fields["due_zone"] = zone_field(_("Time zone of the deadline"), self.zone)
        self._add_choices()
        self.fields |= own_fields(parts.fields, zone=self.zone, strict=strict)
        for name, words in missing_texts().items():
            self.fields[name].error_messages["required"] = words
        self.order_fields(["title", "item_type", *MAIN, *(name for name in self.fields if name.startswith(OWN)), *FATE])
        if not strict:
            for field in self.fields.values():
                field.required = False
            for name in ("attachments", "due_at"):
                del self.fields[name]

    def groups(self) -> dict[str, list[forms.BoundField]]:
        """The fields as the page shows them: ``asked`` (what is wanted), ``fate`` (when and by whom), ``proof``."""
        found: dict[str, list[forms.BoundField]] = {"asked": [], "fate": [], "proof": []}
        for bound in self:
            found["fate" if bound.name in FATE else "proof" if bound.name in PROOF else "asked"].append(bound)
        return found

    def _add_choices(self) -> None:
        form, places = self.parts.form, self.places
        if form.item_types:
            kinds = [("", _("Choose")), *((each, each) for each in form.item_types)]
            self.fields["item_type"] = forms.ChoiceField(label=_("Kind of request"), choices=kinds, required=False)
        priorities = [("", _("by the rules of the engagement")), *((each, each) for each in places.priorities)]
        self.fields["priority"] = forms.ChoiceField(label=_("Priority"), choices=priorities, required=False)
        if len(places.engagements) > 1:
            self.fields["engagement"] = EngagementChoice(
                places.engagements,
                label=_("Goes to"),
                empty_label=_("by the kind of request") if places.routes else _("Choose"),
                initial=None if places.routes else form.engagement_id,
                required=form.engagement_id is None and not places.routes,
            )
        if places.segments:
            self.fields["segment"] = SegmentChoice(
                places.segments, label=_("Segment"), empty_label=_("none"), required=False
            )

    def clean_title(self) -> str:
        """Long enough to tell the work from all other work."""
        title = " ".join(self.cleaned_data["title"].split())
        self._refuse(title_fault(title), title)
        return title

    def clean_problem(self) -> str:
        """More than the title says."""
        problem: str = self.cleaned_data["problem"].strip()
        self._refuse(description_fault(problem, title=self.cleaned_data.get("title", "")))
        return problem

    def clean_outcome(self) -> str:
        """Something that can be looked at."""
        outcome: str = self.cleaned_data["outcome"].strip()
        self._refuse(outcome_fault(outcome))
        return outcome

    def _refuse(self, fault: Fault | None, text: str = "") -> None:
        if fault is not None and self.strict:
            raise forms.ValidationError(fault_text(fault, text))

    def clean(self) -> dict[str, Any]:
        """Local times become instants; the segment belongs to the engagement."""
        data = super().clean() or {}
        if self.strict:
            self._clean_due(data)
        for row in self.parts.fields:
            name = f"{OWN}{row.key}"
            if row.kind == FieldKind.DATETIME and isinstance(data.get(name), datetime):
                self._instant(name, data[name], data.get(f"{name}{ZONE}", ""))
        engagement, segment = self.asked_engagement, data.get("segment")
        if segment is not None and engagement is not None and segment.engagement_id != engagement.pk:
            self.add_error("segment", _("This segment is of another engagement."))
        if self.strict and self.places.routes and "engagement" in self.fields and self.asked_engagement is None:
            self.add_error("engagement", _("No route tells where this kind of request goes: choose."))
        return data

    def _clean_due(self, data: dict[str, Any]) -> None:
        due = self._instant("due_at", data.get("due_at"), data.get("due_zone", ""))
        if due is not None and due <= self.now:
            self.add_error("due_at", _("That has passed already. Choose a time that can be kept."))
        data["due"] = due

    def _instant(self, name: str, local: datetime | None, zone: str) -> datetime | None:
        try:
            return instant_from(local, zone)
        except forms.ValidationError as error:
            self.add_error(name, error)
            return None

    @property
    def routed_engagement(self) -> Engagement | None:
        """Where the process's routes send the kind of request that was typed."""
        kind = getattr(self, "cleaned_data", {}).get("item_type") or ""
        return self.places.routed(kind, now=self.now)

    @property
    def asked_engagement(self) -> Engagement | None:
        """Of whom the work is asked: as chosen, else by the route of its type, else the form's, else the only one."""
        found: Engagement | None = getattr(self, "cleaned_data", {}).get("engagement") or self.routed_engagement
        if found is None and self.parts.form.engagement_id:
            found = next((each for each in self.places.engagements if each.pk == self.parts.form.engagement_id), None)
        every = list(self.places.engagements) if found is None else []
        return every[0] if len(every) == 1 else found

    def split(self) -> Split | None:
        """The tasks that the request seems to list, of what was typed; None when it looks like one."""
        typed = [str(self.data.get(self.add_prefix(name), "") or "") for name in ("title", "problem", "outcome")]
        return propose_split(title=typed[0], description=typed[1], outcome=typed[2])

    def draft(self, *, requester: str) -> Draft:
        """The request, of a form that is valid."""
        data = self.cleaned_data
        texts = {name: data.get(name, "") for name in TEXTS}
        lists: dict[str, Any] = {name: tuple(data.get(name, ())) for name in LISTS}
        return Draft(
            **texts,
            **lists,
            due_at=data["due"].astimezone(UTC),
            due_zone=data["due_zone"],
            requester=requester,
            answers=tuple(self._answers()),
            uploads=tuple(self._uploads()),
        )

    def drafts(self, titles: Sequence[str], *, requester: str) -> list[Draft]:
        """One request for each title; without titles, the one.

        Raises:
            ValidationError: for a title that says too little.
        """
        whole = self.draft(requester=requester)
        if not titles:
            return [whole]
        for title in titles:
            if (fault := title_fault(title)) is not None:
                raise forms.ValidationError(fault_text(fault, title))
        in_outcome = (found := self.split()) is not None and found.where == "outcome"
        return [replace(whole, title=each, outcome=each if in_outcome else whole.outcome) for each in titles]

    def preset(self) -> dict[str, Any]:
        """What a pattern keeps: field -> text or lines, without what is empty."""
        files = {f"{OWN}{row.key}" for row in self.parts.fields if row.kind == FieldKind.FILE}
        data = {name: self.cleaned_data.get(name) for name in self.fields if name not in files}
        return {name: kept for name, value in data.items() if (kept := _plain(value))}

    def _answers(self) -> list[Answer]:
        data = self.cleaned_data
        rows = [
            Answer(row.key, row.label, row.kind, answer_text(row, data.get(name), data.get(f"{name}{ZONE}", "")))
            for row in self.parts.fields
            if (name := f"{OWN}{row.key}")
        ]
        return [row for row in rows if row.value]

    def _uploads(self) -> list[Upload]:
        files = list(self.cleaned_data.get("attachments") or [])
        own = (self.cleaned_data.get(f"{OWN}{row.key}") for row in self.parts.fields if row.kind == FieldKind.FILE)
        unique: dict[bytes, Upload] = {}
        for file in [*files, *(file for file in own if file)]:
            file.seek(0)
            content = file.read()
            unique.setdefault(content, Upload(file.name or "", content))
        return list(unique.values())


def form_presets(parts: FormParts) -> dict[str, Any]:
    """What every request of a form begins with."""
    return {name: list(getattr(parts.form, name)) for name in LISTS}


def _plain(value: Any) -> Any:
    """A value as JSON keeps it; rows by their id, times as they were typed."""
    if isinstance(value, Engagement | Segment):
        return value.pk
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M")
    if value is None or isinstance(value, list | str):
        return value
    return str(value)
