from __future__ import annotations

import asyncio
import inspect
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from conversation_attributes import AsyncConversationAttributes, ConversationAttributes

Turn = httpx.Response | Exception


@dataclass
class Play:
    """What came of a call that a scripted network answered."""

    outcome: Any
    seen: list[httpx.Request]
    pauses: list[float]


class Scripted:
    """A client, blocking or not, whose network does what a test says; its pauses pass at once."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.pauses: list[float] = []

    def play(self, turns: list[Turn], call: Callable[[Any], Any], *, log_in: bool = False, **options: Any) -> Play:
        """Makes a call; with ``log_in`` the client gets its tokens by itself, else it has one."""
        if log_in:
            options |= {"client_id": "id", "client_secret": "secret"}
        self.pauses.clear()
        seen: list[httpx.Request] = []

        def answer(request: httpx.Request) -> httpx.Response:
            seen.append(request)
            turn = turns.pop(0)
            if isinstance(turn, Exception):
                raise turn
            # A fresh one each time: an answer is read once.
            return httpx.Response(turn.status_code, headers=turn.headers, content=turn.content)

        async def token(_: str | None) -> str:
            return "t"

        own: dict[str, Any] = {} if log_in else {"token": token if self.kind == "async" else lambda _: "t"}
        transport = httpx.MockTransport(answer)
        if self.kind == "async":

            async def run() -> Any:
                async with httpx.AsyncClient(transport=transport) as http:
                    api = AsyncConversationAttributes("http://api", http=http, **own, **options)
                    outcome = call(api)
                    return await outcome if inspect.isawaitable(outcome) else [one async for one in outcome]

            outcome = self._caught(lambda: asyncio.run(run()))
        else:
            with httpx.Client(transport=transport) as http:
                api = ConversationAttributes("http://api", http=http, **own, **options)

                def ended() -> Any:
                    outcome = call(api)
                    return list(outcome) if isinstance(outcome, Iterator) else outcome

                outcome = self._caught(ended)
        return Play(outcome, seen, list(self.pauses))

    @staticmethod
    def _caught(call: Callable[[], Any]) -> Any:
        try:
            return call()
        except Exception as error:
            return error


@pytest.fixture(params=["sync", "async"])
def scripted(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Scripted:
    made = Scripted(request.param)

    async def pass_by(seconds: float) -> None:
        made.pauses.append(seconds)

    # The longest pause that jitter can give.
    monkeypatch.setattr("random.random", lambda: 1.0)
    for module in ("sender", "update"):
        monkeypatch.setattr(f"conversation_attributes._async.{module}.sleep", pass_by)
        monkeypatch.setattr(f"conversation_attributes._sync.{module}.sleep", made.pauses.append)
    return made


@pytest.fixture
def url() -> str:
    """Of the server that `npm run test:clients` has started."""
    return os.environ["API_URL"]


@pytest.fixture
def api(url: str) -> Iterator[ConversationAttributes]:
    with ConversationAttributes(url, client_id="local", client_secret="local-secret") as client:
        yield client
