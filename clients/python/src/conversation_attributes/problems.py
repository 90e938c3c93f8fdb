"""A class for each code of a refusal. Written by `npm run generate` from src/contract: change it there."""

from __future__ import annotations

from collections.abc import Mapping

from .errors import RequestRefused


class BadRequest(RequestRefused):
    """400: The request is malformed."""


class MissingScope(RequestRefused):
    """403: The access token lacks a scope."""


class MissingQueue(RequestRefused):
    """403: The access token lacks the right to the call queue."""


class ForeignExecution(RequestRefused):
    """403: The flow execution belongs to another client."""


class AttributeNotWritable(RequestRefused):
    """403: The caller may not write an attribute."""


class SecuredNotForBots(RequestRefused):
    """403: A bot flow may not use secured attributes."""


class RouteNotFound(RequestRefused):
    """404: There is no such path."""


class ConversationNotFound(RequestRefused):
    """404: There is no such conversation."""


class ParticipantNotFound(RequestRefused):
    """404: There is no such participant."""


class AttributeNotDefined(RequestRefused):
    """404: The attribute has no definition."""


class ChangesNotKept(RequestRefused):
    """404: The deployment keeps no changes."""


class SchemaNotFound(RequestRefused):
    """404: There is no such schema."""


class RecordNotFound(RequestRefused):
    """404: The conversation has no such record."""


class MethodNotAllowed(RequestRefused):
    """405: The path does not have this method."""


class NotAcceptable(RequestRefused):
    """406: None of the media types of the answer is accepted."""


class ConversationEnded(RequestRefused):
    """409: The conversation has ended."""


class ConversationNotEnded(RequestRefused):
    """409: The conversation has not ended."""


class WrongChannel(RequestRefused):
    """409: The conversation belongs to another channel."""


class InvalidTransition(RequestRefused):
    """409: The conversation can not go to this state."""


class ConversationExists(RequestRefused):
    """409: The id of the conversation is taken."""


class ParticipantExists(RequestRefused):
    """409: The id of the participant is taken."""


class VersionConflict(RequestRefused):
    """409: The version is not current."""


class ValuesDiffer(RequestRefused):
    """409: Attributes do not have the values that the request names."""


class IdempotencyKeyExpired(RequestRefused):
    """409: The Idempotency-Key is more than 24 hours old."""


class PreconditionFailed(RequestRefused):
    """412: The version in If-Match is not current."""


class BodyTooLarge(RequestRefused):
    """413: The body is too large."""


class ConversationTooLarge(RequestRefused):
    """413: The conversation would be too large."""


class UnsupportedMediaType(RequestRefused):
    """415: The body is not JSON."""


class UnprocessableContent(RequestRefused):
    """422: The content breaks a rule."""


class ChannelTakesNoAttributes(RequestRefused):
    """422: The channel type takes no attributes."""


class IdempotencyKeyReused(RequestRefused):
    """422: The Idempotency-Key was used with another body."""


class TooManyParticipants(RequestRefused):
    """422: The conversation has too many participants."""


class TooManyExecutions(RequestRefused):
    """422: Too many flow executions have pending writes."""


class TooManyPendingWrites(RequestRefused):
    """422: The flow execution has too many pending writes."""


class PreconditionRequired(RequestRefused):
    """428: The request must name a version."""


class KeyServiceUnavailable(RequestRefused):
    """503: The key service does not answer."""


class DataKeyLost(RequestRefused):
    """500: The data key of the secured attributes is lost."""


class InternalError(RequestRefused):
    """500: Something went wrong here."""


class Contention(RequestRefused):
    """503: Others were writing at the same time."""


class StoreUnavailable(RequestRefused):
    """503: The store does not answer."""


#: The class of each code; a newer server may have more codes.
problem_classes: Mapping[str, type[RequestRefused]] = {
    "bad-request": BadRequest,
    "missing-scope": MissingScope,
    "missing-queue": MissingQueue,
    "foreign-execution": ForeignExecution,
    "attribute-not-writable": AttributeNotWritable,
    "secured-not-for-bots": SecuredNotForBots,
    "route-not-found": RouteNotFound,
    "conversation-not-found": ConversationNotFound,
    "participant-not-found": ParticipantNotFound,
    "attribute-not-defined": AttributeNotDefined,
    "changes-not-kept": ChangesNotKept,
    "schema-not-found": SchemaNotFound,
    "record-not-found": RecordNotFound,
    "method-not-allowed": MethodNotAllowed,
    "not-acceptable": NotAcceptable,
    "conversation-ended": ConversationEnded,
    "conversation-not-ended": ConversationNotEnded,
    "wrong-channel": WrongChannel,
    "invalid-transition": InvalidTransition,
    "conversation-exists": ConversationExists,
    "participant-exists": ParticipantExists,
    "version-conflict": VersionConflict,
    "values-differ": ValuesDiffer,
    "idempotency-key-expired": IdempotencyKeyExpired,
    "precondition-failed": PreconditionFailed,
    "body-too-large": BodyTooLarge,
    "conversation-too-large": ConversationTooLarge,
    "unsupported-media-type": UnsupportedMediaType,
    "unprocessable-content": UnprocessableContent,
    "channel-takes-no-attributes": ChannelTakesNoAttributes,
    "idempotency-key-reused": IdempotencyKeyReused,
    "too-many-participants": TooManyParticipants,
    "too-many-executions": TooManyExecutions,
    "too-many-pending-writes": TooManyPendingWrites,
    "precondition-required": PreconditionRequired,
    "key-service-unavailable": KeyServiceUnavailable,
    "data-key-lost": DataKeyLost,
    "internal-error": InternalError,
    "contention": Contention,
    "store-unavailable": StoreUnavailable,
}
