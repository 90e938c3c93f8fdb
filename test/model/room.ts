import { Refused } from './expected.ts';
import { type Conversation, type Pending, secured } from './world.ts';

/** Refuses a conversation over its limit. */
export function requireRoom(after: Conversation): void {
  if (bytesOf(after) > 64 * 1024) throw new Refused('conversation-too-large');
}

/**
 * The bytes that count against the limit of a conversation: names and values, pending ones and envelopes too. A name
 * counts once for each owner, with the largest of its values.
 */
function bytesOf({ data, secured: sealed, participants, pending }: Conversation): number {
  const bags = [
    { owner: undefined, bag: data },
    { owner: secured, bag: sealed },
    ...participants.map(({ id, attributes }) => ({ owner: id, bag: attributes })),
  ];
  const there = bags.flatMap(({ owner, bag }) => [...bag].map(([name, text]) => ({ owner, name, text })));
  const set = [...pending.values()].flatMap(({ writes }) => writes);
  const largest = new Map<string, number>();
  for (const one of [...there, ...set]) {
    const place = JSON.stringify([String(one.owner), one.name]);
    largest.set(place, Math.max(largest.get(place) ?? 0, sizeOf(one)));
  }
  return [...largest.values()].reduce((total, bytes) => total + bytes, 0);
}

/** What an envelope adds to the text in it: see docs/envelope.md. */
const envelopeBytes = 81;

function sizeOf({ name, text, owner }: Omit<Pending, 'order'>): number {
  const value = Buffer.byteLength(text) + (owner === secured ? envelopeBytes : 0);
  return Buffer.byteLength(name) + (text === 'null' ? 0 : value);
}
