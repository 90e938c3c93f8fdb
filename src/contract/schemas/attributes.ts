import { INVISIBLE_CHARACTERS } from '#domain/attributes.ts';
import type { Json } from '#domain/json.ts';
import { limits } from '#domain/limits.ts';
import { listRanges } from '../ranges.ts';
import { described, list, named, schemaOf, textOf } from '../schema.ts';

const CONTROL_CHARACTERS = '\\u0000-\\u001F\\u007F-\\u009F';

/** A name of an attribute. */
export const name = named(
  'AttributeName',
  schemaOf<string>({
    type: 'string',
    minLength: 1,
    maxLength: limits.nameBytes,
    /** Long, for the thousands of tags and selectors of variations that do not show: made for the document alone. */
    get pattern() {
      return `^[^${CONTROL_CHARACTERS}]*[^${CONTROL_CHARACTERS}${listRanges(new RegExp(`[${INVISIBLE_CHARACTERS}]`, 'u'))}][^${CONTROL_CHARACTERS}]*$`;
    },
    description: `The name of an attribute, of at most ${limits.nameBytes} bytes of UTF-8: no control character, and one that shows.`,
  }),
);

/** Names that are there: a conversation has no more than its bytes allow. */
export const anyNames = list(name, limits.conversationBytes);

/** Names whose values the caller may not read. */
export const masked = described(
  anyNames,
  'The names whose values are masked here: by their definitions the caller may not read them. Absent where there are none.',
);

/** Names of secured attributes. */
export const unreadable = described(
  anyNames,
  'Those that are set, but do not open: their envelope or the data key was changed or lost. The others are answered; absent when all open.',
);

// As JSON text a string has two quotes.
const text = textOf(limits.valueBytes - 2);

const attributeObject = { type: 'object', propertyNames: name };

/** What one request may carry. */
const newAttributeObject = { ...attributeObject, maxProperties: limits.namesPerRequest };

type Values = Readonly<Record<string, Json>>;
type Texts = Readonly<Record<string, string>>;

declare const shown: unique symbol;

/** What an answer shows of attributes: made by `representAttributes` and its like alone, by the rights of the caller. */
export type ShownInAnswer<Values> = Values & { readonly [shown]: true };

const sizes = `of at most ${limits.valueBytes} bytes as JSON text, and at most ${limits.valueDepth} objects and arrays inside one another. Numbers keep every digit.`;

/** Without a type: generated clients take a schema of several types for one of them, and lose arrays, objects and digits. */
const Value = named('Value', schemaOf<Json>({ description: `Any JSON value but null, ${sizes}` }));

const ChangedValue = named(
  'ChangedValue',
  schemaOf<Json>({ description: `Null removes the name. Else any JSON value, ${sizes}` }),
);

const ExpectedValue = named(
  'ExpectedValue',
  schemaOf<Json>({
    description: `Null: the name must not be there. Else any JSON value, ${sizes} The order of members does not matter, nor whether a number is written as 1.10 or 1.1.`,
  }),
);

export const Attributes = named(
  'Attributes',
  schemaOf<ShownInAnswer<Values>>({ ...attributeObject, additionalProperties: Value, description: 'Values by name.' }),
);

/** One value in an answer. */
export const shownValue = schemaOf<ShownInAnswer<object>>({});

export const AttributesInput = named(
  'AttributesInput',
  schemaOf<Values>({ ...newAttributeObject, additionalProperties: Value, description: 'Values by name.' }),
);

export const AttributeChanges = named(
  'AttributeChanges',
  schemaOf<Values>({
    ...newAttributeObject,
    additionalProperties: ChangedValue,
    description: 'Values by name; null removes the name.',
  }),
);

export const ExpectedAttributes = named(
  'ExpectedAttributes',
  schemaOf<Values>({
    ...newAttributeObject,
    additionalProperties: ExpectedValue,
    description:
      'The request is done only if these names have these values; else it is refused (409 `values-differ`), and changes nothing.',
  }),
);

export const StringAttributes = named(
  'StringAttributes',
  schemaOf<ShownInAnswer<Texts>>({ ...attributeObject, additionalProperties: text, description: 'Strings by name.' }),
);

export const StringAttributesInput = named(
  'StringAttributesInput',
  schemaOf<Texts>({ ...newAttributeObject, additionalProperties: text, description: 'Strings by name.' }),
);

export const StringAttributeChanges = named(
  'StringAttributeChanges',
  schemaOf<Readonly<Record<string, string | null>>>({
    ...newAttributeObject,
    additionalProperties: { ...text, type: ['string', 'null'] },
    description: 'Strings by name; null removes the name.',
  }),
);

export const GuestAttributes = named(
  'GuestAttributes',
  schemaOf<Values>({
    type: 'object',
    additionalProperties: {},
    description: 'What a guest brings, by name: what the channel does not allow is dropped and reported.',
  }),
);

/** Without a type: generators for Go and Java write no code that compiles of an object or a text. */
export const Metadata = named(
  'Metadata',
  schemaOf<Values | string>({
    description:
      'What came with a message or a contact: an object of names and values, or its JSON text. What the channel does not allow is dropped and reported.',
  }),
);
