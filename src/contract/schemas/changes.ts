import { states } from '#domain/conversation.ts';
import type { EventType } from '#domain/events.ts';
import { limits } from '#domain/limits.ts';
import { describeEvents } from '../events.ts';
import { described, list, named, object, oneOf, schemaOf, type TypeOf, textOf } from '../schema.ts';
import { Attributes, anyNames, masked, name } from './attributes.ts';
import { count, Id, time, Version } from './basics.ts';

const eventTypes = Object.keys(describeEvents()) as EventType[];
const more = schemaOf<true>({
  type: 'boolean',
  const: true,
  description: 'There are later ones already. Absent where there are none.',
});
const state = oneOf(states);
const queue = schemaOf<string | null>({ type: ['string', 'null'], maxLength: limits.textBytes });

const ChangeEvent = named(
  'ChangeEvent',
  object(
    {
      type: described(
        oneOf(eventTypes),
        'What happened, in the words of the events: docs/events.md says what each has.',
      ),
    },
    {
      participantId: described(Id, "Whose it is; absent for the conversation's own `data`."),
      participantVersion: count,
      purpose: Id,
      set: described(
        anyNames,
        'Names that got a value which they had not before, but those that the caller may not know.',
      ),
      removed: described(anyNames, 'Names that have had none since.'),
      values: described(
        Attributes,
        'Of the names in `set`: the values that they have now, at the last of these changes that has them. Never of a secured name.',
      ),
      masked,
      queueId: queue,
      previousQueueId: queue,
      flowExecutionId: Id,
      flowExecutionHash: textOf(16),
      fields: list(oneOf(['code', 'notes']), 2),
      state,
      previousState: state,
    },
  ),
  'One thing that a write has changed.',
);

const by = named(
  'ChangedBy',
  object(
    { operation: described(textOf(100), 'As the reference calls it; `sweep` where no request asked for it.') },
    { clientId: described(textOf(1_000), 'The client of the access token.'), flowExecutionId: Id },
  ),
  'Who asked for a write.',
);

const Reveal = named(
  'SecuredReveal',
  object({
    id: described(textOf(40), 'Orders them by their time.'),
    time,
    names: described(
      anyNames,
      'Those that were opened: all of the conversation that the caller could read, or those that it asked for.',
    ),
    by: object(
      { operation: described(textOf(100), 'As the reference calls it.') },
      {
        clientId: described(textOf(1_000), 'The client of the access token.'),
        flowExecutionId: Id,
        subject: described(textOf(1_000), 'Whom the client asked for: a person, where the token names one.'),
      },
    ),
  }),
  'That secured values were opened for somebody.',
);

const LastWrite = named(
  'LastWrite',
  object(
    {},
    {
      time,
      revision: described(count, 'Of the change, as the changes of the conversation have it.'),
      by,
    },
  ),
  'When a name got the value that it has, and by whom. Without any field where that is not known: the log begins later, or it was too many changes ago.',
);

type WritesByName = Readonly<Record<string, TypeOf<typeof LastWrite>>>;

const LastWrites = named(
  'LastWrites',
  schemaOf<WritesByName>({ type: 'object', propertyNames: name, additionalProperties: LastWrite }),
  'By name: each that has a value, but those that the caller may not know.',
);

export const Provenance = named(
  'ConversationProvenance',
  object(
    {
      version: described(Version, 'Of the conversation.'),
      data: LastWrites,
      participants: described(
        list(object({ id: Id, attributes: LastWrites }), limits.allParticipants),
        'Those that have attributes.',
      ),
      secured: described(LastWrites, 'Of secured attributes.'),
    },
    {
      saved: described(
        LastWrites,
        'Of what is saved: who saved it, or changed it since. For callers with the right to the call queue; absent before the end.',
      ),
      late: schemaOf<true>({
        type: 'boolean',
        const: true,
        description:
          'The last writes are not in the log: they come a moment later, or were done before changes were kept. A name that they have written has here what was known before. Absent where nothing is missing at the end.',
      }),
    },
  ),
  'Who gave each name of a conversation the value that it has, and when.',
);

export const Reveals = named(
  'SecuredReveals',
  object({ reveals: list(Reveal, limits.changesPerPage) }, { more }),
  'Who has revealed which secured names of a conversation, oldest first.',
);

const Change = named(
  'ConversationChange',
  object(
    {
      revision: described(count, 'Rises with every write. Give it as `since` for what comes after.'),
      time,
      previousVersion: described(count, 'That of the change before, or one is missing.'),
      version: Version,
      previousSecuredVersion: count,
      securedVersion: count,
      events: described(
        list(ChangeEvent, limits.allParticipants * 4),
        'All that the write has changed, in the order of the events.',
      ),
    },
    { by },
  ),
  'What one write has changed, by whom and when.',
);

export const Changes = named(
  'ConversationChanges',
  object(
    {
      changes: list(Change, limits.changesPerPage),
      revision: described(
        count,
        'Of the last of these changes; `since` where there are none: give it as `since` the next time.',
      ),
      version: described(
        count,
        'Of the conversation. Where it is more than that of the last change, what was written after that is here a moment later.',
      ),
    },
    {
      more,
    },
  ),
  'What has changed in a conversation, oldest first.',
);
