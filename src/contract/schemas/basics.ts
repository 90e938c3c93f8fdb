import { idPattern, reservedIds } from '#domain/ids.ts';
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
    { text: described(text, 'What a web channel tells people of it, in its own words.') },
  ),
  'One thing that is wrong in a request.',
);
