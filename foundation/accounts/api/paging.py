"""How lists are cut into pages."""

from __future__ import annotations

from rest_framework import pagination


class NewestFirst(pagination.CursorPagination):
    """Keyset paging, newest first; no counting, no offsets."""

    page_size = 50
    max_page_size = 500
    page_size_query_param = "page_size"
    ordering = "-id"
