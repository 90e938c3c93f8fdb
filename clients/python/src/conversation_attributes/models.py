"""The bodies and answers of the API. Written by `npm run generate` from src/contract: change it there."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias, TypedDict

if sys.version_info >= (3, 11):
    from typing import NotRequired
else:
    from typing_extensions import NotRequired

#: Any JSON value.
Json: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None"

#: A channel type on which messages of guests come in.
WebChannelType: TypeAlias = "Literal['webchat', 'webmessaging', 'sms', 'mms', 'whatsapp', 'rcs', 'messenger', 'instagram', 'viber', 'telegram', 'line', 'applebc']"

#: A record, or several.
RecordReplacements: TypeAlias = "RecordReplacementsObject | Sequence[RecordReplacementsObject]"

#: An attribute that a first message must have, perhaps with what people are told who have not entered it.
RequiredAttribute: TypeAlias = "str | RequiredAttributeObject"

#: An attribute that guests may set, of one type; a plain name takes any of these types.
AllowedAttribute: TypeAlias = "str | AllowedAttributeObject"

#: An id, chosen by the caller or made here.
Id: TypeAlias = "str"

#: Any JSON value but null, of at most 8192 bytes as JSON text, and at most 5 objects and arrays inside one another. Numbers keep every digit.
Value: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, Json]"

#: By name: each that has a value, but those that the caller may not know.
LastWrites: TypeAlias = "Mapping[str, LastWrite]"

#: Changes of a record, or of several.
RecordPatches: TypeAlias = "RecordPatchesObject | Sequence[RecordPatchesObject]"

#: Null removes the name. Else any JSON value, of at most 8192 bytes as JSON text, and at most 5 objects and arrays inside one another. Numbers keep every digit.
ChangedValue: TypeAlias = "Json"

#: Null: the name must not be there. Else any JSON value, of at most 8192 bytes as JSON text, and at most 5 objects and arrays inside one another. Numbers keep every digit. The order of members does not matter, nor whether a number is written as 1.10 or 1.1.
ExpectedValue: TypeAlias = "Json"

#: Properties by name, as Genesys Cloud writes them: `{"allOf": [{"$ref": "#/definitions/text"}], "title", "description"}`, of a text with `minLength` and `maxLength`, of an integer or number with `minimum` and `maximum`, of an enum with `enum` and `_enumProperties`. Instead of `allOf` a property may have the `type` string, integer, number or boolean. The core types are text, longtext, url, identifier, enum, date, datetime, integer, number, checkbox and tag.
SchemaProperties: TypeAlias = "Mapping[str, Json]"

#: Raised by every change; in ETag as "3".
Version: TypeAlias = "int"

#: Strings by name.
StringAttributes: TypeAlias = "Mapping[str, str]"

#: Strings by name.
StringAttributesInput: TypeAlias = "Mapping[str, str]"

#: Strings by name; null removes the name.
StringAttributeChanges: TypeAlias = "Mapping[str, str | None]"

#: The name of an attribute, of at most 256 bytes of UTF-8: no control character, and one that shows.
AttributeName: TypeAlias = "str"

#: The request is done only if these names have these values; else it is refused (409 `values-differ`), and changes nothing.
ExpectedAttributes: TypeAlias = "Mapping[str, ExpectedValue]"

#: The type of a flow, as Genesys Cloud names it; case does not matter. A flow execution that says bot or digitalbot may not use secured attributes from then on.
FlowType: TypeAlias = "Literal['bot', 'commonmodule', 'digitalbot', 'inboundcall', 'inboundchat', 'inboundemail', 'inboundshortmessage', 'inqueuecall', 'inqueueemail', 'inqueueshortmessage', 'outboundcall', 'securecall', 'surveyinvite', 'voice', 'voicemail', 'voicesurvey', 'workflow', 'workitem']"

#: Values by name.
Attributes: TypeAlias = "Mapping[str, Value]"

#: Values by name.
AttributesInput: TypeAlias = "Mapping[str, Value]"

#: Values by name; null removes the name.
AttributeChanges: TypeAlias = "Mapping[str, ChangedValue]"

#: What a guest brings, by name: what the channel does not allow is dropped and reported.
GuestAttributes: TypeAlias = "Mapping[str, Json]"

#: What came with a message or a contact: an object of names and values, or its JSON text. What the channel does not allow is dropped and reported.
Metadata: TypeAlias = "Json"

#: What kind of contact a conversation is.
ChannelType: TypeAlias = "Literal['voice', 'callback', 'webchat', 'webmessaging', 'sms', 'mms', 'whatsapp', 'rcs', 'messenger', 'instagram', 'viber', 'telegram', 'line', 'applebc', 'email', 'task']"

#: Where an attribute is: on a participant, or on the conversation itself (`data`).
Target: TypeAlias = "Literal['participant', 'conversation']"

#: Why a request was refused: decide by it. More may come.
ProblemCode: TypeAlias = "Literal['bad-request', 'missing-scope', 'missing-queue', 'foreign-execution', 'attribute-not-writable', 'secured-not-for-bots', 'route-not-found', 'conversation-not-found', 'participant-not-found', 'attribute-not-defined', 'changes-not-kept', 'schema-not-found', 'record-not-found', 'method-not-allowed', 'not-acceptable', 'conversation-ended', 'conversation-not-ended', 'wrong-channel', 'invalid-transition', 'conversation-exists', 'participant-exists', 'version-conflict', 'values-differ', 'idempotency-key-expired', 'precondition-failed', 'body-too-large', 'conversation-too-large', 'unsupported-media-type', 'unprocessable-content', 'channel-takes-no-attributes', 'idempotency-key-reused', 'too-many-participants', 'too-many-executions', 'too-many-pending-writes', 'precondition-required', 'key-service-unavailable', 'data-key-lost', 'internal-error', 'contention', 'store-unavailable']"

#: `active` goes to `wrapup`, `handled` or `abandoned`, and `wrapup` to `handled`.
State: TypeAlias = "Literal['active', 'wrapup', 'handled', 'abandoned']"

#: `connected` while it is present in an active conversation; `disconnected` when it has left, or the conversation is in wrap-up. After that no participant is held.
MediaState: TypeAlias = "Literal['connected', 'disconnected']"

_AttributesPatch = TypedDict("_AttributesPatch", {"if": "ExpectedAttributes"}, total=False)

_ConversationPatch = TypedDict("_ConversationPatch", {"if": "ExpectedAttributes"}, total=False)

_DataSchemaInput = TypedDict("_DataSchemaInput", {"$schema": "Literal['http://json-schema.org/draft-04/schema#']"}, total=False)

_DataSchemaUpdateJsonSchema = TypedDict("_DataSchemaUpdateJsonSchema", {"$schema": "Literal['http://json-schema.org/draft-04/schema#']"}, total=False)

_InteractionChange = TypedDict("_InteractionChange", {"if": "ExpectedAttributes"}, total=False)

_JsonSchemaDocument = TypedDict("_JsonSchemaDocument", {"$schema": "str"}, total=False)


class Violation(TypedDict):
    """One thing that is wrong in a request."""

    name: str
    reason: str
    #: What a web channel tells people of it, in its own words.
    text: NotRequired[str]
    #: Of a name that is not defined: the one that was probably meant.
    didYouMean: NotRequired[str]


class Difference(TypedDict):
    """An attribute that does not have the value that `if` names."""

    name: str
    #: Whose attribute it is; absent for the conversation's own `data`.
    participantId: NotRequired[Id]
    #: The value that it has; null: there is none. Absent where the token may not read it.
    current: NotRequired[Json]


class Health(TypedDict):
    """That the API answers."""

    status: Literal['ok']
    version: str


class AccessToken(TypedDict):
    """What an access token may do, and until when."""

    clientId: str
    #: Without the prefix that the issuer puts before them.
    scopes: Sequence[str]
    #: The ids of call queues that it gives the right to; `*` is all.
    queues: Sequence[str]
    expires: str


class NotSet(TypedDict):
    """A name that is not set, and the one that was probably meant."""

    name: AttributeName
    didYouMean: NotRequired[AttributeName]


class NotSetHere(TypedDict):
    """A name that is not set here, and the one that was probably meant; with `setOn` it is set on the other target."""

    name: AttributeName
    didYouMean: NotRequired[AttributeName]
    setOn: NotRequired[Target]


class Pending(TypedDict):
    """What a set acknowledged."""

    pending: Sequence[AttributeName]
    revision: int


class FlowAttributes(TypedDict):
    """What a flow execution sees: its own pending values before the stored ones."""

    attributes: Attributes
    notSet: Sequence[NotSetHere]
    version: Version
    #: Of names that were asked for in another spelling: the name of each, under which it is answered.
    aliases: NotRequired[Mapping[str, AttributeName]]
    #: The names whose values are masked here: by their definitions the caller may not read them. Absent where there are none.
    masked: NotRequired[Sequence[AttributeName]]
    #: Where each name was found, with target `any`.
    setOn: NotRequired[Mapping[str, Target]]


class Flushed(TypedDict):
    """What a flush applied."""

    flushed: Sequence[AttributeName]
    version: Version
    #: How many secured attributes took effect, set or removed; their names are told by their own operations only. Absent when there were none.
    securedFlushed: NotRequired[int]


class FlowSecured(TypedDict):
    """What a flow execution sees of secured attributes: its own pending values before the stored ones."""

    attributes: StringAttributes
    notSet: Sequence[NotSet]
    version: Version
    #: Of names that were asked for in another spelling: the name of each, under which it is answered.
    aliases: NotRequired[Mapping[str, AttributeName]]
    #: The names whose values are masked here: by their definitions the caller may not read them. Absent where there are none.
    masked: NotRequired[Sequence[AttributeName]]
    #: Those that are set, but do not open: their envelope or the data key was changed or lost. The others are answered; absent when all open.
    unreadable: NotRequired[Sequence[AttributeName]]


class Secured(TypedDict):
    """Secured attributes, and their own version."""

    attributes: StringAttributes
    version: Version
    #: The names whose values are masked here: by their definitions the caller may not read them. Absent where there are none.
    masked: NotRequired[Sequence[AttributeName]]
    #: Those that are set, but do not open: their envelope or the data key was changed or lost. The others are answered; absent when all open.
    unreadable: NotRequired[Sequence[AttributeName]]


class SecuredNames(TypedDict):
    """What a write of secured attributes answers; the values only to a token that may read them."""

    names: Sequence[AttributeName]
    version: Version
    attributes: NotRequired[StringAttributes]
    #: The names whose values are masked here: by their definitions the caller may not read them. Absent where there are none.
    masked: NotRequired[Sequence[AttributeName]]
    #: Those that are set, but do not open: their envelope or the data key was changed or lost. The others are answered; absent when all open.
    unreadable: NotRequired[Sequence[AttributeName]]


class ChannelTypeSettings(TypedDict):
    """What is kept of the conversations of a channel type, and how long they may be active."""

    savedAttributes: Sequence[AttributeName]
    retentionDays: int
    version: Version
    activeMaxSeconds: NotRequired[int]


class AllowedAttributeObject(TypedDict):
    """Part of what comes below."""

    name: str
    type: Literal['string', 'integer', 'number', 'boolean']


class RequiredAttributeObject(TypedDict):
    """Part of what comes below."""

    name: str
    text: str


class WebchatSettingsAttributes(TypedDict):
    """Part of what comes below."""

    allowed: Sequence[AllowedAttribute]
    required: NotRequired[Sequence[RequiredAttribute]]


class WebchatSettings(TypedDict):
    """What a web channel is, what its guests may set and have to, and what its conversations keep where that is not as their type says."""

    type: WebChannelType
    attributes: WebchatSettingsAttributes
    savedAttributes: NotRequired[Sequence[AttributeName]]
    retentionDays: NotRequired[int]


class WebchatChannelSettings(TypedDict):
    """Part of what comes below."""

    webchat: WebchatSettings


class WebchatChannel(TypedDict):
    """A web channel: what it is, and what its guests may set."""

    settings: WebchatChannelSettings
    version: Version


class DroppedAttribute(TypedDict):
    """An attribute of a guest that was not taken."""

    name: str
    reason: Literal['not-allowed', 'wrong-type', 'too-late', 'too-large']


class MessageTaken(TypedDict):
    """What became of the attributes of a message."""

    conversationId: Id
    accepted: Sequence[AttributeName]
    dropped: Sequence[DroppedAttribute]


class Address(TypedDict):
    """Where a participant is reached."""

    type: str
    uri: str


class Wrapup(TypedDict):
    """What an agent notes at the end."""

    code: NotRequired[str]
    notes: NotRequired[str]


class Participant(TypedDict):
    """A participant, as a conversation shows it."""

    id: Id
    purpose: Id
    version: Version
    attributes: Attributes
    #: The names whose values are masked here: by their definitions the caller may not read them. Absent where there are none.
    masked: NotRequired[Sequence[AttributeName]]
    #: When it left; absent while it is present.
    endTime: NotRequired[str]


class Conversation(TypedDict):
    """A conversation."""

    id: Id
    type: ChannelType
    state: State
    startTime: str
    version: Version
    data: Attributes
    queueId: NotRequired[str]
    endTime: NotRequired[str]
    #: The names whose values are masked here: by their definitions the caller may not read them. Absent where there are none.
    masked: NotRequired[Sequence[AttributeName]]
    participants: NotRequired[Sequence[Participant]]
    wrapup: NotRequired[Wrapup]
    #: Of metadata that came through a channel: what it does not allow. Only in the answer to a creation with such metadata.
    dropped: NotRequired[Sequence[DroppedAttribute]]


class WrittenParticipant(TypedDict):
    """The same of one participant."""

    id: Id
    version: Version
    names: Sequence[AttributeName]


class Written(TypedDict):
    """What a write answers to a token without the scope that reads the same: the names that were written, and no stored values."""

    id: Id
    names: Sequence[AttributeName]
    version: NotRequired[Version]
    participants: NotRequired[Sequence[WrittenParticipant]]
    #: Of metadata that came through a channel: what it does not allow. Only in the answer to a creation with such metadata.
    dropped: NotRequired[Sequence[DroppedAttribute]]


class ConversationSummary(TypedDict):
    """A conversation in a list. Times are RFC 3339."""

    id: Id
    type: ChannelType
    state: State
    startTime: str
    queueId: NotRequired[str]
    endTime: NotRequired[str]


class ConversationList(TypedDict):
    """A page of conversations, newest first."""

    conversations: Sequence[ConversationSummary]
    nextToken: NotRequired[str]


class ParticipantAttributes(TypedDict):
    """The attributes of one participant, and its version."""

    attributes: Attributes
    version: Version
    #: The names whose values are masked here: by their definitions the caller may not read them. Absent where there are none.
    masked: NotRequired[Sequence[AttributeName]]


class PatchedAttributes(TypedDict):
    """The attributes of a participant after a patch. The version is absent where nothing is left of the participant: the patch came again after the end."""

    attributes: Attributes
    #: The names whose values are masked here: by their definitions the caller may not read them. Absent where there are none.
    masked: NotRequired[Sequence[AttributeName]]
    version: NotRequired[Version]


class InteractionParticipant(TypedDict):
    """A participant of a live interaction; `type` is its purpose."""

    id: Id
    type: Id
    version: Version
    attributes: Attributes
    addresses: Sequence[Address]
    #: The names whose values are masked here: by their definitions the caller may not read them. Absent where there are none.
    masked: NotRequired[Sequence[AttributeName]]
    externalId: NotRequired[str]
    #: When it left; absent while it is present.
    endTime: NotRequired[str]


class Interaction(TypedDict):
    """A conversation that is active or in wrap-up, with how its participants are reached."""

    id: Id
    version: Version
    participants: Sequence[InteractionParticipant]


class ListedParticipant(TypedDict):
    """A participant of an interaction in a list; with attributes where they are asked for."""

    id: Id
    type: Id
    version: Version
    addresses: Sequence[Address]
    #: The names whose values are masked here: by their definitions the caller may not read them. Absent where there are none.
    masked: NotRequired[Sequence[AttributeName]]
    externalId: NotRequired[str]
    #: When it left; absent while it is present.
    endTime: NotRequired[str]
    attributes: NotRequired[Attributes]


class ListedInteraction(TypedDict):
    """An interaction in a list, with how its participants are reached."""

    id: Id
    version: Version
    participants: Sequence[ListedParticipant]


class InteractionList(TypedDict):
    """A page of interactions, newest first."""

    interactions: Sequence[ListedInteraction]
    nextToken: NotRequired[str]


class History(TypedDict):
    """What is kept of an ended conversation."""

    id: Id
    type: ChannelType
    startTime: str
    endTime: str
    data: Attributes
    #: The names whose values are masked here: by their definitions the caller may not read them. Absent where there are none.
    masked: NotRequired[Sequence[AttributeName]]
    queueId: NotRequired[str]
    wrapup: NotRequired[Wrapup]
    #: Only in the contact log, and where the request names states.
    state: NotRequired[Literal['wrapup', 'handled', 'abandoned']]
    #: Whose saved list says what is kept: that of its channel, or of its channel type. Not in the contact log.
    savedBy: NotRequired[Literal['channel', 'type']]


class ContactLog(TypedDict):
    """A page of ended conversations, newest first."""

    conversations: Sequence[History]
    nextToken: NotRequired[str]


class ContactData(TypedDict):
    """What is kept of an ended conversation."""

    contact_id: Id
    data: Attributes
    #: The names whose values are masked here: by their definitions the caller may not read them. Absent where there are none.
    masked: NotRequired[Sequence[AttributeName]]


class ContactDataAdded(TypedDict):
    """The conversation that saved data was added to."""

    contact_id: Id


class PendingWrite(TypedDict):
    """A write that waits for its flush; `value` is null where it removes the name."""

    #: The id of the flow execution. Of one longer than 8 characters `~` and the first 11 of its SHA-256 in base64url: the id itself is not held.
    execution: str
    name: AttributeName
    target: NotRequired[str]
    participantId: NotRequired[str]
    value: NotRequired[Json]
    #: The value is masked: by the definition of the name the caller may not read it.
    masked: NotRequired[Literal['true']]


class PendingSecuredWrite(TypedDict):
    """A secured write that waits for its flush; `value` is absent where the token may not read it."""

    #: The id of the flow execution. Of one longer than 8 characters `~` and the first 11 of its SHA-256 in base64url: the id itself is not held.
    execution: str
    name: AttributeName
    value: NotRequired[Json]
    #: The value is masked: by the definition of the name the caller may not read it.
    masked: NotRequired[Literal['true']]
    #: It is set, but does not open.
    unreadable: NotRequired[Literal['true']]


class PendingName(TypedDict):
    """The name of a write that waits for its flush."""

    #: The id of the flow execution. Of one longer than 8 characters `~` and the first 11 of its SHA-256 in base64url: the id itself is not held.
    execution: str
    name: AttributeName
    target: Literal['participant', 'conversation']
    participantId: NotRequired[Id]
    #: It removes the name. Absent where it sets it.
    removes: NotRequired[Literal['true']]


class PendingSecuredName(TypedDict):
    """The name of a secured write that waits for its flush."""

    #: The id of the flow execution. Of one longer than 8 characters `~` and the first 11 of its SHA-256 in base64url: the id itself is not held.
    execution: str
    name: AttributeName
    #: It removes the name. Absent where it sets it.
    removes: NotRequired[Literal['true']]


class ConversationNames(TypedDict):
    """The names of what waits for its flush, and of secured attributes."""

    pending: Sequence[PendingName]
    secured: Sequence[AttributeName]
    pendingSecured: Sequence[PendingSecuredName]


class ExportedParticipant(TypedDict):
    """A participant, with how it is reached."""

    id: Id
    purpose: Id
    version: Version
    attributes: Attributes
    addresses: Sequence[Address]
    #: The names whose values are masked here: by their definitions the caller may not read them. Absent where there are none.
    masked: NotRequired[Sequence[AttributeName]]
    externalId: NotRequired[str]
    #: When it left; absent while it is present.
    endTime: NotRequired[str]


class ExportedSecured(TypedDict):
    """The secured attributes of a conversation: the values to a token that may read them, else the names."""

    pending: Sequence[PendingSecuredWrite]
    attributes: NotRequired[StringAttributes]
    #: The names whose values are masked here: by their definitions the caller may not read them. Absent where there are none.
    masked: NotRequired[Sequence[AttributeName]]
    #: Those that are set, but do not open: their envelope or the data key was changed or lost. The others are answered; absent when all open.
    unreadable: NotRequired[Sequence[AttributeName]]
    names: NotRequired[Sequence[AttributeName]]


class Export(TypedDict):
    """Everything that is held about a conversation."""

    id: Id
    type: ChannelType
    state: State
    startTime: str
    version: Version
    data: Attributes
    participants: Sequence[ExportedParticipant]
    pending: Sequence[PendingWrite]
    secured: ExportedSecured
    queueId: NotRequired[str]
    endTime: NotRequired[str]
    #: The names whose values are masked here: by their definitions the caller may not read them. Absent where there are none.
    masked: NotRequired[Sequence[AttributeName]]
    externalId: NotRequired[str]
    channelId: NotRequired[Id]
    wrapup: NotRequired[Wrapup]
    saved: NotRequired[Attributes]
    savedNames: NotRequired[Sequence[AttributeName]]
    #: Until when names are kept that are gone before the record is.
    savedUntil: NotRequired[Mapping[str, str]]
    #: Whose saved list that was: of the channel with `channelId`, or of the channel type.
    savedBy: NotRequired[Literal['channel', 'type']]
    expires: NotRequired[str]


class ChangeEvent(TypedDict):
    """One thing that a write has changed."""

    #: What happened, in the words of the events: docs/events.md says what each has.
    type: Literal['conversation.started', 'conversation.queue-changed', 'participant.joined', 'participant.left', 'attributes.changed', 'secured-attributes.changed', 'flow.flushed', 'conversation.wrapup-changed', 'conversation.state-changed', 'saved-data.changed', 'conversation.erased', 'conversation.expired']
    #: Whose it is; absent for the conversation's own `data`.
    participantId: NotRequired[Id]
    participantVersion: NotRequired[int]
    purpose: NotRequired[Id]
    #: Names that got a value which they had not before, but those that the caller may not know.
    set: NotRequired[Sequence[AttributeName]]
    #: Names that have had none since.
    removed: NotRequired[Sequence[AttributeName]]
    #: Of the names in `set`: the values that they have now, at the last of these changes that has them. Never of a secured name.
    values: NotRequired[Attributes]
    #: The names whose values are masked here: by their definitions the caller may not read them. Absent where there are none.
    masked: NotRequired[Sequence[AttributeName]]
    queueId: NotRequired[str | None]
    previousQueueId: NotRequired[str | None]
    flowExecutionId: NotRequired[Id]
    flowExecutionHash: NotRequired[str]
    fields: NotRequired[Sequence[Literal['code', 'notes']]]
    state: NotRequired[Literal['active', 'wrapup', 'handled', 'abandoned']]
    previousState: NotRequired[Literal['active', 'wrapup', 'handled', 'abandoned']]


class ChangedBy(TypedDict):
    """Who asked for a write."""

    #: As the reference calls it; `sweep` where no request asked for it.
    operation: str
    #: The client of the access token.
    clientId: NotRequired[str]
    flowExecutionId: NotRequired[Id]


class SecuredRevealBy(TypedDict):
    """Part of what comes below."""

    #: As the reference calls it.
    operation: str
    #: The client of the access token.
    clientId: NotRequired[str]
    flowExecutionId: NotRequired[Id]
    #: Whom the client asked for: a person, where the token names one.
    subject: NotRequired[str]


class SecuredReveal(TypedDict):
    """That secured values were opened for somebody."""

    #: Orders them by their time.
    id: str
    time: str
    #: Those that were opened: all of the conversation that the caller could read, or those that it asked for.
    names: Sequence[AttributeName]
    by: SecuredRevealBy


class LastWrite(TypedDict):
    """When a name got the value that it has, and by whom. Without any field where that is not known: the log begins later, or it was too many changes ago."""

    time: NotRequired[str]
    #: Of the change, as the changes of the conversation have it.
    revision: NotRequired[int]
    by: NotRequired[ChangedBy]


class ConversationProvenanceParticipants(TypedDict):
    """Part of what comes below."""

    id: Id
    attributes: LastWrites


class ConversationProvenance(TypedDict):
    """Who gave each name of a conversation the value that it has, and when."""

    #: Of the conversation.
    version: Version
    data: LastWrites
    #: Those that have attributes.
    participants: Sequence[ConversationProvenanceParticipants]
    #: Of secured attributes.
    secured: LastWrites
    #: Of what is saved: who saved it, or changed it since. For callers with the right to the call queue; absent before the end.
    saved: NotRequired[LastWrites]
    #: The last writes are not in the log: they come a moment later, or were done before changes were kept. A name that they have written has here what was known before. Absent where nothing is missing at the end.
    late: NotRequired[Literal['true']]


class SecuredReveals(TypedDict):
    """Who has revealed which secured names of a conversation, oldest first."""

    reveals: Sequence[SecuredReveal]
    #: There are later ones already. Absent where there are none.
    more: NotRequired[Literal['true']]


class ConversationChange(TypedDict):
    """What one write has changed, by whom and when."""

    #: Rises with every write. Give it as `since` for what comes after.
    revision: int
    time: str
    #: That of the change before, or one is missing.
    previousVersion: int
    version: Version
    previousSecuredVersion: int
    securedVersion: int
    #: All that the write has changed, in the order of the events.
    events: Sequence[ChangeEvent]
    by: NotRequired[ChangedBy]


class ConversationChanges(TypedDict):
    """What has changed in a conversation, oldest first."""

    changes: Sequence[ConversationChange]
    #: Of the last of these changes; `since` where there are none: give it as `since` the next time.
    revision: int
    #: Of the conversation. Where it is more than that of the last change, what was written after that is here a moment later.
    version: int
    #: There are later ones already. Absent where there are none.
    more: NotRequired[Literal['true']]


class JsonSchemaDocument(_JsonSchemaDocument):
    """The names of a schema, as they are defined now."""

    title: str
    required: Sequence[AttributeName]
    properties: SchemaProperties
    description: NotRequired[str]


class DataSchema(TypedDict):
    """A group of defined names, in the words of Genesys Cloud."""

    id: Id
    version: Version
    #: No record is written under one that is not.
    enabled: bool
    dateCreated: str
    jsonSchema: JsonSchemaDocument
    selfUri: str


class WrittenSchema(TypedDict):
    """What a token that may not read settings is told of a schema that it writes."""

    id: Id
    version: Version


class DataSchemaList(TypedDict):
    """Schemas, in the order in which they were made."""

    total: int
    entities: Sequence[DataSchema]
    selfUri: str


class CustomAttributesSchema(TypedDict):
    """Part of what comes below."""

    id: Id
    version: Version
    #: No record is written under one that is not.
    enabled: bool
    selfUri: str


class CustomAttributes(TypedDict):
    """What the data of a conversation has of the names in a schema, in the words of Genesys Cloud."""

    #: That of its schema: a conversation has one record of each.
    id: Id
    conversationId: Id
    #: Empty: there are none.
    divisions: Sequence[str]
    schema: CustomAttributesSchema
    customAttributes: Attributes
    #: Of the conversation: every change of it raises it.
    version: Version
    #: When the conversation started.
    dateCreated: str
    selfUri: str
    #: The names whose values are masked here: by their definitions the caller may not read them. Absent where there are none.
    masked: NotRequired[Sequence[AttributeName]]


class CustomAttributesList(TypedDict):
    """The records that a conversation has."""

    results: Sequence[CustomAttributes]
    version: Version


class CustomAttributesId(TypedDict):
    """The id of a record that was written."""

    id: Id


class RecordResult(TypedDict):
    """A record as it was written; without a token that may read it its status alone."""

    statusCode: int
    attributes: NotRequired[CustomAttributes]


class RecordResults(TypedDict):
    """What has become of the records of a request."""

    #: By the ids of the records. All are written, or none.
    results: Mapping[str, RecordResult]


class MediaParticipantQueue(TypedDict):
    """Part of what comes below."""

    id: str


class MediaParticipant(TypedDict):
    """A participant, in the words of Genesys Cloud."""

    id: Id
    purpose: Id
    state: MediaState
    #: Values that are no texts are their JSON. The first customer also has those of the conversation itself (`data`), such as what a guest has brought, where it has none of that name.
    attributes: StringAttributes
    #: The names whose values are masked here: by their definitions the caller may not read them. Absent where there are none.
    masked: NotRequired[Sequence[AttributeName]]
    queue: NotRequired[MediaParticipantQueue]
    #: When it left, or the conversation ended.
    endTime: NotRequired[str]


class MediaConversation(TypedDict):
    """A conversation of a kind of media, in the words of Genesys Cloud."""

    id: Id
    version: Version
    participants: Sequence[MediaParticipant]
    selfUri: str


class MediaConversationList(TypedDict):
    """A page of conversations of a kind of media, newest first. It may be empty and not be the last."""

    entities: Sequence[MediaConversation]
    pageSize: int
    selfUri: str
    #: Of the next page; absent on the last one.
    nextUri: NotRequired[str]


class Callers(TypedDict):
    """Some callers: who is one of these clients, or whose token has one of these scopes, or the right to one of these call queues. As `readers` or `writers`, absent means everybody whose token may read or write attributes."""

    clients: NotRequired[Sequence[str]]
    scopes: NotRequired[Sequence[str]]
    queues: NotRequired[Sequence[str]]


class AttributeDefinition(TypedDict):
    """The rules for a name. A token that may not read settings gets the name and the version alone."""

    name: AttributeName
    version: Version
    #: What the name means, for people.
    description: NotRequired[str]
    #: Other spellings: who uses one means the name.
    aliases: NotRequired[Sequence[AttributeName]]
    #: What its values must be. Absent: any.
    type: NotRequired[Literal['string', 'integer', 'number', 'boolean', 'date', 'enum', 'list']]
    #: Of an `enum`: the texts that it may be.
    values: NotRequired[Sequence[str]]
    #: What a value may have: of a text its bytes of UTF-8, of another value those of its JSON text.
    maxBytes: NotRequired[int]
    #: Of a `string`: its characters at least.
    minLength: NotRequired[int]
    #: Of a `string`: its characters at most.
    maxLength: NotRequired[int]
    #: Of an `integer` or `number`: its least value.
    minimum: NotRequired[int]
    #: Of an `integer` or `number`: its greatest value.
    maximum: NotRequired[int]
    readers: NotRequired[Callers]
    writers: NotRequired[Callers]
    #: What those see who may not read: the last four characters, nothing of the value, or of an address the first character and the domain. Absent: for them the name is not there.
    mask: NotRequired[Literal['last4', 'all', 'email']]
    #: For how many days a saved value is kept, from the end of the conversation. Absent: as the others.
    retentionDays: NotRequired[int]
    #: It is a secured attribute: it can not be set as an ordinary one.
    secured: NotRequired[bool]
    #: Conversations are found by its values.
    searchable: NotRequired[bool]


class AttributeDefinitions(TypedDict):
    """All definitions of attributes, in the order in which they were made."""

    definitions: Sequence[AttributeDefinition]


class Problem(TypedDict):
    """A refusal (RFC 9457)."""

    #: Leads to what it means.
    type: str
    title: str
    status: int
    #: What was wrong, and what would be right.
    detail: str
    code: ProblemCode
    #: The same as detail.
    message: str
    #: The id of the request: the log has it as requestId.
    contextId: str
    #: The first 100 things that are wrong.
    errors: NotRequired[Sequence[Violation]]
    #: How many more there are; absent where `errors` lists all.
    moreErrors: NotRequired[int]
    currentVersion: NotRequired[Version]
    #: Each attribute that does not have the value that `if` names.
    differences: NotRequired[Sequence[Difference]]


class GatewayMessage(TypedDict):
    """What the gateway answers by itself."""

    message: str | None


class InteractionChange(_InteractionChange):
    """Changes of one of the participants of an interaction."""

    #: The id of the participant, or an alias.
    id: Id
    purpose: NotRequired[Id]
    #: As it was read, or left out: read-only.
    type: NotRequired[str]
    #: As it was read, or left out: read-only.
    externalId: NotRequired[str]
    #: As it was read, or left out: read-only.
    addresses: NotRequired[Sequence[Address]]
    #: As it was read, or left out: read-only.
    endTime: NotRequired[str]
    #: The version that was read: refused when it is not current.
    version: NotRequired[int]
    attributes: AttributeChanges


class ChannelTypeSettingsInput(TypedDict):
    """What is to be kept of the conversations of a channel type."""

    #: The names that stay, and no others.
    savedAttributes: Sequence[AttributeName]
    retentionDays: int
    #: Seconds after the last write at which an active conversation ends. Default: as the deployment says, or the type.
    activeMaxSeconds: NotRequired[int]
    #: The version that was read: refused when it is not current.
    version: NotRequired[int]


class AttributeDefinitionInputReaders(TypedDict):
    """Who may read its values: one of these clients, or a token with one of these scopes or the right to one of these call queues. Empty: nobody. Left out: everybody who may read attributes."""

    clients: NotRequired[Sequence[str]]
    scopes: NotRequired[Sequence[str]]
    queues: NotRequired[Sequence[str]]


class AttributeDefinitionInputWriters(TypedDict):
    """Who may write it, or remove it. Left out: everybody who may write attributes."""

    clients: NotRequired[Sequence[str]]
    scopes: NotRequired[Sequence[str]]
    queues: NotRequired[Sequence[str]]


class AttributeDefinitionInput(TypedDict):
    """The rules for a name. A field that is left out sets no rule."""

    #: As in the path, or left out.
    name: NotRequired[str]
    #: What the name means, for people.
    description: NotRequired[str]
    #: Other spellings: what is written or asked for under one is the name, and answers call it so. None may mean another name too.
    aliases: NotRequired[Sequence[AttributeName]]
    #: What its values must be. A text is converted where it fits: "5" to an integer, number or the elements of a list as JSON text. A `date` is a text such as 2026-01-31, or a time of RFC 3339. A `list` is one of texts.
    type: NotRequired[Literal['string', 'integer', 'number', 'boolean', 'date', 'enum', 'list']]
    #: Of an `enum`, and of no other type: the texts that it may be.
    values: NotRequired[Sequence[str]]
    #: What a value may have: of a text its bytes of UTF-8, of another value those of its JSON text. Default: 8192, of JSON text.
    maxBytes: NotRequired[int]
    #: Of a `string`, and of no other type: the characters (code points) that it has at least.
    minLength: NotRequired[int]
    #: The same: at most.
    maxLength: NotRequired[int]
    #: Of an `integer` or `number`, and of no other type: the least that it may be.
    minimum: NotRequired[int]
    #: The same: the greatest.
    maximum: NotRequired[int]
    #: Who may read its values: one of these clients, or a token with one of these scopes or the right to one of these call queues. Empty: nobody. Left out: everybody who may read attributes.
    readers: NotRequired[AttributeDefinitionInputReaders]
    #: Who may write it, or remove it. Left out: everybody who may write attributes.
    writers: NotRequired[AttributeDefinitionInputWriters]
    #: What those see who may not read, computed here: `last4` `****` and the last four characters, of 9 or more; `all` `****`; `email` `a****@example.com`. Left out: for them the name is not there.
    mask: NotRequired[Literal['last4', 'all', 'email']]
    #: For how many days a saved value is kept, from the end of the conversation; then it is removed, and the record stays. The longest of a saved list counts for the record. Left out: as the channel, or its type, says.
    retentionDays: NotRequired[int]
    #: True: it is a secured attribute, and can not be set as an ordinary one.
    secured: NotRequired[bool]
    #: True: conversations are found by its values, which are texts, from what is written a minute later on. At most 5 names; no secured one, and none of another type than `string` or `enum`.
    searchable: NotRequired[bool]
    #: The version that was read: refused when it is not current.
    version: NotRequired[int]


class ConversationInput(TypedDict):
    """A conversation to be made."""

    #: Default: made by the server.
    id: NotRequired[Id]
    type: Literal['voice', 'callback', 'webchat', 'webmessaging', 'sms', 'mms', 'whatsapp', 'rcs', 'messenger', 'instagram', 'viber', 'telegram', 'line', 'applebc', 'email', 'task']
    #: The call queue.
    queueId: NotRequired[str]
    externalId: NotRequired[str]
    #: The channel through which it comes: a web channel, or any entry point. Guests of that web channel can continue it.
    channelId: NotRequired[Id]
    data: NotRequired[AttributesInput]
    #: What came with the contact, such as from its guest; as an object, or as its JSON text.
    metadata: NotRequired[Metadata]
    participants: Sequence[ParticipantInput]


class ConversationPatchWrapup(TypedDict):
    """Part of what comes below."""

    code: NotRequired[str]
    notes: NotRequired[str]


class ConversationPatch(_ConversationPatch):
    """What a patch of a conversation may change."""

    state: NotRequired[Literal['active', 'wrapup', 'handled', 'abandoned']]
    wrapup: NotRequired[ConversationPatchWrapup]
    #: null takes it out of its call queue.
    queueId: NotRequired[str | None]
    data: NotRequired[AttributeChanges]
    #: The version that was read: refused when it is not current.
    version: NotRequired[int]


class ParticipantInputAddresses(TypedDict):
    """Part of what comes below."""

    type: str
    uri: str


class ParticipantInput(TypedDict):
    """A participant to be made."""

    #: Default: the purpose and a number, such as `customer-1`.
    id: NotRequired[Id]
    #: `customer`, `agent`, ...
    purpose: Id
    externalId: NotRequired[str]
    addresses: NotRequired[Sequence[ParticipantInputAddresses]]
    attributes: NotRequired[AttributesInput]


class FlowAttributesInput(TypedDict):
    """A set in a flow execution."""

    participantId: NotRequired[Id]
    target: NotRequired[Literal['participant', 'conversation']]
    flowType: NotRequired[FlowType]
    attributes: StringAttributeChanges


class FlowSecuredInput(TypedDict):
    """A set of secured attributes in a flow execution."""

    flowType: NotRequired[FlowType]
    attributes: StringAttributeChanges


class Flush(TypedDict):
    """A last batch that a flush brings along."""

    participantId: NotRequired[Id]
    target: NotRequired[Literal['participant', 'conversation']]
    flowType: NotRequired[FlowType]
    attributes: NotRequired[StringAttributeChanges]


class AttributesPatch(_AttributesPatch):
    """Changes of the attributes of a participant."""

    #: As it was read, or left out: read-only.
    id: NotRequired[str]
    purpose: NotRequired[Id]
    #: As it was read, or left out: read-only.
    type: NotRequired[str]
    #: As it was read, or left out: read-only.
    externalId: NotRequired[str]
    #: As it was read, or left out: read-only.
    addresses: NotRequired[Sequence[Address]]
    #: As it was read, or left out: read-only.
    endTime: NotRequired[str]
    attributes: AttributeChanges
    #: The version of the participant that was read: refused when it is not current.
    version: NotRequired[int]


class InteractionPatch(TypedDict):
    """Changes of several participants."""

    #: As it was read, or left out: read-only.
    id: NotRequired[str]
    participants: Sequence[InteractionChange]
    #: The version of the conversation that was read: refused when it is not current.
    version: NotRequired[int]


class DataSchemaInput(_DataSchemaInput):
    """A schema, as JSON Schema (draft 4) in the words of Genesys Cloud."""

    #: Of all schemas that are enabled none has it.
    title: str
    description: NotRequired[str]
    #: Names that a record must have.
    required: NotRequired[Sequence[str]]
    properties: SchemaProperties


class DataSchemaUpdateJsonSchema(_DataSchemaUpdateJsonSchema):
    """Part of what comes below."""

    title: str
    description: NotRequired[str]
    required: NotRequired[Sequence[str]]
    properties: SchemaProperties


class DataSchemaUpdate(TypedDict):
    """A schema with the version that was read."""

    #: The version that was read: refused when it is not current.
    version: int
    #: No record is written under one that is not.
    enabled: bool
    jsonSchema: DataSchemaUpdateJsonSchema


class RecordReplacementsObject(TypedDict):
    """Part of what comes below."""

    id: Id
    divisions: NotRequired[Sequence[str]]
    schemaId: NotRequired[Id]
    version: NotRequired[int]
    customAttributes: AttributeChanges


class RecordPatchesObject(TypedDict):
    """Part of what comes below."""

    id: Id
    divisions: NotRequired[Sequence[str]]
    version: NotRequired[int]
    customAttributes: AttributeChanges


class SecuredReplacement(TypedDict):
    """All secured attributes of a conversation."""

    attributes: StringAttributesInput
    #: The version that was read; 0 where there were never any.
    version: int


class SecuredPatch(TypedDict):
    """Changes of secured attributes."""

    attributes: StringAttributeChanges
    #: Taken and ignored.
    version: NotRequired[int]


class WebchatChannelPatchSettingsWebchatAttributesRequiredObject(TypedDict):
    """Part of what comes below."""

    name: str
    text: str


class WebchatChannelPatchSettingsWebchatAttributesAllowedObject(TypedDict):
    """Part of what comes below."""

    name: str
    type: Literal['string', 'integer', 'number', 'boolean']


class WebchatChannelPatchSettingsWebchatAttributes(TypedDict):
    """Part of what comes below."""

    required: NotRequired[Sequence[str | WebchatChannelPatchSettingsWebchatAttributesRequiredObject]]
    allowed: NotRequired[Sequence[str | WebchatChannelPatchSettingsWebchatAttributesAllowedObject]]


class WebchatChannelPatchSettingsWebchat(TypedDict):
    """Part of what comes below."""

    type: NotRequired[Literal['webchat', 'webmessaging', 'sms', 'mms', 'whatsapp', 'rcs', 'messenger', 'instagram', 'viber', 'telegram', 'line', 'applebc']]
    attributes: NotRequired[WebchatChannelPatchSettingsWebchatAttributes]
    savedAttributes: NotRequired[Sequence[AttributeName] | None]
    retentionDays: NotRequired[int | None]


class WebchatChannelPatchSettings(TypedDict):
    """Part of what comes below."""

    webchat: WebchatChannelPatchSettingsWebchat


class WebchatChannelPatch(TypedDict):
    """Changes of a web channel."""

    settings: WebchatChannelPatchSettings
    #: The version that was read: refused when it is not current.
    version: NotRequired[int]


class GuestMessageMessageChannelMetadata(TypedDict):
    """Part of what comes below."""

    customAttributes: NotRequired[GuestAttributes]


class GuestMessageMessageChannel(TypedDict):
    """Part of what comes below."""

    metadata: NotRequired[GuestMessageMessageChannelMetadata]


class GuestMessageMessage(TypedDict):
    """Part of what comes below."""

    text: str
    channel: NotRequired[GuestMessageMessageChannel]


class GuestMessage(TypedDict):
    """A message of a guest, as the user's own web server passes it on."""

    #: The conversation to continue; or to begin, under the channel's id, `:` and this. Default: begins one.
    conversationId: NotRequired[Id]
    message: GuestMessageMessage
    #: Wins over `message_metadata`, and that over `customAttributes`, name by name.
    metadata: NotRequired[Metadata]
    message_metadata: NotRequired[Metadata]


class ContactDataInput(TypedDict):
    """Saved data to add, correct or remove."""

    contact_id: Id
    data: AttributeChanges
