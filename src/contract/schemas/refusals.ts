import { limits } from '#domain/limits.ts';
import { type ProblemCode, problems } from '../problems.ts';
import { described, integer, list, named, object, oneOf, schemaOf, textOf } from '../schema.ts';
import { Version } from './basics.ts';

// It may quote what was sent, whose quotes are then escaped.
const sentence = textOf(2 * limits.bodyBytes);

const Violation = named(
  'Violation',
  object({ name: textOf(1_000), reason: textOf(1_000) }),
  'One thing that is wrong in a request.',
);

const ProblemCodes = named(
  'ProblemCode',
  described(oneOf(Object.keys(problems) as ProblemCode[]), 'Why a request was refused: decide by it. More may come.'),
);

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
      {
        errors: described(list(Violation, 100), 'The first 100 things that are wrong.'),
        moreErrors: described(
          integer(1, limits.bodyBytes),
          'How many more there are; absent where `errors` lists all.',
        ),
        currentVersion: Version,
      },
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
