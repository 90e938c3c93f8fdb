# Written by `npm run generate` from ../_async/flow.py: change it there.
"""One run of a flow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, cast

from .._http import given, read, write
from ..models import FlowAttributes, FlowSecured, FlowType, Flushed, Pending, StringAttributeChanges, Target
from .transport import Transport


class Flow:
    """One run of a call, chat or task flow: it sets, gets and flushes.

    Values are the customer's, unless ``participant_id`` or ``target`` says otherwise. An execution that says ``bot`` or
    ``digitalbot`` as its ``flow_type`` may use no secured attributes from then on.
    """

    def __init__(self, transport: Transport, path: str) -> None:
        self._transport = transport
        self._path = path

    def set(
        self,
        attributes: StringAttributeChanges,
        *,
        participant_id: str | None = None,
        target: Target | None = None,
        flow_type: FlowType | None = None,
        idempotency_key: str | None = None,
    ) -> Pending:
        """Keeps values until the flush, durably and for this execution only; None removes a name then."""
        more = given(participantId=participant_id, target=target, flowType=flow_type)
        answer = self._write("attributes", {"attributes": attributes, **more}, idempotency_key)
        return cast(Pending, answer)

    def get(
        self,
        names: Sequence[str] = (),
        *,
        participant_id: str | None = None,
        target: Target | Literal["any"] | None = None,
        flow_type: FlowType | None = None,
    ) -> FlowAttributes:
        """Reads values as this execution sees them: its own pending ones first. Without names: all."""
        query = given(name=list(names), participantId=participant_id, target=target, flowType=flow_type)
        return cast(FlowAttributes, self._transport.send(read(f"{self._path}/attributes", query)))

    def flush(
        self,
        attributes: StringAttributeChanges | None = None,
        *,
        participant_id: str | None = None,
        target: Target | None = None,
        flow_type: FlowType | None = None,
        idempotency_key: str | None = None,
    ) -> Flushed:
        """Applies all that is pending at once, with a last batch that may come along: the placement is of that."""
        body = given(attributes=attributes, participantId=participant_id, target=target, flowType=flow_type)
        return cast(Flushed, self._write("flush", body, idempotency_key))

    def set_secured(
        self,
        attributes: StringAttributeChanges,
        *,
        flow_type: FlowType | None = None,
        idempotency_key: str | None = None,
    ) -> Pending:
        """Like ``set``, for secured attributes."""
        body = {"attributes": attributes, **given(flowType=flow_type)}
        return cast(Pending, self._write("secureattributes", body, idempotency_key))

    def get_secured(self, names: Sequence[str] = (), *, flow_type: FlowType | None = None) -> FlowSecured:
        """Like ``get``, for secured attributes."""
        request = read(f"{self._path}/secureattributes", given(name=list(names), flowType=flow_type))
        return cast(FlowSecured, self._transport.send(request))

    def _write(self, what: str, body: dict[str, Any], idempotency_key: str | None) -> Any:
        return self._transport.send(write("POST", f"{self._path}/{what}", body, idempotency_key=idempotency_key))
