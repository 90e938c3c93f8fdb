import type { Attributes } from '#domain/attributes.ts';
import { channelTypeRules, type WebChannelType } from '#domain/channel-types.ts';
import {
  countUtf8Bytes,
  isInteger,
  type Json,
  type JsonText,
  overflowsDouble,
  stringify,
  typeOf,
} from '#domain/json.ts';
import { limits } from '#domain/limits.ts';
import { Refusal } from '#domain/refusal.ts';
import type { Rules } from '#domain/rules.ts';
import type { ChannelKeeping } from '#domain/settings.ts';

/** The types that a channel can require of a guest's attribute. */
export const guestTypes = ['string', 'integer', 'number', 'boolean'] as const;
export type GuestType = (typeof guestTypes)[number];

/** An attribute that guests may set: of any of the types, or of one. */
export type Allowed = string | { readonly name: string; readonly type: GuestType };

/** An attribute that a guest has to enter, perhaps with what people are told who have not. */
export type Required = string | { readonly name: string; readonly text: string };

/** A web channel: where messages of guests come in. */
export interface WebChannel extends ChannelKeeping {
  readonly type: WebChannelType;
  readonly allowed: readonly Allowed[];
  /** What a first message must have; it is allowed, too. @default nothing */
  readonly required?: readonly Required[];
}

/** The settings of a channel that was never patched. */
export const defaultChannel: WebChannel = { type: 'webmessaging', allowed: [] };

/** Why an attribute of a guest was not taken. */
export const dropReasons = ['not-allowed', 'wrong-type', 'too-late', 'too-large'] as const;
export type DropReason = (typeof dropReasons)[number];

/** An attribute of a guest that was not taken. */
export interface DroppedAttribute {
  readonly name: string;
  readonly reason: DropReason;
}

/** Which of a guest's attributes were accepted, and which were dropped. */
export interface Sorted {
  readonly accepted: Attributes;
  readonly dropped: readonly DroppedAttribute[];
}

/** The rules for names, which count after those of the channel. */
export type GuestRules = Pick<Rules, 'fitGuests' | 'nameOf'>;

/** Guests' attributes that `webchat` always takes. */
const ALWAYS_ON_WEBCHAT: ReadonlySet<string> = new Set(['name', 'email']);

/**
 * Sorts a guest's attributes, under the names that they are stored under, by the allowed list of the channel. `webchat` takes them from the first message only, the
 * other types from any.
 */
export function sortGuestAttributes(
  given: ReadonlyMap<string, Json>,
  { type, allowed, required = [] }: WebChannel,
  isFirstMessage: boolean,
  rules: GuestRules,
): Sorted {
  const stored = (one: Allowed | Required) => rules.nameOf(nameOf(one));
  const types = new Map<string, GuestType | undefined>(required.map((one) => [stored(one), undefined]));
  for (const one of allowed) types.set(stored(one), typeof one === 'string' ? undefined : one.type);
  const accepted = new Map<string, JsonText>();
  const dropped: DroppedAttribute[] = [];
  for (const [name, value] of given) {
    const isAllowed = types.has(name) || (type === 'webchat' && ALWAYS_ON_WEBCHAT.has(name));
    const reason = !isAllowed
      ? 'not-allowed'
      : channelTypeRules[type].guests === 'first message' && !isFirstMessage
        ? 'too-late'
        : whyDropped(value, types.get(name));
    const fitted = reason ? { reason } : rules.fitGuests(name, value);
    if ('reason' in fitted) dropped.push({ name, reason: fitted.reason });
    else accepted.set(name, fitted.value);
  }
  return { accepted, dropped };
}

/** Why a first message can't begin a conversation: what the channel requires and the message has not, or undefined. */
export function findMissing(
  { required = [] }: WebChannel,
  { accepted, dropped }: Sorted,
  rules: GuestRules,
): Refusal | undefined {
  const reasons = new Map(dropped.map(({ name, reason }) => [name, reason]));
  const errors = required.flatMap((one) => {
    const name = rules.nameOf(nameOf(one));
    const dropReason = reasons.get(name);
    const value = accepted.get(name);
    if (value !== undefined && !isBlankText(value)) return [];
    const what = dropReason ? `was not taken (${dropReason})` : value === undefined ? 'is missing' : 'is blank';
    const reason = `${what}: a first message on this channel must have it`;
    return [{ name, reason, ...(typeof one === 'object' && { text: one.text }) }];
  });
  const [first] = errors;
  if (!first) return undefined;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more, see errors)` : '';
  return new Refusal('unprocessable-content', `"${first.name}" ${first.reason}${more}.`, { errors });
}

function isBlankText(value: JsonText): boolean {
  return /^"\s*"$/.test(value);
}

function nameOf(one: Allowed | Required): string {
  return typeof one === 'string' ? one : one.name;
}

function whyDropped(value: Json, wanted: GuestType | undefined): DropReason | undefined {
  // The size comes before the type, so that a text that is too large costs no further work.
  if (countUtf8Bytes(stringify(value)) > limits.valueBytes) return 'too-large';
  return isOfType(value, wanted) && !overflowsDouble(value) ? undefined : 'wrong-type';
}

function isOfType(value: Json, wanted: GuestType | undefined): boolean {
  const type = typeOf(value);
  switch (wanted) {
    case undefined:
      return type === 'string' || type === 'number' || type === 'boolean';
    case 'integer':
      return isInteger(value);
    default:
      return type === wanted;
  }
}
