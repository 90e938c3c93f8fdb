"""Gets access tokens, and keeps each for its time."""

from __future__ import annotations

import time
from base64 import b64encode
from urllib.parse import quote_plus, urlencode

from .._http import Request
from .platform import Lock
from .sender import Sender

#: Seconds before its end at which a token is not used any more; half its time when that is less.
MARGIN = 30.0


class TokenSource:
    """Gets access tokens by client credentials (RFC 6749, section 4.4)."""

    def __init__(self, sender: Sender, token_url: str, client_id: str, client_secret: str, scope: str | None) -> None:
        # RFC 6749, section 2.3.1: id and secret are form-encoded before they are joined.
        credentials = b64encode(f"{quote_plus(client_id)}:{quote_plus(client_secret)}".encode()).decode()
        headers = {"authorization": f"Basic {credentials}", "content-type": "application/x-www-form-urlencoded"}
        form = {"grant_type": "client_credentials"} | ({} if scope is None else {"scope": scope})
        self._request = Request("POST", token_url, headers, urlencode(form).encode())
        self._sender = sender
        self._lock = Lock()
        self._token = ""
        self._until = 0.0

    async def get(self, refused: str | None = None) -> str:
        """Gives a token that is valid for a while. Calls at one time share one request.

        ``refused`` is one that the API does not take. Raises RequestRefused and NoAnswer.
        """
        async with self._lock:
            if self._token in ("", refused) or time.monotonic() >= self._until:
                await self._renew()
            return self._token

    async def _renew(self) -> None:
        asked = time.monotonic()
        answer = await self._sender.send(self._request)
        if not answer.is_success:
            raise answer.refusal(self._request)
        token = answer.body.get("access_token") if isinstance(answer.body, dict) else None
        if not isinstance(token, str):
            raise ValueError(f"{self._request.name}: the answer has no access_token")
        seconds = float(answer.body.get("expires_in", 300))
        self._token = token
        self._until = asked + max(seconds - MARGIN, seconds / 2)
