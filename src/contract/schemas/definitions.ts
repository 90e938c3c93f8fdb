import { definedTypes } from '#domain/definitions.ts';
import { limits } from '#domain/limits.ts';
import { masks } from '#domain/masks.ts';
import { described, integer, list, named, object, oneOf, schemaOf, textOf } from '../schema.ts';
import { name } from './attributes.ts';
import { text, Version } from './basics.ts';

/** A bound of numbers. */
const bound = integer(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);

const words = list(text, limits.callers);

const Callers = named(
  'Callers',
  object({}, { clients: words, scopes: words, queues: words }),
  'Some callers: who is one of these clients, or whose token has one of these scopes, or the right to one of these call queues. As `readers` or `writers`, absent means everybody whose token may read or write attributes.',
);

export const AttributeDefinition = named(
  'AttributeDefinition',
  object(
    { name, version: Version },
    {
      description: described(textOf(limits.descriptionBytes), 'What the name means, for people.'),
      aliases: described(list(name, limits.spellings), 'Other spellings: who uses one means the name.'),
      type: described(oneOf(definedTypes), 'What its values must be. Absent: any.'),
      values: described(list(text, limits.enumValues), 'Of an `enum`: the texts that it may be.'),
      maxBytes: described(
        integer(1, limits.valueBytes),
        'What a value may have: of a text its bytes of UTF-8, of another value those of its JSON text.',
      ),
      minLength: described(integer(0, limits.valueBytes), 'Of a `string`: its characters at least.'),
      maxLength: described(integer(0, limits.valueBytes), 'Of a `string`: its characters at most.'),
      minimum: described(bound, 'Of an `integer` or `number`: its least value.'),
      maximum: described(bound, 'Of an `integer` or `number`: its greatest value.'),
      readers: Callers,
      writers: Callers,
      mask: described(
        oneOf(masks),
        'What those see who may not read: the last four characters, nothing of the value, or of an address the first character and the domain. Absent: for them the name is not there.',
      ),
      retentionDays: described(
        integer(1, limits.retentionDays),
        'For how many days a saved value is kept, from the end of the conversation. Absent: as the others.',
      ),
      secured: schemaOf<boolean>({
        type: 'boolean',
        description: 'It is a secured attribute: it can not be set as an ordinary one.',
      }),
      searchable: schemaOf<boolean>({ type: 'boolean', description: 'Conversations are found by its values.' }),
    },
  ),
  'The rules for a name. A token that may not read settings gets the name and the version alone.',
);

export const AttributeDefinitions = named(
  'AttributeDefinitions',
  object({ definitions: list(AttributeDefinition, limits.definitions) }),
  'All definitions of attributes, in the order in which they were made.',
);
