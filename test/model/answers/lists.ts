import type { Conversation } from '../../reference/conversation.ts';
import { savedOf } from '../../reference/life.ts';
import { refuse, refuseAny, staleVersions } from '../../reference/requirements.ts';
import { checkIfMatch, earlier, record, versionsOf } from '../checks.ts';
import { canonical, canonicalElements, sameElements, toText } from '../exact.ts';
import { difference, type Expected, type Given } from '../expected.ts';
import type { Paged, RequestOf } from '../requests.ts';
import { seenIn } from '../rules.ts';
import { toWire } from '../wire.ts';
import { live, settingsOf, type World, writesOf } from '../world.ts';
import { summaryOf } from './conversations.ts';
import { interactionIn } from './participants.ts';

export function readSettings(world: World, { type }: RequestOf<'readSettings'>): Expected {
  return settings(world, type);
}

export function writeSettings(world: World, request: RequestOf<'writeSettings'>): Expected {
  const { type, savedAttributes, retentionDays, activeMaxSeconds } = request;
  checkIfMatch(request.ifMatch);
  const isDoubled = new Set(savedAttributes).size < savedAttributes.length;
  const savesNone = savedAttributes.length > 0 && (type === 'email' || type === 'task');
  if (isDoubled || savesNone) refuse('unprocessable-content', ['savedAttributes']);
  const writes = writesOf(world, toWire(request).path);
  if (!earlier(world, writes, request)) {
    refuseAny(staleVersions(writes.writes, versionsOf(request)));
    const active = activeMaxSeconds === undefined ? {} : { activeMaxSeconds };
    world.settings.set(type, { savedAttributes, retentionDays, ...active });
    record(world, writes, request);
  }
  return settings(world, type);
}

/** Each write of settings raises their version. */
function settings(world: World, type: string): Expected {
  const { path } = toWire({ op: 'readSettings', type });
  const version = writesOf(world, path).writes;
  return { status: 200, body: { ...settingsOf(world, type), version }, etag: version };
}

/** How the conversations found, of all pages, differ from those there. */
export function findDifference(world: World, request: RequestOf<'find'>, given: Given): string | undefined {
  const refused = periodRefusal(request, given);
  if (refused) return refused.difference;
  const there = [...world.conversations.keys()].flatMap((id) => live(world, id)?.conversation ?? []);
  return listDifference(given, request, there.filter((one) => meets(one, request)).map(summaryOf));
}

/** The same of interactions: live ones, with their participants. */
export function interactionsDifference(
  world: World,
  { expand, ...request }: RequestOf<'listInteractions'>,
  given: Given,
): string | undefined {
  const refused = periodRefusal(request, given);
  if (refused) return refused.difference;
  const filter = { ...request, state: request.state ?? ['active'] };
  const there = [...world.conversations.keys()].flatMap((id) => live(world, id)?.conversation ?? []);
  const listed = there.filter((one) => meets(one, filter));
  const shown = listed.map((one) => {
    const { participants, ...rest } = interactionIn(one);
    const bare = participants.map(({ attributes, ...reached }) => ({ ...reached, ...(expand && { attributes }) }));
    return seenIn({ ...rest, participants: bare }) as object;
  });
  const startOf = ({ id }: { readonly id?: string }) => there.find((one) => one.id === id)?.startTime ?? 0;
  return listDifference(given, request, shown, { field: 'interactions', startOf });
}

interface Period {
  readonly from: number;
  readonly to?: number | undefined;
}

/** A period that ends before it begins is refused: how the answer differs from that. */
export function periodRefusal(
  { from, to = from }: Period,
  given: Given,
): { difference?: string | undefined } | undefined {
  if (from <= to) return undefined;
  return { difference: difference({ refusals: [{ code: 'bad-request', names: ['from'] }] }, given) };
}

/** From the first millisecond of a period on, to before the last. */
export function isInPeriod({ startTime }: Conversation, { from, to = Infinity }: Period): boolean {
  return startTime >= from && startTime < to;
}

/** What is read of an element of a list. */
interface Item {
  readonly id?: string;
  readonly startTime?: string;
}

/** How a list differs from what it must hold; those that started at one time have no order. */
export function listDifference(
  { status, text, pages = [] }: Given,
  { pageSize = 100 }: Paged,
  listed: readonly object[],
  { field = 'conversations', startOf = ({ startTime = '' }: Item) => Date.parse(startTime) } = {},
): string | undefined {
  const told = `answered ${status} ${text} and ${pages.length} pages: ${pages}`;
  if (status !== 200) return `expected 200; ${told}`;
  const itemsOf = (page: string) => JSON.parse(page)[field] as Item[];
  const isTooLong = (page: string) => itemsOf(page).length > pageSize;
  if (pages.some(isTooLong)) return `more than ${pageSize} on a page: ${told}`;
  const starts = pages.flatMap(itemsOf).map((one) => new Date(startOf(one)).toISOString());
  if (!isNewestFirst(starts)) return `not newest first: ${told}`;
  const expected = listed.map((one) => canonical(toText(one)));
  const got = pages.flatMap((page) => canonicalElements(page, field));
  return sameElements(got, expected) ? undefined : `expected ${expected}; ${told}`;
}

/** Whether RFC 3339 times, all of one form, go back. */
export function isNewestFirst(times: readonly string[]): boolean {
  return times.every((time, position) => time <= (times[position - 1] ?? time));
}

/** By the text that would be saved, or is kept. */
function isFoundBy(conversation: Conversation, name: string, isWanted: (text: string) => boolean): boolean {
  const isLive = conversation.state === 'active' || conversation.state === 'wrapup';
  const value = (isLive ? savedOf(conversation, [name]) : conversation.saved).get(name);
  return value?.startsWith('"') === true && isWanted(JSON.parse(value));
}

function meets(conversation: Conversation, filter: Omit<RequestOf<'find'>, 'op'>): boolean {
  const { participants } = conversation;
  const { state, type, queueId, address, externalId, attribute, equals, startsWith = '' } = filter;
  const addresses = participants.flatMap((one) => one.addresses.map(({ uri }) => uri));
  const externalIds = [conversation, ...participants].map((one) => one.externalId);
  return (
    isInPeriod(conversation, filter) &&
    (state === undefined || state.includes(conversation.state)) &&
    (type === undefined || type === conversation.type) &&
    (queueId === undefined || queueId === conversation.queueId) &&
    (address === undefined || addresses.includes(address)) &&
    (externalId === undefined || externalIds.includes(externalId)) &&
    (attribute === undefined ||
      isFoundBy(conversation, attribute, (text) => text === (equals ?? text) && text.startsWith(startsWith)))
  );
}
