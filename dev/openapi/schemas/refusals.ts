import { limits } from '#domain/limits.ts';
import { list, object, type Schema, textOf, to } from '../schema.ts';

// It may quote what was sent, whose quotes are then escaped.
const sentence = textOf(2 * limits.bodyBytes);

/** What a request is refused with. */
export const refusalSchemas = {
  Problem: {
    ...object(
      {
        type: { type: 'string', format: 'uri-reference', maxLength: 100, description: 'Leads to what it means.' },
        title: textOf(100),
        status: { type: 'integer', format: 'int32', minimum: 400, maximum: 599 },
        detail: { ...sentence, description: 'What was wrong, and what would be right.' },
        code: { ...textOf(50), description: 'Decide by it.' },
        message: { ...sentence, description: 'The same as detail.' },
        contextId: { ...textOf(100), description: 'The id of the request: the log has it as requestId.' },
      },
      {
        errors: {
          ...list(object({ name: textOf(1_000), reason: textOf(1_000) }), 100),
          description: 'The first 100 things that are wrong.',
        },
        moreErrors: {
          type: 'integer',
          format: 'int32',
          minimum: 1,
          maximum: limits.bodyBytes,
          description: 'How many more there are; absent where `errors` lists all.',
        },
        currentVersion: to('Version'),
      },
    ),
    description: 'A refusal (RFC 9457).',
  },
  GatewayMessage: {
    ...object({ message: { type: ['string', 'null'], maxLength: 200 } }),
    description: 'What the gateway answers by itself.',
  },
} satisfies Record<string, Schema>;
