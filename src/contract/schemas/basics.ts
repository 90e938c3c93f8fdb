import { idPattern, reservedIds } from '#domain/ids.ts';
import type { Json } from '#domain/json.ts';
import { limits } from '#domain/limits.ts';
import { described, integer, named, object, schemaOf, textOf } from '../schema.ts';

export const Id = named(
  'Id',
  schemaOf<string>({
    ...{ type: 'string', pattern: idPattern.source, maxLength: limits.idLength, not: { enum: reservedIds } },
    description: 'An id, chosen by the caller or made here.',
  }),
);

/** How often something happened. */
export const count = integer(0, Number.MAX_SAFE_INTEGER);

export const Version = named('Version', { ...count, description: 'Raised by every change; in ETag as "3".' });

/** A text such as the id of a call queue. */
export const text = textOf(limits.textBytes);

/** A time of RFC 3339. */
export const time = schemaOf<string>({ type: 'string', format: 'date-time', maxLength: 24 });

export const Violation = named(
  'Violation',
  object(
    { name: textOf(1_000), reason: textOf(1_000) },
    {
      text: described(text, 'What a web channel tells people of it, in its own words.'),
      didYouMean: described(
        textOf(limits.nameBytes),
        'Of a name that is not defined: the one that was probably meant.',
      ),
    },
  ),
  'One thing that is wrong in a request.',
);

/** A value that is not as a request expects it. */
export const Difference = named(
  'Difference',
  object(
    { name: textOf(limits.nameBytes) },
    {
      participantId: described(Id, "Whose attribute it is; absent for the conversation's own `data`."),
      current: schemaOf<Json>({
        description: 'The value that it has; null: there is none. Absent where the token may not read it.',
      }),
    },
  ),
  'An attribute that does not have the value that `if` names.',
);
