import { channelTypes } from '#domain/channel-types.ts';
import { states } from '#domain/conversation.ts';
import type { EventData, EventHead, EventType } from '#domain/events.ts';
import { limits } from '#domain/limits.ts';
import { described, integer, list, object, oneOf, type Schema, schemaOf, textOf } from './schema.ts';
import { Attributes, anyNames } from './schemas/attributes.ts';
import { count, Id, text } from './schemas/basics.ts';

/** The version of every schema of an event: it is part of the type, so that a later one can be told beside it. */
const VERSION = 1;

/** The type of an event as the bus has it: `conversation.started.v1`. */
export function nameEventType(type: EventType): string {
  return `${type}.v${VERSION}`;
}

/** An event as it is told, which is one of CloudEvents 1.0 (https://cloudevents.io). */
export interface CloudEvent {
  readonly specversion: '1.0';
  /** The same however often the event is told. */
  readonly id: string;
  /** The deployment: its context key `name`. */
  readonly source: string;
  readonly type: string;
  /** The id of the conversation. */
  readonly subject: string;
  /** When it was written (RFC 3339). */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly data: EventHead & EventData[EventType];
}

const participant = {
  participantId: Id,
  participantVersion: described(count, 'The version of the participant after the write.'),
};
const purpose = { purpose: Id };
const state = oneOf(states);
const queue = schemaOf<string | null>({ type: ['string', 'null'], maxLength: limits.textBytes });
const set = described(anyNames, 'Names that have a value which they had not before.');
const removed = described(anyNames, 'Names that have none any more.');
const changed = {
  set,
  removed,
  values: described(Attributes, 'The values of the names in `set` that the deployment lists (`eventValues`).'),
};

/** What the documents say of an event. */
interface Described {
  readonly says: string;
  /** What its data has besides what that of every event has. */
  readonly own: Schema;
}

/** Every event. Only documents and tests need it: the bundles of the functions leave it out. */
export const describeEvents = (): { readonly [Type in EventType]: Described } => ({
  'conversation.started': {
    says: 'A conversation was made. Its participants and attributes are in other events of the same write.',
    own: object({}, { queueId: text }),
  },
  'conversation.queue-changed': {
    says: 'It went to another call queue, or to none (null).',
    own: object({ queueId: queue, previousQueueId: queue }),
  },
  'participant.joined': { says: 'A participant joined.', own: object({ ...participant, ...purpose }) },
  'participant.left': { says: 'A participant left.', own: object({ ...participant, ...purpose }) },
  'attributes.changed': {
    says: "Attributes of a participant, or, without `participantId`, the conversation's own `data`. Without names: what was written was there before.",
    own: object(changed, participant),
  },
  'secured-attributes.changed': {
    says: 'Secured attributes: their names, never values.',
    own: object({ set, removed }),
  },
  'flow.flushed': {
    says: 'What a flow execution had set has taken effect: by its flush, by the sweeper, or at the end.',
    own: object(
      {},
      {
        flowExecutionId: Id,
        flowExecutionHash: described(
          textOf(16),
          'Instead of a long id where another than the flow has caused it: `~` and 66 bits of its SHA-256.',
        ),
      },
    ),
  },
  'conversation.wrapup-changed': {
    says: 'Wrap-up code or notes: which of them, not what they are.',
    own: object({ fields: list(oneOf(['code', 'notes']), 2) }),
  },
  'conversation.state-changed': {
    says: 'It went to another state. From `handled` or `abandoned` on its participants and attributes are gone, without an event for each.',
    own: object({ state, previousState: state }),
  },
  'saved-data.changed': { says: 'What is kept after the end.', own: object(changed) },
  'conversation.erased': { says: 'It was erased: nothing is left of it.', own: object({}) },
  'conversation.expired': { says: 'Its retention is over: nothing is left of it.', own: object({}) },
});

/** The types of all events, as the bus has them. */
export function listEventTypes(): readonly string[] {
  return (Object.keys(describeEvents()) as EventType[]).map(nameEventType);
}

/** What the data of every event has. */
export const describeEventHead = (): Schema =>
  object(
    {
      conversationId: Id,
      conversationType: oneOf(channelTypes),
      revision: described(
        count,
        'Rises with every write to the conversation, those too of which no event tells, such as a set that waits for its flush.',
      ),
      part: described(integer(1, limits.allParticipants * 4), 'Which of the events of this write it is, from 1.'),
      parts: described(integer(1, limits.allParticipants * 4), 'How many events the write has.'),
      previousVersion: described(
        count,
        'The version of the conversation before the write: that of the last event before it, or an event is missing.',
      ),
      version: count,
      previousSecuredVersion: described(count, 'The same of its secured attributes.'),
      securedVersion: count,
    },
    {
      by: described(
        object(
          { operation: textOf(100) },
          { clientId: described(textOf(1_000), 'The client of the access token.'), flowExecutionId: Id },
        ),
        'Who asked for the write: the operation as the reference calls it, `sweep` where no request did.',
      ),
    },
  );
