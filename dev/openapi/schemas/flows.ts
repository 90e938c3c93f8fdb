import { flowTypes } from '#domain/flow-types.ts';
import { limits } from '#domain/limits.ts';
import { targets } from '#http/schemas.ts';
import { list, object, oneOf, type Schema, to } from '../schema.ts';
import { name } from './bags.ts';
import { anyNames, unreadable } from './conversations.ts';

const count = { type: 'integer', format: 'int64', minimum: 0, maximum: Number.MAX_SAFE_INTEGER };
const version = to('Version');
const strings = to('StringAttributes');
const target = oneOf(targets);
const notSet = list(object({ name }, { didYouMean: name }), limits.namesPerRequest);
const notSetHere = list(object({ name }, { didYouMean: name, setOn: target }), limits.namesPerRequest);
const setOn = {
  ...{ type: 'object', propertyNames: name, additionalProperties: target },
  description: 'Where each name was found, with target `any`.',
};

/** What flows and secured attributes answer. */
export const flowSchemas = {
  Version: { ...count, description: 'Raised by every change; in ETag as "3".' },
  FlowType: {
    ...oneOf(flowTypes),
    description:
      'The type of a flow, as Genesys Cloud names it; case does not matter. A flow execution that says bot or digitalbot may not use secured attributes from then on.',
  },
  Pending: object({ pending: anyNames, revision: count }),
  FlowAttributes: object({ attributes: to('Attributes'), notSet: notSetHere, version }, { setOn }),
  Flushed: object(
    { flushed: anyNames, version },
    {
      securedFlushed: {
        ...{ type: 'integer', format: 'int32', minimum: 1, maximum: limits.pendingNames },
        description:
          'How many secured attributes took effect, set or removed; their names are told by their own operations only. Absent when there were none.',
      },
    },
  ),
  FlowSecured: object({ attributes: strings, notSet, version }, { unreadable }),
  Secured: object({ attributes: strings, version }, { unreadable }),
  SecuredNames: object({ names: anyNames, version }, { attributes: strings, unreadable }),
} satisfies Record<string, Schema>;
