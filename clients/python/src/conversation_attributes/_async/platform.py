"""What differs between the two clients."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import httpx

Http = httpx.AsyncClient
Lock = asyncio.Lock
sleep = asyncio.sleep

#: Gives an access token for each request; asked with the one that the API has just not taken, to be renewed.
TokenFunction = Callable[[str | None], Awaitable[str]]
