"""Sends requests until they are answered."""

from __future__ import annotations

import httpx

from .._http import LONGEST_WAIT, PASSING, Received, Request, pause, received
from ..errors import NoAnswer
from .platform import Http, sleep


class Sender:
    """Sends a request again where there was no answer, or one that may pass."""

    def __init__(self, http: Http, base_url: str, timeout: float, attempts: int) -> None:
        self._http = http
        self._base_url = base_url
        self._timeout = timeout
        self._attempts = attempts

    async def send(self, request: Request, token: str | None = None) -> Received:
        """Gives the answer, or the last one that is no answer yet. Raises NoAnswer."""
        attempt = 1
        while True:
            is_last = attempt >= self._attempts
            wait = 0.0
            try:
                answer = await self._once(request, token)
                wait = answer.retry_after or 0.0
                if is_last or answer.status not in PASSING or wait > LONGEST_WAIT:
                    return answer
            except (httpx.UnsupportedProtocol, httpx.LocalProtocolError):
                # Nothing was sent, and nothing will be.
                raise
            except (httpx.RequestError, ValueError) as error:
                if is_last:
                    raise NoAnswer(request.name, error, request.idempotency_key) from error
            await sleep(pause(attempt, wait))
            attempt += 1

    async def _once(self, request: Request, token: str | None) -> Received:
        headers = dict(request.headers)
        if token is not None:
            headers["authorization"] = f"Bearer {token}"
        # An issuer's URL is whole already.
        url = request.path if "://" in request.path.split("?")[0] else self._base_url + request.path
        response = await self._http.request(
            request.method, url, headers=headers, content=request.content, timeout=self._timeout
        )
        return received(response)
