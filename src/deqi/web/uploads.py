"""Files that somebody sends: read in memory alone, never written to a disk."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def is_dropped(request: HttpRequest) -> bool:
    """Whether a file was let pass by for its size: nothing of it is kept, not even in a temporary file."""
    return int(request.META.get("CONTENT_LENGTH") or 0) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE
