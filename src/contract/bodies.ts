import * as v from 'valibot';
import {
  type AttributeChanges,
  type AttributeRules,
  type Attributes,
  readAttributes,
  whyNotName,
  whyTooManyNames,
} from '#domain/attributes.ts';
import { type Allowed, guestTypes, type Required } from '#domain/channel.ts';
import { channelTypes, webChannelTypes } from '#domain/channel-types.ts';
import { states } from '#domain/conversation.ts';
import { type CoreType, coreTypes } from '#domain/data-schema.ts';
import type { SchemaProperty } from '#domain/data-schemas.ts';
import { definedTypes } from '#domain/definitions.ts';
import { flowTypeOf, flowTypes } from '#domain/flow-types.ts';
import { whyNotId } from '#domain/ids.ts';
import {
  countUtf8Bytes,
  describeType,
  findDoubledName,
  isObject,
  type Json,
  overflowsDouble,
  parse,
  stringify,
  typeOf,
} from '#domain/json.ts';
import { limits } from '#domain/limits.ts';
import { masks } from '#domain/masks.ts';
import { flowTypeWords, targets } from './flow-words.ts';

type JsonObject = { readonly [name: string]: Json };

/** An object with these fields and no others. */
function object<Entries extends v.ObjectEntries>(entries: Entries) {
  const schema = v.strictObject(withoutPrototype(entries), (issue) =>
    issue.expected === 'never' ? 'is not a field of this request' : explainWrongObject(issue),
  );
  const run: (typeof schema)['~run'] = (dataset, config) => schema['~run'](rejectNonObject(dataset), config);
  return { ...schema, '~run': run };
}

/** What a guest brings: of any type, sorted by the channel's list. */
export const attributeObject = v.custom<JsonObject>(isObject, 'must be an object of names and values');

/** The same, or its JSON text: clients that can send texts alone send that. */
export const attributeObjectOrText = makeAttributeObjectOrText();

function makeAttributeObjectOrText() {
  const schema = v.custom<JsonObject>(() => true);
  const run: (typeof schema)['~run'] = ({ value: given }) => {
    const value = typeof given === 'string' ? readObject(given) : isObject(given) ? given : WRONG_OBJECT;
    return typeof value === 'string'
      ? { typed: false, value: given, issues: [makeIssue('malformed', value)] }
      : { typed: true, value };
  };
  return { ...schema, '~run': run };
}

const WRONG_OBJECT = 'must be an object of names and values, or the JSON text of one';

/** The object that a JSON text is, or why it is none. */
function readObject(text: string): JsonObject | string {
  try {
    const value = parse(text);
    if (!isObject(value)) return `${WRONG_OBJECT}; the text is ${describeType(value)}`;
    const doubled = findDoubledName(text);
    return doubled === undefined
      ? value
      : `has the name ${JSON.stringify(doubled)} twice: one of its values would be lost`;
  } catch {
    return `${WRONG_OBJECT}; the text is no JSON (RFC 8259)`;
  }
}

/** An object of which these fields are taken, and others ignored. */
function openObject<Entries extends v.ObjectEntries>(entries: Entries) {
  const schema = v.object(withoutPrototype(entries), explainWrongObject);
  const run: (typeof schema)['~run'] = (dataset, config) => schema['~run'](rejectNonObject(dataset), config);
  return { ...schema, '~run': run };
}

/** Without a prototype, so that `constructor` is an unknown field. */
function withoutPrototype<Entries extends v.ObjectEntries>(entries: Entries): Entries {
  return Object.assign(Object.create(null), entries);
}

function explainWrongObject({ input }: { readonly input: unknown }): string {
  return input === undefined ? 'is missing' : 'must be an object';
}

/** To valibot an array is an object without fields, and so is a number that is kept as its text. */
function rejectNonObject(dataset: v.UnknownDataset): v.UnknownDataset {
  return dataset.value === undefined || isObject(dataset.value) ? dataset : { value: null };
}

/**
 * Attributes, read by the domain, which names each offender: an issue of the type `malformed` or `unprocessable`, at its name.
 */
function attributesBy<Read extends AttributeChanges>(rules: AttributeRules) {
  const schema = v.custom<Read>(() => true);
  const run: (typeof schema)['~run'] = ({ value: given }) => {
    if (!isObject(given)) {
      const message = `must be an object of names and values, not ${describeType(given as Json)}`;
      return { typed: false, value: given, issues: [makeIssue('malformed', message)] };
    }
    const issues: v.CustomIssue[] = [];
    const note = (type: string) => (name: string, message: string) => {
      const at = { type: 'object', origin: 'value', input: given, key: name, value: given[name] } as const;
      issues.push({ ...makeIssue(type, message), path: [at] });
    };
    const tooMany = whyTooManyNames(Object.keys(given).length);
    if (tooMany) issues.push(makeIssue('unprocessable', tooMany));
    const value = readAttributes(given, rules, {
      malformed: note('malformed'),
      unprocessable: note('unprocessable'),
    }) as Read;
    const [first, ...others] = issues;
    return first ? { typed: true, value, issues: [first, ...others] } : { typed: true, value };
  };
  return { ...schema, '~run': run };
}

/** It does not hold what was wrong: a value may be secured. */
function makeIssue(type: string, message: string): v.CustomIssue {
  return { kind: 'schema', type: type as 'custom', input: undefined, expected: 'unknown', received: '', message };
}

/** Values of any type but null. */
export const values = attributesBy<Attributes>({ values: 'json', removals: false });

/** Values of any type; null removes. */
export const changes = attributesBy({ values: 'json', removals: true });

/** Values that attributes must have; null: they must not be there. */
export const expected = attributesBy({ values: 'json', removals: true });

/** Strings. */
export const strings = attributesBy<Attributes>({ values: 'string', removals: false });

/** Strings; null removes. */
export const stringChanges = attributesBy({ values: 'string', removals: true });

const isId = v.check<string, (issue: v.CheckIssue<string>) => string>(
  (value) => whyNotId(value) === undefined,
  ({ input }) => `${JSON.stringify(input)} is no id: ${whyNotId(input)}`,
);

/** An id; the reference gives its pattern. */
export const id = v.pipe(v.string('must be a string'), isId);

const text = v.pipe(
  v.string('must be a string'),
  v.minLength(1, 'must not be empty'),
  v.check((value) => value.isWellFormed(), 'must be well-formed Unicode'),
  v.maxBytes(
    limits.textBytes,
    (issue) => `has ${countUtf8Bytes(issue.input)} bytes; it may have ${limits.textBytes} (limit: text)`,
  ),
);

/** An empty text matches: it was refused before. */
const GRANTABLE_QUEUE = String.raw`^[^*\s\u0000-\u001F\u007F-\u009F]*$`;

/** A call queue: the claim `queues` of a token names several with spaces between, and means all by `*`. */
const queueId = v.pipe(
  text,
  v.regex(
    new RegExp(GRANTABLE_QUEUE),
    'must have no blank, "*" or control character: no token could have the right to it by its claim "queues"',
  ),
);

const notes = v.pipe(
  v.string('must be a string'),
  v.check((value) => value.isWellFormed(), 'must be well-formed Unicode'),
  v.maxBytes(
    limits.notesBytes,
    ({ input }) => `has ${countUtf8Bytes(input)} bytes; it may have ${limits.notesBytes} (limit: notes)`,
  ),
);

function isDouble(value: Json): boolean {
  return typeOf(value) === 'number' && !overflowsDouble(value);
}

/** Numbers come as they were sent (`json.ts`): 1.0 is 1. */
const number = v.pipe(
  v.unknown(),
  v.transform((value) => (isDouble(value as Json) ? Number(stringify(value as Json)) : value)),
  v.number('must be a number'),
);

const version = v.pipe(number, v.safeInteger('must be an integer'), v.minValue(0, 'must not be negative'));

const addresses = listOf(
  object({ type: text, uri: text }),
  limits.addresses,
  ({ input }) => `has ${input.length} addresses; it may have ${limits.addresses} (limit: addresses)`,
);

/**
 * A list whose length is looked at before its elements: what is wrong with each of 100,000 takes long to find and
 * helps no caller. The document takes its limit from the second `maxLength`.
 */
function listOf<const Item extends v.GenericSchema>(item: Item, most: number, tooMany: (list: List) => string) {
  return v.pipe(
    v.array(v.unknown(), 'must be an array'),
    v.maxLength(most, tooMany),
    v.array(item, 'must be an array'),
    v.maxLength(most, tooMany),
  );
}

type List = { readonly input: readonly unknown[]; readonly requirement: number };

function explainTooManyParticipants({ input, requirement }: List): string {
  return `has ${input.length} participants; it may have ${requirement} (limit: participants)`;
}

/** A participant of a new conversation, or one that joins. */
export const newParticipant = object({
  id: v.optional(id),
  // It becomes the id of a participant without one.
  purpose: v.pipe(text, isId),
  externalId: v.optional(text),
  addresses: v.optional(addresses, []),
  attributes: v.optional(values),
});

/** POST /api/v2/conversations */
export const newConversation = object({
  id: v.optional(id),
  type: v.picklist(channelTypes, `must be one of ${channelTypes.join(', ')}`),
  queueId: v.optional(queueId),
  externalId: v.optional(text),
  channelId: v.optional(id),
  data: v.optional(values),
  metadata: v.optional(attributeObjectOrText),
  participants: v.pipe(
    listOf(newParticipant, limits.participants, explainTooManyParticipants),
    v.rawCheck(({ dataset, addIssue }) => {
      for (const twice of dataset.typed ? findRepeatedIds(dataset.value) : []) {
        addIssue({ message: `${JSON.stringify(twice)} is the id of two participants` });
      }
    }),
  ),
});

function findRepeatedIds(participants: readonly { readonly id?: string | undefined }[]): ReadonlySet<string> {
  const ids = participants.flatMap(({ id }) => id ?? []);
  return new Set(ids.filter((one, position) => ids.indexOf(one) !== position));
}

/** PATCH /api/v2/conversations/{conversationId} */
export const conversationPatch = object({
  state: v.optional(v.picklist(states, `must be one of ${states.join(', ')}`)),
  wrapup: v.optional(object({ code: v.optional(text), notes: v.optional(notes) })),
  queueId: v.optional(v.nullable(queueId)),
  data: v.optional(changes),
  if: v.optional(expected),
  version: v.optional(version),
});

/**
 * Fields that answers show and no patch changes: of any type, compared with the current ones. The reference describes
 * each.
 */
export const unchanged = { id: v.unknown(), text: v.unknown(), addresses: v.unknown(), time: v.unknown() };

/** Those of a participant. */
const asRead = {
  purpose: v.optional(unchanged.text),
  type: v.optional(unchanged.text),
  externalId: v.optional(unchanged.text),
  addresses: v.optional(unchanged.addresses),
  endTime: v.optional(unchanged.time),
};

/** PATCH …/participants/{participantId}/attributes; a participant as it was read may come back. */
export const attributesPatch = object({
  id: v.optional(unchanged.id),
  ...asRead,
  attributes: changes,
  if: v.optional(expected),
  version: v.optional(version),
});

/** Changes of one of the participants of an interaction. */
export const interactionChange = object({
  id,
  ...asRead,
  version: v.optional(version),
  attributes: changes,
  if: v.optional(expected),
});

/** PATCH /api/v2/interactions/{conversationId}; an interaction as it was read may come back. */
export const interactionPatch = object({
  id: v.optional(unchanged.id),
  participants: listOf(interactionChange, limits.allParticipants, explainTooManyParticipants),
  version: v.optional(version),
});

/** A body that says whose attributes it means. */
function placed<Entries extends v.ObjectEntries>(entries: Entries) {
  return object({
    participantId: v.optional(id),
    target: v.optional(v.picklist(targets, `must be one of ${targets.join(', ')}`)),
    ...entries,
  });
}

const flowType = v.pipe(
  v.string(flowTypeWords),
  v.transform((text) => flowTypeOf(text)),
  v.picklist(flowTypes, flowTypeWords),
);

/** POST …/flows/{flowExecutionId}/attributes */
export const set = placed({ flowType: v.optional(flowType), attributes: stringChanges });

/** POST …/flows/{flowExecutionId}/secureattributes */
export const setSecured = object({ flowType: v.optional(flowType), attributes: stringChanges });

/** PUT /api/v2/conversations/{conversationId}/secureattributes */
export const securedReplacement = object({ attributes: strings, version });

/** PATCH /api/v2/conversations/{conversationId}/secureattributes; a version is taken and ignored. */
export const securedPatch = object({ attributes: stringChanges, version: v.optional(version) });

/** POST …/flows/{flowExecutionId}/flush */
export const flush = placed({ flowType: v.optional(flowType), attributes: v.optional(stringChanges) });

const attributeName = v.pipe(
  v.string('must be a string'),
  v.regex(/^[A-Za-z0-9_]{1,256}$/, 'must be a name of 1-256 characters of A-Z a-z 0-9 _'),
);

/**
 * Checks that each name occurs once in a list: a caller that names one twice means something else than what would be
 * kept.
 */
function rejectRepeated<Item>(nameOf: (item: Item) => string) {
  return v.rawCheck<Item[]>(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const seen = new Set<string>();
    const doubled = dataset.value.map(nameOf).find((name) => seen.size === seen.add(name).size);
    if (doubled === undefined) return;
    addIssue({ message: `has the name ${JSON.stringify(doubled)} twice; each may be listed once` });
  });
}

const retentionDays = v.pipe(
  number,
  v.integer('must be an integer'),
  v.minValue(1, 'must be at least 1'),
  v.maxValue(limits.retentionDays, `may be at most ${limits.retentionDays} (limit: retention)`),
);

const savedNames = v.pipe(
  listOf(
    v.string('must be a string'),
    limits.savedNames,
    ({ input }) => `has ${input.length} names; it may have ${limits.savedNames} (limit: saved names)`,
  ),
  rejectRepeated<string>((name) => name),
);

/** PATCH /api/v2/webchat/channels/{channelId} */
export const webchatChannelPatch = object({
  settings: object({
    webchat: object({
      type: v.optional(v.picklist(webChannelTypes, `must be one of ${webChannelTypes.join(', ')}`)),
      attributes: v.optional(
        object({
          required: v.optional(
            v.pipe(
              listOf(
                v.union(
                  [attributeName, object({ name: attributeName, text })],
                  'must be a name, or {name, text}; names have A-Z a-z 0-9 _',
                ),
                limits.allowedNames,
                ({ input }) => `has ${input.length} names; it may have ${limits.allowedNames} (limit: allowed names)`,
              ),
              rejectRepeated<Required>((one) => (typeof one === 'string' ? one : one.name)),
            ),
          ),
          allowed: v.optional(
            v.pipe(
              listOf(
                v.union(
                  [
                    attributeName,
                    object({
                      name: attributeName,
                      type: v.picklist(guestTypes, `must be one of ${guestTypes.join(', ')}`),
                    }),
                  ],
                  `must be a name, or {name, type} with type one of ${guestTypes.join(', ')}; names have A-Z a-z 0-9 _`,
                ),
                limits.allowedNames,
                ({ input }) => `has ${input.length} names; it may have ${limits.allowedNames} (limit: allowed names)`,
              ),
              rejectRepeated<Allowed>((one) => (typeof one === 'string' ? one : one.name)),
            ),
          ),
        }),
      ),
      savedAttributes: v.optional(v.nullable(savedNames)),
      retentionDays: v.optional(v.nullable(retentionDays)),
    }),
  }),
  version: v.optional(version),
});

/** POST /api/v2/webchat/channels/{channelId}/messages; a messenger's message may come whole: what is not used is ignored. */
export const guestMessage = openObject({
  conversationId: v.optional(id),
  message: openObject({
    text: v.string('must be a string'),
    channel: v.optional(
      openObject({ metadata: v.optional(object({ customAttributes: v.optional(attributeObject) })) }),
    ),
  }),
  metadata: v.optional(attributeObjectOrText),
  message_metadata: v.optional(attributeObjectOrText),
});

/** POST /RI/cmi/contactData */
export const contactData = object({ contact_id: id, data: changes });

const { min, max } = limits.activeSeconds;

const activeMaxSeconds = v.pipe(
  number,
  v.integer('must be an integer'),
  v.minValue(min, `must be at least ${min}`),
  v.maxValue(max, `may be at most ${max} (limit: active)`),
);

/** PUT /api/v2/settings/channels/{type} */
export const channelTypeSettings = object({
  savedAttributes: savedNames,
  retentionDays,
  activeMaxSeconds: v.optional(activeMaxSeconds),
  version: v.optional(version),
});

const description = v.pipe(
  v.string('must be a string'),
  v.check((value) => value.isWellFormed(), 'must be well-formed Unicode'),
  v.maxBytes(
    limits.descriptionBytes,
    ({ input }) => `has ${countUtf8Bytes(input)} bytes; it may have ${limits.descriptionBytes} (limit: description)`,
  ),
);

const enumValues = v.pipe(
  listOf(
    text,
    limits.enumValues,
    ({ input }) => `has ${input.length} texts; it may have ${limits.enumValues} (limit: enum)`,
  ),
  rejectRepeated<string>((value) => value),
);

/** Words that a token can have: of a list in a claim, or of a text with blanks between. */
const words = v.pipe(
  listOf(
    v.pipe(text, v.regex(/^\S+$/, 'must have no blank')),
    limits.callers,
    ({ input }) => `has ${input.length} names; it may have ${limits.callers} (limit: callers)`,
  ),
  rejectRepeated<string>((word) => word),
);

/** Some callers. */
const callers = object({ clients: v.optional(words), scopes: v.optional(words), queues: v.optional(words) });

const characters = v.pipe(
  number,
  v.integer('must be an integer'),
  v.minValue(0, 'must not be negative'),
  v.maxValue(limits.valueBytes, `may be at most ${limits.valueBytes} (limit: value)`),
);

/** What a number is compared with. */
const bound = v.pipe(
  number,
  v.integer('must be an integer'),
  v.minValue(Number.MIN_SAFE_INTEGER, `must be at least ${Number.MIN_SAFE_INTEGER}`),
  v.maxValue(Number.MAX_SAFE_INTEGER, `may be at most ${Number.MAX_SAFE_INTEGER}`),
);

/** PUT /api/v2/settings/attributes/{name}; a definition as it was read may come back. */
export const attributeDefinition = object({
  name: v.optional(v.string('must be a string')),
  description: v.optional(description),
  aliases: v.optional(
    v.pipe(
      listOf(
        v.string('must be a string'),
        limits.spellings,
        ({ input }) => `has ${input.length} names; it may have ${limits.spellings} (limit: aliases)`,
      ),
      rejectRepeated<string>((alias) => alias),
    ),
  ),
  type: v.optional(v.picklist(definedTypes, `must be one of ${definedTypes.join(', ')}`)),
  values: v.optional(enumValues),
  maxBytes: v.optional(
    v.pipe(
      number,
      v.integer('must be an integer'),
      v.minValue(1, 'must be at least 1'),
      v.maxValue(limits.valueBytes, `may be at most ${limits.valueBytes} (limit: value)`),
    ),
  ),
  minLength: v.optional(characters),
  maxLength: v.optional(characters),
  minimum: v.optional(bound),
  maximum: v.optional(bound),
  readers: v.optional(callers),
  writers: v.optional(callers),
  mask: v.optional(v.picklist(masks, `must be one of ${masks.join(', ')}`)),
  retentionDays: v.optional(retentionDays),
  secured: v.optional(v.boolean('must be true or false')),
  searchable: v.optional(v.boolean('must be true or false')),
  version: v.optional(version),
});

const REF = '#/definitions/';
const refs = Object.keys(coreTypes).map((type) => `${REF}${type}`);

/** Types of JSON Schema that say the same, for who writes no `$ref`: tools that read this contract would follow one in an example. */
const plainTypes = { string: 'text', integer: 'integer', number: 'number', boolean: 'checkbox' } as const;

/** A property of a schema, in the words of Genesys Cloud. */
const schemaProperty = object({
  allOf: v.optional(
    v.pipe(
      v.array(object({ $ref: v.picklist(refs, `must be one of ${refs.join(', ')}`) }), 'must be an array'),
      v.length(1, 'must have one object, {"$ref": "#/definitions/..."}'),
    ),
  ),
  type: v.optional(
    v.picklist(
      Object.keys(plainTypes) as (keyof typeof plainTypes)[],
      `must be one of ${Object.keys(plainTypes).join(', ')}`,
    ),
  ),
  title: v.optional(text),
  description: v.optional(description),
  minLength: v.optional(characters),
  maxLength: v.optional(characters),
  minimum: v.optional(bound),
  maximum: v.optional(bound),
  enum: v.optional(enumValues),
  _enumProperties: v.optional(attributeObject),
});

/** The properties of a schema by their names: what is wrong with one is an issue at its name. */
export const schemaProperties = makeSchemaProperties();

function makeSchemaProperties() {
  const schema = v.custom<readonly SchemaProperty[]>(() => true);
  const run: (typeof schema)['~run'] = ({ value: given }) => {
    if (!isObject(given)) {
      return {
        typed: false,
        value: given,
        issues: [makeIssue('malformed', 'must be an object of names and properties')],
      };
    }
    const issues: v.BaseIssue<unknown>[] = [];
    const entries = Object.entries(given);
    if (entries.length > limits.schemaNames) {
      const message = `has ${entries.length} names; it may have ${limits.schemaNames} (limit: schema names)`;
      return { typed: false, value: given, issues: [makeIssue('unprocessable', message)] };
    }
    const properties = entries.flatMap(([name, property]) => {
      const at = { type: 'object', origin: 'value', input: given, key: name, value: property } as const;
      const note = (type: string, message: string) => issues.push({ ...makeIssue(type, message), path: [at] });
      const wrong = whyNotName(name);
      if (wrong) note('malformed', wrong);
      const read = v.safeParse(schemaProperty, property);
      for (const issue of read.issues ?? []) issues.push({ ...issue, path: [at, ...(issue.path ?? [])] });
      if (!read.success) return [];
      const { allOf = [], type, enum: values, _enumProperties: options, ...rest } = read.output;
      if ((allOf.length === 0) === (type === undefined)) {
        note('malformed', 'must have either allOf, [{"$ref": "#/definitions/..."}], or type');
      }
      const coreType = type === undefined ? ((allOf[0]?.$ref ?? '').slice(REF.length) as CoreType) : plainTypes[type];
      return [{ name, coreType, values, options: options && readOptions(options, note), ...rest }];
    });
    const [first, ...others] = issues;
    return first
      ? { typed: false, value: properties, issues: [first as v.CustomIssue, ...(others as v.CustomIssue[])] }
      : { typed: true, value: properties };
  };
  return { ...schema, '~run': run };
}

/** The titles of the texts of an enum. */
function readOptions(options: JsonObject, note: (type: string, message: string) => void): Record<string, string> {
  const titles = Object.entries(options).map(([value, option]) => {
    const { title = value, _disabled: isDisabled = false, ...rest } = isObject(option) ? option : { other: option };
    if (typeof title !== 'string' || Object.keys(rest).length > 0) {
      note('malformed', `_enumProperties: ${JSON.stringify(value)} must be {"title": "...", "_disabled": false}`);
    }
    if (isDisabled !== false) {
      note('unprocessable', `_enumProperties: ${JSON.stringify(value)} is disabled: leave it out, of the enum too`);
    }
    return [value, String(title)] as const;
  });
  return Object.fromEntries(titles);
}

const jsonSchema = object({
  $schema: v.literal('http://json-schema.org/draft-04/schema#', 'must be "http://json-schema.org/draft-04/schema#"'),
  title: text,
  description: v.optional(description),
  required: v.optional(
    v.pipe(
      listOf(
        v.string('must be a string'),
        limits.schemaNames,
        ({ input }) => `has ${input.length} names; it may have ${limits.schemaNames} (limit: schema names)`,
      ),
      rejectRepeated<string>((name) => name),
    ),
    [],
  ),
  properties: schemaProperties,
});

/** POST /api/v2/conversations/customattributes/schemas */
export const newSchema = jsonSchema;

/** PUT /api/v2/conversations/customattributes/schemas/{schemaId} */
export const schemaReplacement = object({
  version,
  enabled: v.boolean('must be true or false'),
  jsonSchema,
});

/** There are none: what is empty says nothing. */
const divisions = v.pipe(
  v.array(v.string('must be a string'), 'must be an array'),
  v.maxLength(0, 'must be empty or left out: there are no divisions here'),
);

/** A record to make or to replace. */
const recordReplacement = object({
  id,
  divisions: v.optional(divisions),
  schemaId: v.optional(id),
  version: v.optional(version),
  customAttributes: changes,
});

/** Changes of a record. */
const recordPatch = object({
  id,
  divisions: v.optional(divisions),
  version: v.optional(version),
  customAttributes: changes,
});

/** PUT /api/v2/conversations/{conversationId}/customattributes: a record, or several. */
export const recordReplacements = oneOrSeveral(recordReplacement);

/** PATCH /api/v2/conversations/{conversationId}/customattributes: the same. */
export const recordPatches = oneOrSeveral(recordPatch);

/** Which of both it is tells the body, so that what is wrong is said of that. */
function oneOrSeveral<const Item extends v.GenericSchema<unknown, object>>(item: Item) {
  const several = listOf(
    item,
    limits.schemas,
    ({ input, requirement }) => `has ${input.length} records; it may have ${requirement} (limit: schemas)`,
  );
  const schema = v.union([item, several]);
  const run: (typeof schema)['~run'] = (dataset, config) =>
    (Array.isArray(dataset.value) ? several : item)['~run'](dataset, config) as ReturnType<(typeof schema)['~run']>;
  return { ...schema, '~run': run };
}
