# Written by `npm run generate` from ../_async/participant.py: change it there.
"""A participant of a conversation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from .._http import given, read, write
from ..models import AttributeChanges, Attributes, ExpectedAttributes, ParticipantAttributes
from .transport import Transport
from .update import update


class ParticipantById:
    """A participant by its id. Nothing is sent before a method is called."""

    def __init__(self, transport: Transport, path: str) -> None:
        self._transport = transport
        self._self = path
        self._path = f"{path}/attributes"

    def attributes(self) -> ParticipantAttributes:
        """Its attributes, and their version. Raises ValueError where neither the body nor an ETag has one."""
        answer = self._transport.answered(read(self._path))
        version = answer.body.get("version", answer.version)
        if version is None:
            raise ValueError(f"{self._path}: the answer has no ETag; do not let a proxy remove it")
        return {"attributes": answer.body["attributes"], "version": version}

    def patch(
        self,
        attributes: AttributeChanges,
        *,
        version: int | None = None,
        if_: ExpectedAttributes | None = None,
        merge_objects: bool = False,
        idempotency_key: str | None = None,
    ) -> ParticipantAttributes:
        """Merges changes; None removes a name. With a version only if that is current (else VersionConflict).

        With ``if_`` only if attributes have these values, where None means that one is not there (else ValuesDiffer).

        ``merge_objects`` merges a value that is an object with the one that is there, as RFC 7396 says: its members are
        set one by one, and None removes one. Else the object replaces it.
        """
        body = {"attributes": attributes, **given(version=version, if_=if_)}
        request = write("PATCH", self._path, body, idempotency_key=idempotency_key, merge_objects=merge_objects)
        return cast(ParticipantAttributes, self._transport.send(request))

    def update_attributes(self, change: Callable[[Attributes], AttributeChanges | None]) -> ParticipantAttributes:
        """Reads the attributes, lets ``change`` say what to change, and writes that if nothing was written meanwhile.

        Else it reads and asks again, up to 50 times. So ``change`` may be called several times: let it compute, and do
        nothing else. None, or no name, leaves the attributes as they are.
        """

        def patch(changes: AttributeChanges, state: ParticipantAttributes) -> ParticipantAttributes:
            return self.patch(changes, version=state["version"])

        return update(self.attributes, lambda state: change(state["attributes"]), patch)

    def leave(self, *, version: int | None = None, idempotency_key: str | None = None) -> None:
        """It leaves, with a version only if that is current (else PreconditionFailed).

        Its attributes are read by its id still, and count at the end.
        """
        request = write("DELETE", self._self, version=version, idempotency_key=idempotency_key)
        _: Any = self._transport.send(request)
