import { flowTypes } from '#domain/flow-types.ts';
import { limits } from '#domain/limits.ts';
import { targets } from '../flow-words.ts';
import { described, integer, list, named, object, oneOf, schemaOf } from '../schema.ts';
import { Attributes, anyNames, masked, name, StringAttributes, unreadable } from './attributes.ts';
import { count, Version } from './basics.ts';

const target = named(
  'Target',
  described(oneOf(targets), 'Where an attribute is: on a participant, or on the conversation itself (`data`).'),
);

export const FlowType = named(
  'FlowType',
  described(
    oneOf(flowTypes),
    'The type of a flow, as Genesys Cloud names it; case does not matter. A flow execution that says bot or digitalbot may not use secured attributes from then on.',
  ),
);

const NotSet = named(
  'NotSet',
  object({ name }, { didYouMean: name }),
  'A name that is not set, and the one that was probably meant.',
);

const NotSetHere = named(
  'NotSetHere',
  object({ name }, { didYouMean: name, setOn: target }),
  'A name that is not set here, and the one that was probably meant; with `setOn` it is set on the other target.',
);

export const Pending = named('Pending', object({ pending: anyNames, revision: count }), 'What a set acknowledged.');

const setOn = schemaOf<Readonly<Record<string, (typeof targets)[number]>>>({
  ...{ type: 'object', propertyNames: name, additionalProperties: target },
  description: 'Where each name was found, with target `any`.',
});

const aliases = schemaOf<Readonly<Record<string, string>>>({
  ...{ type: 'object', propertyNames: name, additionalProperties: name },
  description: 'Of names that were asked for in another spelling: the name of each, under which it is answered.',
});

export const FlowAttributes = named(
  'FlowAttributes',
  object(
    { attributes: Attributes, notSet: list(NotSetHere, limits.namesPerRequest), version: Version },
    { aliases, masked, setOn },
  ),
  'What a flow execution sees: its own pending values before the stored ones.',
);

export const Flushed = named(
  'Flushed',
  object(
    { flushed: anyNames, version: Version },
    {
      securedFlushed: described(
        integer(1, limits.pendingNames),
        'How many secured attributes took effect, set or removed; their names are told by their own operations only. Absent when there were none.',
      ),
    },
  ),
  'What a flush applied.',
);

export const FlowSecured = named(
  'FlowSecured',
  object(
    { attributes: StringAttributes, notSet: list(NotSet, limits.namesPerRequest), version: Version },
    { aliases, masked, unreadable },
  ),
  'What a flow execution sees of secured attributes: its own pending values before the stored ones.',
);

export const Secured = named(
  'Secured',
  object({ attributes: StringAttributes, version: Version }, { masked, unreadable }),
  'Secured attributes, and their own version.',
);

export const SecuredNames = named(
  'SecuredNames',
  object({ names: anyNames, version: Version }, { attributes: StringAttributes, masked, unreadable }),
  'What a write of secured attributes answers; the values only to a token that may read them.',
);
