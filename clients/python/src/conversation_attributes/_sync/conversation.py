# Written by `npm run generate` from ../_async/conversation.py: change it there.
"""A conversation by its id."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal, cast

from .._http import given, read, segment, write
from ..models import (
    AttributeChanges,
    Attributes,
    Conversation,
    ConversationChanges,
    ConversationNames,
    ConversationPatch,
    ConversationProvenance,
    Export,
    History,
    Interaction,
    InteractionChange,
    Participant,
    ParticipantInput,
    Secured,
    SecuredNames,
    SecuredReveals,
    StringAttributeChanges,
    StringAttributesInput,
)
from .flow import Flow
from .participant import ParticipantById
from .transport import Transport
from .update import update


class ConversationById:
    """A conversation by its id. Nothing is sent before a method is called."""

    def __init__(self, transport: Transport, id: str) -> None:
        self._transport = transport
        self._path = f"/api/v2/conversations/{segment(id)}"
        self._live = f"/api/v2/interactions/{segment(id)}"

    def get(self) -> Conversation:
        """Reads it, with its participants, data and wrap-up."""
        request = read(self._path, {"expand": ["participants", "wrapup", "data"]})
        return cast(Conversation, self._transport.send(request))

    def patch(
        self, changes: ConversationPatch, *, merge_objects: bool = False, idempotency_key: str | None = None
    ) -> Conversation:
        """Changes state, call queue, wrap-up or data: all of it or nothing. The answer has no wrap-up.

        ``merge_objects`` is as in ``patch`` of a participant.
        """
        request = write(
            "PATCH", self._path, dict(changes), idempotency_key=idempotency_key, merge_objects=merge_objects
        )
        return cast(Conversation, self._transport.send(request))

    def update_data(self, change: Callable[[Attributes], AttributeChanges | None]) -> Conversation:
        """As ``update_attributes`` of a participant, for the conversation's own ``data``."""

        def patch(changes: AttributeChanges, state: Conversation) -> Conversation:
            return self.patch({"data": changes, "version": state["version"]})

        return update(self.get, lambda state: change(state["data"]), patch)

    def erase(self, *, version: int | None = None, idempotency_key: str | None = None) -> None:
        """Erases it and its data key, with a version only if that is current. Its id stays taken for 30 days."""
        self._transport.send(write("DELETE", self._path, version=version, idempotency_key=idempotency_key))

    def history(self) -> History:
        """What is kept of it after its end."""
        return cast(History, self._transport.send(read(f"{self._path}/history")))

    def names(self) -> ConversationNames:
        """The names of what waits for its flush, and of secured attributes, without values."""
        return cast(ConversationNames, self._transport.send(read(f"{self._path}/names")))

    def changes_since(self, revision: int = 0) -> ConversationChanges:
        """What has changed in it after a revision, by whom and when: all that is kept by default, a page at a time."""
        return cast(ConversationChanges, self._transport.send(read(f"{self._path}/changes", {"since": revision})))

    def provenance(self) -> ConversationProvenance:
        """Who gave each of its names the value that it has, and when."""
        return cast(ConversationProvenance, self._transport.send(read(f"{self._path}/provenance")))

    def export(self) -> Export:
        """Everything that is held about it, for the person who asks what that is."""
        return cast(Export, self._transport.send(read(f"{self._path}/export")))

    def add_participant(
        self, participant: ParticipantInput, *, idempotency_key: str | None = None
    ) -> Participant:
        """Adds a participant."""
        return cast(Participant, self._write("POST", "/participants", dict(participant), idempotency_key))

    def participant(self, id: str) -> ParticipantById:
        """By id; ``customer`` and ``agent`` also mean the only one present with that purpose."""
        return ParticipantById(self._transport, f"{self._path}/participants/{segment(id)}")

    def flow(self, id: str) -> Flow:
        """A flow execution by its id, which the caller chooses: another one for every run."""
        return Flow(self._transport, f"{self._path}/flows/{segment(id)}")

    def interaction(
        self, *, state: Literal["active", "wrapup"] | Sequence[Literal["active", "wrapup"]] | None = None
    ) -> Interaction:
        """Reads it with how its participants are reached: while it is active, or in one of these states.

        In wrap-up nothing is written to it.
        """
        return cast(Interaction, self._transport.send(read(self._live, given(state=state))))

    def patch_interaction(
        self,
        participants: Sequence[InteractionChange],
        *,
        version: int | None = None,
        merge_objects: bool = False,
        idempotency_key: str | None = None,
    ) -> Interaction:
        """Merges attributes of several participants: all of it or nothing. A version is the conversation's."""
        body = {"participants": participants, **given(version=version)}
        request = write("PATCH", self._live, body, idempotency_key=idempotency_key, merge_objects=merge_objects)
        return cast(Interaction, self._transport.send(request))

    def secured(self) -> Secured:
        """Its secured attributes."""
        return cast(Secured, self._transport.send(read(f"{self._path}/secureattributes")))

    def reveals(self, after: str | None = None) -> SecuredReveals:
        """Who has revealed which of its secured names, and when: all that is kept, or what comes after an id."""
        request = read(f"{self._path}/secureattributes/reveals", {"after": after})
        return cast(SecuredReveals, self._transport.send(request))

    def replace_secured(
        self, attributes: StringAttributesInput, version: int, *, idempotency_key: str | None = None
    ) -> SecuredNames:
        """Replaces the secured attributes if ``version`` is current; 0 while there never were any."""
        body = {"attributes": attributes, "version": version}
        return cast(SecuredNames, self._write("PUT", "/secureattributes", body, idempotency_key))

    def patch_secured(
        self, attributes: StringAttributeChanges, *, idempotency_key: str | None = None
    ) -> SecuredNames:
        """Merges into the secured attributes, whatever their version; None removes a name."""
        body = {"attributes": attributes}
        return cast(SecuredNames, self._write("PATCH", "/secureattributes", body, idempotency_key))

    def _write(self, method: str, below: str, body: dict[str, Any], idempotency_key: str | None) -> Any:
        return self._transport.send(write(method, self._path + below, body, idempotency_key=idempotency_key))
