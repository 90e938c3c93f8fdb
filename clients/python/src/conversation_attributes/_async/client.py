"""The client."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from types import TracebackType
from typing import Any, Literal, cast

from .._http import given, read, segment, write
from ..models import (
    AccessToken,
    AttributeChanges,
    AttributeDefinition,
    AttributeDefinitionInput,
    Attributes,
    ChannelType,
    ChannelTypeSettings,
    ChannelTypeSettingsInput,
    Conversation,
    ConversationInput,
    ConversationSummary,
    History,
    ListedInteraction,
    State,
)
from .conversation import AsyncConversationById
from .platform import Http, TokenFunction
from .sender import Sender
from .token import TokenSource
from .transport import Transport
from .web_channel import AsyncWebChannel


class AsyncConversationAttributes:
    """The client of Conversation Attributes.

    It gets and keeps tokens, sends every write with one Idempotency-Key for all its attempts, and tries again where
    that helps. Every method that sends raises RequestRefused or NoAnswer.
    """

    def __init__(
        self,
        base_url: str,
        *,
        client_id: str | None = None,
        client_secret: str | None = None,
        scope: str | None = None,
        token_url: str | None = None,
        token: TokenFunction | None = None,
        timeout: float = 12.0,
        attempts: int = 5,
        http: Http | None = None,
    ) -> None:
        """Needs ``client_id`` and ``client_secret``, or ``token``.

        base_url: of the API, absolute, such as ``http://localhost:3000``.
        scope: what tokens are asked for, space-separated; all that the client has, by default.
        token_url: ``/oauth/token`` of the API, by default.
        token: gives an access token for each request; called with the one that the API has just not taken, or None.
        timeout: seconds until a connection, and between two parts of an answer. A function may run for 10.
        attempts: how often a request is sent at most.
        http: an HTTP client of your own, with a proxy or certificates. You close it.
        """
        base_url = base_url.rstrip("/")
        self._own_http = Http() if http is None else None
        sender = Sender(http or cast(Http, self._own_http), base_url, timeout, attempts)
        if token is None:
            if client_id is None or client_secret is None:
                raise TypeError("give client_id and client_secret, or token")
            token = TokenSource(sender, token_url or f"{base_url}/oauth/token", client_id, client_secret, scope).get
        self._transport = Transport(sender, token)

    async def aclose(self) -> None:
        """Closes its connections."""
        if self._own_http is not None:
            await self._own_http.aclose()

    async def __aenter__(self) -> AsyncConversationAttributes:
        """Gives itself."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes its connections."""
        await self.aclose()

    def conversation(self, id: str) -> AsyncConversationById:
        """A conversation by its id. Nothing is sent before a method of it is called."""
        return AsyncConversationById(self._transport, id)

    async def create_conversation(
        self, conversation: ConversationInput, *, idempotency_key: str | None = None
    ) -> Conversation:
        """Makes a conversation: one, however often the request is sent."""
        request = write("POST", "/api/v2/conversations", conversation, idempotency_key=idempotency_key)
        return cast(Conversation, await self._transport.send(request))

    def find_conversations(
        self,
        *,
        state: State | Sequence[State] | None = None,
        address: str | None = None,
        external_id: str | None = None,
        attribute: str | None = None,
        equals: str | None = None,
        starts_with: str | None = None,
        type: ChannelType | None = None,
        queue_id: str | None = None,
        from_: datetime | str | None = None,
        to: datetime | str | None = None,
        page_size: int = 100,
    ) -> AsyncIterator[ConversationSummary]:
        """Finds conversations by their start, newest first, page by page as they are asked for.

        state: one of these. address: the uri of one of a participant. external_id: of the conversation or a
        participant. attribute: the name of a searchable one, with ``equals``, its whole value, or ``starts_with``, 3
        characters of it or more. from_: inclusive, 7 days before ``to`` by default. to: exclusive, now by default.
        """
        query = given(state=state, address=address, externalId=external_id, type=type, queueId=queue_id)
        query = {**query, **given(attribute=attribute, equals=equals, startsWith=starts_with)}
        return self._transport.listed(
            "/api/v2/conversations", {**query, **given(from_=from_, to=to, pageSize=page_size)}
        )

    def list_interactions(
        self,
        *,
        state: Literal["active", "wrapup"] | Sequence[Literal["active", "wrapup"]] | None = None,
        address: str | None = None,
        external_id: str | None = None,
        type: ChannelType | None = None,
        queue_id: str | None = None,
        expand: Literal["attributes"] | None = None,
        from_: datetime | str | None = None,
        to: datetime | str | None = None,
        page_size: int = 100,
    ) -> AsyncIterator[ListedInteraction]:
        """Interactions with their participants, newest first, page by page as they are asked for.

        state: one of these, active by default. expand: whether participants have their attributes. The others are as in
        ``find_conversations``.
        """
        query = given(state=state, address=address, externalId=external_id, type=type, queueId=queue_id, expand=expand)
        return self._transport.listed(
            "/api/v2/interactions", {**query, **given(from_=from_, to=to, pageSize=page_size)}, "interactions"
        )

    def contact_log(
        self,
        *,
        state: State | Sequence[State] | None = None,
        attribute: str | None = None,
        equals: str | None = None,
        starts_with: str | None = None,
        type: ChannelType | None = None,
        queue_id: str | None = None,
        from_: datetime | str | None = None,
        to: datetime | str | None = None,
        page_size: int = 100,
    ) -> AsyncIterator[History]:
        """Ended conversations with what is kept of them, newest first, page by page as they are asked for.

        state: one of ``wrapup``, ``handled`` and ``abandoned``, the first two by default; with it each has its state.
        attribute, equals, starts_with: as in ``find_conversations``, of what is saved.
        """
        query = given(state=state, type=type, queueId=queue_id, from_=from_, to=to, pageSize=page_size)
        wanted = given(attribute=attribute, equals=equals, startsWith=starts_with)
        return self._transport.listed("/api/v2/reports/contact-log", {**query, **wanted})

    async def contact_data(self, contact_id: str) -> Attributes:
        """The saved data of an ended conversation."""
        answer = await self._transport.send(read(f"/RI/cmi/contactData/{segment(contact_id)}"))
        return cast(Attributes, answer["data"])

    async def add_contact_data(
        self, contact_id: str, data: AttributeChanges, *, idempotency_key: str | None = None
    ) -> None:
        """Adds to the saved data of a conversation in wrap-up or handled, or corrects it: only names on its list."""
        body: dict[str, Any] = {"contact_id": contact_id, "data": data}
        await self._transport.send(write("POST", "/RI/cmi/contactData", body, idempotency_key=idempotency_key))

    async def describe_token(self) -> AccessToken:
        """What the access token may do, and until when: to check a connection before anything else."""
        return cast(AccessToken, await self._transport.send(read("/api/v2/token")))

    async def channel_type_settings(self, type: ChannelType) -> ChannelTypeSettings:
        """What is kept of the conversations of a channel type."""
        return cast(ChannelTypeSettings, await self._transport.send(read(_settings_path(type))))

    async def put_channel_type_settings(
        self, type: ChannelType, settings: ChannelTypeSettingsInput, *, idempotency_key: str | None = None
    ) -> ChannelTypeSettings:
        """Sets what is kept of the conversations of a channel type that end from now on.

        With the version that was read only if that is current.
        """
        request = write("PUT", _settings_path(type), settings, idempotency_key=idempotency_key)
        return cast(ChannelTypeSettings, await self._transport.send(request))

    async def attribute_definitions(self) -> Sequence[AttributeDefinition]:
        """All definitions of attributes, in the order in which they were made."""
        answer = await self._transport.send(read("/api/v2/settings/attributes"))
        return cast(Sequence[AttributeDefinition], answer["definitions"])

    async def attribute_definition(self, name: str) -> AttributeDefinition:
        """The rules for a name."""
        return cast(AttributeDefinition, await self._transport.send(read(_definition_path(name))))

    async def put_attribute_definition(
        self, name: str, definition: AttributeDefinitionInput, *, idempotency_key: str | None = None
    ) -> AttributeDefinition:
        """Sets the rules for a name, in the place of those that it has.

        With the version that was read only if that is current.
        """
        request = write("PUT", _definition_path(name), definition, idempotency_key=idempotency_key)
        return cast(AttributeDefinition, await self._transport.send(request))

    async def delete_attribute_definition(
        self, name: str, *, version: int | None = None, idempotency_key: str | None = None
    ) -> None:
        """Removes the rules for a name, with a version only if that is current (else PreconditionFailed)."""
        request = write("DELETE", _definition_path(name), version=version, idempotency_key=idempotency_key)
        _: Any = await self._transport.send(request)

    def web_channel(self, id: str) -> AsyncWebChannel:
        """A web channel by its id."""
        return AsyncWebChannel(self._transport, f"/api/v2/webchat/channels/{segment(id)}")


def _settings_path(type: str) -> str:
    return f"/api/v2/settings/channels/{segment(type)}"


def _definition_path(name: str) -> str:
    return f"/api/v2/settings/attributes/{segment(name)}"
