"""Work items, for programs: read, sent in by the thousand, and asked for through an intake form."""

from __future__ import annotations

import base64
import binascii
from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from engagements.queries.engagements import local_today
from foundation.accounts.roles import Permission
from workitems.actions.requests import Asked, submit_requests
from workitems.actions.upsert import MOST_ROWS, upsert_items
from workitems.forms.intake_fields import MOST_FILES, OWN
from workitems.forms.intake_places import Places
from workitems.forms.intake_request import RequestForm
from workitems.forms.intake_told import request_data
from workitems.intake.splitting import Split
from workitems.models import FieldKind, IntakeForm, IntakeRequest, WorkItem
from workitems.models.requests import Via
from workitems.queries.intake import FormParts, form_parts, requests_listed


class WorkItemSerializer(serializers.ModelSerializer[WorkItem]):
    """A work item as it stands."""

    class Meta:
        model = WorkItem
        fields = (
            "id",
            "source",
            "external_id",
            "url",
            "title",
            "item_type",
            "priority",
            "queue",
            "state",
            "status_class",
            "engagement",
            "vendor",
            "process",
            "client",
            "segment",
            "opened_at",
            "first_response_at",
            "resolved_at",
            "closed_at",
            "reopen_count",
            "csat_score",
            "checked",
            "defective",
            "source_met",
            "updated_at",
        )
        read_only_fields = fields


class WorkItemFilter(django_filters.FilterSet):  # type: ignore[misc]  # comes without types
    """``?engagement=`` ``?source=`` ``?external_id=`` ``?updated_since=``."""

    updated_since = django_filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="gte")
    engagement = django_filters.NumberFilter(field_name="engagement_id")

    class Meta:
        model = WorkItem
        fields = ("engagement", "source", "external_id", "updated_since")


class BulkSerializer(serializers.Serializer[Any]):
    """A batch: the source system's name, and items as the import knows them (external_id, opened_at, ...)."""

    source = serializers.CharField(max_length=40)  # type: ignore[assignment]  # a field named as DRF's own attribute
    items = serializers.ListField(child=serializers.DictField(), allow_empty=False, max_length=MOST_ROWS)


class WorkItemViewSet(viewsets.ReadOnlyModelViewSet[WorkItem]):
    """The work items of the workspace, newest first."""

    write_permission = Permission.IMPORT_ITEMS
    serializer_class = WorkItemSerializer
    filterset_class = WorkItemFilter
    queryset = WorkItem.objects.none()

    def get_queryset(self):  # type: ignore[no-untyped-def]  # noqa: ANN201  # the stubs' own type names no manager
        return WorkItem.objects.all()

    @extend_schema(request=BulkSerializer, responses={200: {"type": "object"}})
    @action(detail=False, methods=["post"])
    def bulk(self, request: Request) -> Response:
        """Create or update up to 1,000 items; sending the same again changes nothing. Every item is accounted for."""
        body = BulkSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        result = upsert_items(
            body.validated_data["items"],
            source=body.validated_data["source"],
            by=request._request.membership.user,  # type: ignore[attr-defined]  # the token's person
            now=timezone.now(),
        )
        return Response(result, status=status.HTTP_200_OK)


class RequestFileSerializer(serializers.Serializer[Any]):
    """A file, its bytes in base64; ``field`` is the key of the question that it answers, if it answers one."""

    name = serializers.CharField(max_length=200)
    content = serializers.CharField()
    field = serializers.CharField(required=False, default="")


class NewRequestSerializer(serializers.Serializer[Any]):
    """A request, as the page takes it: the words of what it lacks come back by field.

    ``form`` is the intake form's id. ``due_at`` is ISO 8601, with an offset, or local with ``due_zone`` (IANA).
    ``answers`` are by the keys of the form's own questions. When it lists several tasks it is refused with ``split``,
    the titles proposed: send them as ``titles`` to make one request of each, or ``one_task: true``.
    """

    form = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    template = serializers.IntegerField(required=False, allow_null=True)
    title = serializers.CharField(required=False, allow_blank=True, default="")
    problem = serializers.CharField(required=False, allow_blank=True, default="")
    outcome = serializers.CharField(required=False, allow_blank=True, default="")
    known = serializers.CharField(required=False, allow_blank=True, default="")
    steps = serializers.CharField(required=False, allow_blank=True, default="")
    verification = serializers.CharField(required=False, allow_blank=True, default="")
    criteria = serializers.ListField(child=serializers.CharField(), required=False, default=list)
    checklist = serializers.ListField(child=serializers.CharField(), required=False, default=list)
    evidence_before = serializers.ListField(child=serializers.CharField(), required=False, default=list)
    evidence_after = serializers.ListField(child=serializers.CharField(), required=False, default=list)
    due_at = serializers.CharField(required=False, allow_blank=True, default="")
    due_zone = serializers.CharField(required=False, allow_blank=True, default="")
    item_type = serializers.CharField(required=False, allow_blank=True, default="")
    priority = serializers.CharField(required=False, allow_blank=True, default="")
    engagement = serializers.IntegerField(required=False, allow_null=True, default=None)
    segment = serializers.IntegerField(required=False, allow_null=True, default=None)
    answers = serializers.DictField(required=False, default=dict)
    files = RequestFileSerializer(many=True, required=False, default=list)
    requester = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)
    one_task = serializers.BooleanField(required=False, default=False)
    titles = serializers.ListField(child=serializers.CharField(max_length=200), required=False, max_length=20)


