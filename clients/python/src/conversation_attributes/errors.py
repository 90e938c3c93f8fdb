"""What the methods of a client raise."""

from __future__ import annotations

from typing import Any

from .models import Difference


class RequestRefused(Exception):
    """The server refused a request, or, where trying again might have helped, refused it at every attempt.

    It has changed nothing; with status 500 or above that is not certain, and it is safe to send the same request with
    the same key. Each code of the API has a subclass in ``problems``, such as ``VersionConflict``.
    """

    def __init__(
        self,
        request: str,
        status: int,
        body: Any,
        text: str = "",
        retry_after: float | None = None,
        idempotency_key: str | None = None,
    ) -> None:
        """``request`` is its name, such as ``GET /x``; ``body`` is what came, if that was JSON."""
        problem: dict[str, Any] = body if isinstance(body, dict) else {}
        #: The status of the answer.
        self.status = status
        #: Decide by it, or by the class: docs/errors.md lists them. None for the gateway's own refusals (401, 429).
        self.code: str | None = _first_text(problem.get("code"), problem.get("error"))
        #: For people.
        self.detail: str = (
            _first_text(problem.get("detail"), problem.get("message"), problem.get("error_description"), text[:200])
            or ""
        )
        #: The id of the request in the server's log.
        self.context_id: str | None = _first_text(problem.get("contextId"))
        #: What was wrong with the content, each a name and a reason; at most the first 100.
        self.errors: list[dict[str, str]] = problem["errors"] if isinstance(problem.get("errors"), list) else []
        #: How many more there are than ``errors`` lists.
        self.more_errors: int | None = problem.get("moreErrors")
        #: When the version that the request named is not current.
        self.current_version: int | None = problem.get("currentVersion")
        #: When attributes do not have the values that the request names: those.
        self.differences: list[Difference] = (
            problem["differences"] if isinstance(problem.get("differences"), list) else []
        )
        #: Seconds to wait, when the server says.
        self.retry_after = retry_after
        #: Of a write.
        self.idempotency_key = idempotency_key
        super().__init__(" ".join(filter(None, [f"{request}: {status}", self.code, self.detail])))


class NoAnswer(Exception):
    """No attempt was answered; ``__cause__`` says why.

    A write may have been applied: the same request with the same key is safe.
    """

    def __init__(self, request: str, cause: Exception, idempotency_key: str | None = None) -> None:
        """``request`` is its name, such as ``GET /x``."""
        #: Of a write.
        self.idempotency_key = idempotency_key
        super().__init__(f"{request}: no answer ({cause or type(cause).__name__})")


def _first_text(*values: Any) -> str | None:
    return next((value for value in values if isinstance(value, str)), None)
