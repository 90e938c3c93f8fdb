import { canonical, sameElements, toText } from '../exact.ts';
import type { Expected, Given } from '../expected.ts';
import type { RequestOf } from '../requests.ts';
import { type Conversation, live, settingsOf, type World } from '../world.ts';
import { summaryOf } from './conversations.ts';

export function readSettings(world: World, { type }: RequestOf<'readSettings'>): Expected {
  return { status: 200, body: settingsOf(world, type) };
}

export function writeSettings(world: World, request: RequestOf<'writeSettings'>): Expected {
  const { type, savedAttributes, retentionDays } = request;
  world.settings.set(type, { savedAttributes: [...new Set(savedAttributes)], retentionDays });
  return { status: 200, body: settingsOf(world, type) };
}

/** How the conversations found, of all pages, differ from those there; those that started at one time have no order. */
export function findDifference(world: World, request: RequestOf<'find'>, given: Given): string | undefined {
  if (given.status !== 200) return `expected 200; answered ${given.status} ${given.text}`;
  const { conversations }: { conversations: { startTime: string }[] } = JSON.parse(given.text);
  const times = conversations.map(({ startTime }) => Date.parse(startTime));
  if (times.some((time, position) => time > (times[position - 1] ?? time))) return `not newest first: ${given.text}`;
  const expected = find(world, request).map((one) => canonical(toText(one)));
  const got = conversations.map((one) => canonical(JSON.stringify(one)));
  return sameElements(got, expected) ? undefined : `expected ${expected}; answered ${given.text}`;
}

function find(world: World, request: RequestOf<'find'>): readonly object[] {
  const there = [...world.conversations.keys()].flatMap((id) => live(world, id) ?? []);
  return there.filter((one) => meets(one, request)).map(summaryOf);
}

function meets(conversation: Conversation, filter: RequestOf<'find'>): boolean {
  const { participants, start } = conversation;
  const { from, state, type, queueId, address, externalId } = filter;
  const addresses = participants.flatMap((one) => one.addresses.map(({ uri }) => uri));
  const externalIds = [conversation, ...participants].map((one) => one.externalId);
  return (
    start >= from &&
    (state === undefined || state === conversation.state) &&
    (type === undefined || type === conversation.type) &&
    (queueId === undefined || queueId === conversation.queueId) &&
    (address === undefined || addresses.includes(address)) &&
    (externalId === undefined || externalIds.includes(externalId))
  );
}
