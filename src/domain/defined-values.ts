import type { DefinedType, Definition } from '#domain/definitions.ts';
import {
  countUtf8Bytes,
  describeType,
  isInteger,
  type Json,
  type JsonText,
  overflowsDouble,
  parse,
  stringify,
  typeOf,
} from '#domain/json.ts';
import { parseTime } from '#domain/time.ts';

/** A value as its definition wants it, or why it can't be had; without the value, which may be secured. */
export type Fitted = { readonly value: JsonText } | { readonly wrong: string };

/** Texts of an enum that a refusal lists, at most. */
const MAX_LISTED = 10;

/** Holds a value to the type and the size of its definition. A text is converted where it is that of a value of the type. */
export function fitValue(definition: Definition, given: JsonText): Fitted {
  const { type, maxBytes } = definition;
  const value = parse(given);
  const fitted = type === undefined ? value : convert(definition, type, value);
  if (fitted === undefined)
    return { wrong: `the value is ${describeType(value)}; it must be ${describeTaken(definition)}` };
  const beyond = whyBeyond(definition, fitted);
  if (beyond !== undefined) return { wrong: beyond };
  const bytes = countUtf8Bytes(typeof fitted === 'string' ? fitted : stringify(fitted));
  if (maxBytes !== undefined && bytes > maxBytes) {
    return { wrong: `the value has ${bytes} bytes; by its definition it may have ${maxBytes}` };
  }
  return { value: stringify(fitted) };
}

/** Why a value of its type is out of the bounds of its definition; undefined: it is not. */
function whyBeyond({ minLength, maxLength, minimum, maximum }: Definition, value: Json): string | undefined {
  if (typeof value === 'string') {
    const characters = minLength === undefined && maxLength === undefined ? 0 : [...value].length;
    if (minLength !== undefined && characters < minLength)
      return `the value has ${characters} characters; by its definition it must have ${minLength} or more`;
    if (maxLength !== undefined && characters > maxLength)
      return `the value has ${characters} characters; by its definition it may have ${maxLength}`;
    return undefined;
  }
  if (minimum === undefined && maximum === undefined) return undefined;
  const number = Number(stringify(value));
  if (minimum !== undefined && number < minimum)
    return `the value is less than ${minimum}, its least by its definition`;
  if (maximum !== undefined && number > maximum) return `the value is more than ${maximum}, its most by its definition`;
  return undefined;
}

/** What the type of a definition takes, for people. */
function describeTaken({ type, values = [] }: Definition): string {
  const more = values.length > MAX_LISTED ? `, and ${values.length - MAX_LISTED} more` : '';
  const words: Readonly<Record<DefinedType, string>> = {
    string: 'a string',
    integer: 'an integer such as 5, or its text',
    number: 'a number such as 5.5, or its text',
    boolean: 'true or false, or its text',
    date: 'a date such as 2026-01-31, or a time such as 2026-01-31T08:00:00Z',
    enum: `one of ${values
      .slice(0, MAX_LISTED)
      .map((one) => JSON.stringify(one))
      .join(', ')}${more}`,
    list: 'a list of strings, or its JSON text',
  };
  return type === undefined ? 'any value' : words[type];
}

/** The value, or that which the text is; undefined where it is of another type. */
function convert({ values = [] }: Definition, type: DefinedType, value: Json): Json | undefined {
  switch (type) {
    case 'string':
      return typeof value === 'string' ? value : undefined;
    case 'date':
      return typeof value === 'string' && parseTime(value) !== undefined ? value : undefined;
    case 'enum':
      return typeof value === 'string' && values.includes(value) ? value : undefined;
    default: {
      const read = typeof value === 'string' ? readText(value) : value;
      return read !== undefined && isOf(type, read) ? read : undefined;
    }
  }
}

/** What a JSON text says; undefined where it is none, or has a number that would be lost. */
function readText(text: string): Json | undefined {
  try {
    const value = parse(text);
    return overflowsDouble(value) ? undefined : value;
  } catch {
    return undefined;
  }
}

function isOf(type: 'integer' | 'number' | 'boolean' | 'list', value: Json): boolean {
  switch (type) {
    case 'integer':
      return isInteger(value);
    case 'list':
      return Array.isArray(value) && value.every((one) => typeof one === 'string');
    default:
      return typeOf(value) === type;
  }
}
