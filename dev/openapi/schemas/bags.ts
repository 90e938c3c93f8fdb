import { invisible } from '#domain/attributes.ts';
import { limits } from '#domain/limits.ts';
import { rangesOf } from '../ranges.ts';
import { type Schema, textOf, to } from '../schema.ts';

const control = '\\u0000-\\u001F\\u007F-\\u009F';

/** A name of an attribute. */
export const name = to('AttributeName');

// As JSON text a string has two quotes, and an element of an array two bytes at least.
const text = textOf(limits.valueBytes - 2);
const mostItems = Math.floor(limits.valueBytes / 2);

const bag = { type: 'object', propertyNames: name };

/** What one request may carry. */
const newBag = { ...bag, maxProperties: limits.namesPerRequest };

/** Bags of attributes. */
export const bagSchemas = {
  AttributeName: {
    type: 'string',
    minLength: 1,
    maxLength: limits.nameBytes,
    // Long, for the thousands of tags and selectors of variations that do not show.
    pattern: `^[^${control}]*[^${control}${rangesOf(new RegExp(`[${invisible}]`, 'u'))}][^${control}]*$`,
    description: `The name of an attribute, of at most ${limits.nameBytes} bytes of UTF-8: no control character, and one that shows.`,
  },
  Value: {
    type: ['string', 'number', 'boolean', 'array', 'object'],
    maxLength: limits.valueBytes - 2,
    items: {},
    maxItems: mostItems,
    description: `Any JSON value but null, of at most ${limits.valueBytes} bytes as JSON text, and at most ${limits.valueDepth} objects and arrays inside one another. Numbers keep every digit.`,
  },
  Attributes: { ...bag, additionalProperties: to('Value'), description: 'Values by name.' },
  NewAttributes: { ...newBag, additionalProperties: to('Value'), description: 'Values by name.' },
  AttributeChanges: {
    ...newBag,
    additionalProperties: { anyOf: [to('Value'), { type: 'null' }] },
    description: 'Values by name; null removes the name.',
  },
  StringAttributes: { ...bag, additionalProperties: text, description: 'Strings by name.' },
  NewStringAttributes: { ...newBag, additionalProperties: text, description: 'Strings by name.' },
  StringAttributeChanges: {
    ...newBag,
    additionalProperties: { ...text, type: ['string', 'null'] },
    description: 'Strings by name; null removes the name.',
  },
  GuestAttributes: {
    type: 'object',
    additionalProperties: {},
    description: 'What a guest brings, by name: what the channel does not allow is dropped and reported.',
  },
} satisfies Record<string, Schema>;
