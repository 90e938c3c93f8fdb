"""What both clients do with requests and answers: nothing here sends or waits."""

from __future__ import annotations

import json
import random
import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import httpx

from .errors import RequestRefused
from .problems import problem_classes

#: Statuses that may pass: the gateway throttles, a function, the store or the key service fails.
PASSING = frozenset({429, 500, 502, 503, 504})

#: Seconds. A longer wait is the caller's to decide: the refusal is raised at once.
LONGEST_WAIT = 60.0

#: Seconds of the first pause at most, and of any.
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 5.0


@dataclass(frozen=True)
class Request:
    """A request as it is sent, the same at every attempt."""

    method: str
    #: Of the API: below the base URL, encoded. Of an issuer: the whole URL.
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes | None = None
    idempotency_key: str | None = None

    @property
    def name(self) -> str:
        """Names it in an error: without its query, which may hold an address."""
        return f"{self.method} {urlsplit(self.path).path}"


@dataclass(frozen=True)
class Received:
    """An answer that has arrived whole."""

    status: int
    headers: httpx.Headers
    text: str
    #: The JSON; None when there is none.
    body: Any

    @property
    def is_success(self) -> bool:
        """Whether it is a 2xx."""
        return 200 <= self.status < 300

    @property
    def retry_after(self) -> float | None:
        """Seconds. Retry-After is a number of them or a date (RFC 9110, section 10.2.3)."""
        said = self.headers.get("retry-after")
        if said is None:
            return None
        if re.fullmatch(r"\d+", said):
            return float(said)
        try:
            at = parsedate_to_datetime(said)
        except ValueError:
            return None
        return max(0.0, (at - datetime.now(timezone.utc)).total_seconds())

    @property
    def version(self) -> int | None:
        """Of the ETag. Proxies that compress make it weak."""
        found = re.fullmatch(r'(?:W/)?"(\d+)"', self.headers.get("etag", ""))
        return int(found[1]) if found else None

    def refusal(self, request: Request) -> RequestRefused:
        """The error for it: of the class of its code."""
        code = self.body.get("code") if isinstance(self.body, dict) else None
        of = problem_classes.get(code, RequestRefused) if isinstance(code, str) else RequestRefused
        return of(request.name, self.status, self.body, self.text, self.retry_after, request.idempotency_key)


def received(response: httpx.Response) -> Received:
    """Reads an answer. Raises ValueError for a success that is not JSON: a login page, or half an answer."""
    text = response.text
    try:
        body = json.loads(text)
    except ValueError:
        body = None
        if response.is_success and text != "":
            # Not shown: it may have values.
            what = f"{response.headers.get('content-type')}, {len(text)} characters"
            raise ValueError(f"what came is not JSON but {what}") from None
    return Received(response.status_code, response.headers, text, body)


def write(
    method: str,
    path: str,
    body: Mapping[str, Any] | None = None,
    *,
    version: int | None = None,
    idempotency_key: str | None = None,
    merge_objects: bool = False,
) -> Request:
    """A write with a key, the given one or a new one. ``version`` is for one without a body, which has no place for it.

    ``merge_objects`` sends a merge patch (RFC 7396).

    Raises ValueError for a number that JSON has not: ``null`` would be written, and that removes an attribute.
    """
    key = uuid.uuid4().hex if idempotency_key is None else idempotency_key
    headers = {"idempotency-key": key}
    if version is not None:
        headers["if-match"] = f'"{version}"'
    if body is None:
        return Request(method, path, headers, None, key)
    headers["content-type"] = "application/merge-patch+json" if merge_objects else "application/json"
    text = json.dumps(body, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
    return Request(method, path, headers, text.encode(), key)


def read(path: str, query: Mapping[str, Any] | None = None) -> Request:
    """A read. A list is a parameter that comes several times; None is left out."""
    pairs = [(name, _text(one)) for name, value in (query or {}).items() for one in _each(value)]
    # A plus may mean itself, so the API takes none for a blank.
    return Request("GET", path + (f"?{urlencode(pairs, quote_via=quote)}" if pairs else ""))


def given(**fields: Any) -> dict[str, Any]:
    """Those that are not None. A name that Python keeps for itself ends in ``_``, which is removed."""
    return {name.rstrip("_"): value for name, value in fields.items() if value is not None}


def segment(id: str) -> str:
    """An id as a segment of a path. Raises ValueError for one that would make another path of it."""
    if re.fullmatch(r"\.{0,2}", id):
        raise ValueError(f"{id!r} is no id: it begins with a letter or digit")
    return quote(id, safe="")


def pause(attempt: int, least: float = 0.0) -> float:
    """Seconds to wait after an attempt, from 1: a random part of a limit that doubles, after what the server says."""
    most: float = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (attempt - 1))
    return least + random.random() * most


def _each(value: Any) -> Iterable[Any]:
    if value is None:
        return []
    return value if isinstance(value, (list, tuple)) else [value]


def _text(value: Any) -> str:
    if not isinstance(value, datetime):
        return str(value)
    if value.tzinfo is None:
        raise ValueError(f"{value!r} has no time zone: give one, such as datetime.now(timezone.utc)")
    return value.isoformat()
