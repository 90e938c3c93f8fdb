import { limits } from '#domain/limits.ts';
import { type ProblemCode, problemData, problems } from '../problems.ts';
import { described, integer, named, object, oneOf, type Schema, schemaOf, textOf } from '../schema.ts';

// It may quote what was sent, whose quotes are then escaped.
const sentence = textOf(2 * limits.bodyBytes);

const ProblemCodes = named(
  'ProblemCode',
  described(oneOf(Object.keys(problems) as ProblemCode[]), 'Why a request was refused: decide by it. More may come.'),
);

/** What comes with some codes. */
function dataFields(): Readonly<Record<string, Schema>> {
  const fields = Object.values(problemData()).flatMap((data) => Object.entries(data));
  return Object.fromEntries(
    fields.map(([name, { schema, says }]) => [name, '$ref' in schema ? schema : described(schema, says)]),
  );
}

/** What a request is refused with. */
export const Problem = named(
  'Problem',
  described(
    object(
      {
        type: schemaOf<string>({
          ...{ type: 'string', format: 'uri-reference', maxLength: 100 },
          description: 'Leads to what it means.',
        }),
        title: textOf(100),
        status: integer(400, 599),
        detail: described(sentence, 'What was wrong, and what would be right.'),
        code: ProblemCodes,
        message: described(sentence, 'The same as detail.'),
        contextId: described(textOf(100), 'The id of the request: the log has it as requestId.'),
      },
      dataFields(),
    ),
    'A refusal (RFC 9457).',
  ),
);

/** What the gateway answers by itself. */
export const GatewayMessage = named(
  'GatewayMessage',
  described(
    object({ message: schemaOf<string | null>({ type: ['string', 'null'], maxLength: 200 }) }),
    'What the gateway answers by itself.',
  ),
);