class RequestSerializer(serializers.ModelSerializer[IntakeRequest]):
    """A request and where it went; ``reasons`` say why not to the partner."""

    reference = serializers.CharField(source="item.external_id", read_only=True)
    title = serializers.CharField(source="item.title", read_only=True)
    status = serializers.CharField(source="item.status_class", read_only=True)
    engagement = serializers.IntegerField(source="item.engagement_id", read_only=True, allow_null=True)
    vendor = serializers.IntegerField(source="item.vendor_id", read_only=True, allow_null=True)
    process = serializers.IntegerField(source="item.process_id", read_only=True, allow_null=True)
    priority = serializers.CharField(source="item.priority", read_only=True)
    due_at = serializers.DateTimeField(source="item.due_at", read_only=True)
    reasons = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = IntakeRequest
        fields = (
            "id",
            "reference",
            "item",
            "form",
            "title",
            "status",
            "engagement",
            "vendor",
            "process",
            "priority",
            "priority_because",
            "due_at",
            "due_zone",
            "committed_on",
            "route",
            "reasons",
            "via",
            "submitted_at",
        )
        read_only_fields = fields


class MadeSerializer(serializers.Serializer[Any]):
    """What a call made."""

    requests = RequestSerializer(many=True)


class RefusedSerializer(serializers.Serializer[Any]):
    """Why nothing was made: sentences by field, and the tasks that it seems to list."""

    errors = serializers.DictField(  # type: ignore[assignment]  # a field named as DRF's own attribute
        child=serializers.ListField(child=serializers.CharField())
    )
    split = serializers.ListField(child=serializers.CharField())


class RequestViewSet(viewsets.ReadOnlyModelViewSet[IntakeRequest]):
    """Requests through intake forms, newest first; a new one is a work item at once."""

    write_permission = Permission.IMPORT_ITEMS
    serializer_class = RequestSerializer
    filterset_fields = ("form", "route", "via")
    queryset = IntakeRequest.objects.none()

    def get_queryset(self):  # type: ignore[no-untyped-def]  # noqa: ANN201  # the stubs' own type names no manager
        return requests_listed()

    @extend_schema(request=NewRequestSerializer, responses={201: MadeSerializer, 400: RefusedSerializer})
    def create(self, request: Request) -> Response:
        """Ask for work. All or nothing: what lacks something makes nothing."""
        body = NewRequestSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        told, member, now = body.validated_data, request._request.membership, timezone.now()  # type: ignore[attr-defined]  # the token's person
        rows = IntakeForm.objects.select_related("process", "engagement__vendor", "organization")
        parts = form_parts(get_object_or_404(rows, pk=told["form"], retired_at=None))
        template = next((each for each in parts.templates if each.pk == told.get("template")), None)
        try:
            form = _bound(parts, told, preset=template.preset if template else {}, now=now)
            split = form.split()
            titles = told.get("titles") or []
            if not form.is_valid() or (split and not titles and not told["one_task"]):
                return _refused(form.errors, split)
            asked = Asked(
                form=parts.form,
                engagement=form.asked_engagement,
                segment=form.cleaned_data.get("segment"),
                template=template,
                via=Via.API,
            )
            drafts = form.drafts(titles, requester=told["requester"] or str(member.user))
            made = submit_requests(asked=asked, drafts=drafts, by=member.user, now=now)
        except ValidationError as error:
            found = error.message_dict if hasattr(error, "error_dict") else {"titles": error.messages}
            return _refused(found, None)
        return Response(MadeSerializer({"requests": made}).data, status=status.HTTP_201_CREATED)


def _bound(parts: FormParts, told: dict[str, Any], *, preset: dict[str, Any], now: Any) -> RequestForm:
    """The page's own form over what a program sent.

    Raises:
        ValidationError: for a file that is no base64.
    """
    own = {f"{OWN}{key}": value for key, value in told["answers"].items()}
    known = {f"{OWN}{row.key}" for row in parts.fields}
    if unknown := sorted(set(own) - known):
        raise ValidationError({"answers": [f"{name.removeprefix(OWN)}: no such question" for name in unknown]})
    names = (name for name in told if name not in ("form", "template", "answers", "files", "one_task", "titles"))
    organization = parts.form.organization
    data = request_data(
        {name: told[name] for name in names} | own, parts=parts, preset=preset, zone=organization.time_zone
    )
    places = Places.of(parts, today=local_today(organization, now))
    return RequestForm(
        data, _files(parts, told["files"]), parts=parts, places=places, organization=organization, now=now
    )


def _files(parts: FormParts, rows: list[dict[str, Any]]) -> MultiValueDict[str, Any]:
    own = {row.key for row in parts.fields if row.kind == FieldKind.FILE}
    files: MultiValueDict[str, Any] = MultiValueDict()
    for row in rows[: MOST_FILES + 1]:
        try:
            content = base64.b64decode(row["content"], validate=True)
        except (binascii.Error, ValueError):
            raise ValidationError({"files": [f"{row['name']}: no base64"]}) from None
        field = f"{OWN}{row['field']}" if row["field"] in own else "attachments"
        files.appendlist(field, SimpleUploadedFile(row["name"], content))
    return files


def _refused(errors: Any, split: Split | None) -> Response:
    found = {name.removeprefix(OWN): [str(each) for each in texts] for name, texts in errors.items()}
    if split is not None and not found:
        found["title"] = [_("It lists several tasks; a request is one task.")]
    told = {"errors": found, "split": list(split.parts) if split else []}
    return Response(told, status=status.HTTP_400_BAD_REQUEST)
