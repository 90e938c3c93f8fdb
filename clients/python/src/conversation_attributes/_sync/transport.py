# Written by `npm run generate` from ../_async/transport.py: change it there.
"""Sends requests of the API, each with an access token."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .._http import Received, Request, read
from .platform import TokenFunction
from .sender import Sender


class Transport:
    """Sends requests with an access token, which it renews once when the API does not take it."""

    def __init__(self, sender: Sender, token: TokenFunction) -> None:
        self._sender = sender
        self._token = token

    def send(self, request: Request) -> Any:
        """Gives the body of the answer. Raises RequestRefused and NoAnswer."""
        return (self.answered(request)).body

    def answered(self, request: Request) -> Received:
        """Gives the answer. Raises RequestRefused and NoAnswer."""
        token = self._token(None)
        answer = self._sender.send(request, token)
        if answer.status == 401:
            # It expired on the way, or the issuer's keys have changed: once more with a new one.
            answer = self._sender.send(request, self._token(token))
        if not answer.is_success:
            raise answer.refusal(request)
        return answer

    def listed(self, path: str, query: Mapping[str, Any], items: str = "conversations") -> Iterator[Any]:
        """Gives what all pages of a list have; each page is asked for when it is needed."""
        next_token: str | None = None
        while True:
            page = self.send(read(path, {**query, "nextToken": next_token}))
            for item in page[items]:
                yield item
            next_token = page.get("nextToken")
            if next_token is None:
                return
