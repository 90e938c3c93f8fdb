# Written by `npm run generate` from ../_async/web_channel.py: change it there.
"""A web channel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypedDict, cast

from .._http import given, read, write
from ..models import AllowedAttribute, GuestMessage, MessageTaken, RequiredAttribute, WebChannelType, WebchatChannel
from .transport import Transport


class ChannelKeeping(TypedDict, total=False):
    """What the conversations of one channel keep."""

    savedAttributes: Sequence[str] | None
    retentionDays: int | None


class WebChannel:
    """A web channel: guests write on it, through the user's own web server."""

    def __init__(self, transport: Transport, path: str) -> None:
        self._transport = transport
        self._path = path

    def settings(self) -> WebchatChannel:
        """What it is, and what guests may set. One that was never patched is ``webmessaging``, with an empty list."""
        return cast(WebchatChannel, self._transport.send(read(self._path)))

    def patch_settings(
        self,
        *,
        type: WebChannelType | None = None,
        allowed: Sequence[AllowedAttribute] | None = None,
        required: Sequence[RequiredAttribute] | None = None,
        keep: ChannelKeeping | None = None,
        version: int | None = None,
        idempotency_key: str | None = None,
    ) -> WebchatChannel:
        """Changes its type, or replaces a list. With the version that was read only if that is current.

        keep: its own ``savedAttributes`` and ``retentionDays``; None in it gives one back to the channel type.
        """
        attributes = given(allowed=allowed, required=required)
        webchat: dict[str, Any] = {**given(type=type, attributes=attributes or None), **(keep or {})}
        body = {"settings": {"webchat": webchat}, **given(version=version)}
        request = write("PATCH", self._path, body, idempotency_key=idempotency_key)
        return cast(WebchatChannel, self._transport.send(request))

    def send(self, message: GuestMessage, *, idempotency_key: str | None = None) -> MessageTaken:
        """Passes a guest's message on; without ``conversationId`` it begins a conversation."""
        request = write("POST", f"{self._path}/messages", message, idempotency_key=idempotency_key)
        return cast(MessageTaken, self._transport.send(request))
