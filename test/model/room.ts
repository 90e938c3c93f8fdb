import { Refused } from './expected.ts';
import { type Conversation, type Pending, secured } from './world.ts';

/** Refuses a conversation over its limit. */
export function requireRoom(after: Conversation): void {
  if (bytesOf(after) > 64 * 1024) throw new Refused('conversation-too-large');
}

/** The bytes that count against the limit of a conversation: names and values, pending ones and envelopes too. */
function bytesOf({ data, secured: sealed, participants, pending }: Conversation): number {
  const bags = [data, ...participants.map(({ attributes }) => attributes)];
  const set = [...pending.values()].flatMap(({ writes }) => writes);
  const plain = bags.flatMap((bag) => [...bag].map(([name, text]) => sizeOf({ name, text, owner: undefined })));
  const inEnvelopes = [...sealed].map(([name, text]) => sizeOf({ name, text, owner: secured }));
  return [...plain, ...inEnvelopes, ...set.map(sizeOf)].reduce((total, bytes) => total + bytes, 0);
}

/** What an envelope adds to the text in it: see docs/envelope.md. */
const envelopeBytes = 81;

function sizeOf({ name, text, owner }: Omit<Pending, 'order'>): number {
  const value = Buffer.byteLength(text) + (owner === secured ? envelopeBytes : 0);
  return Buffer.byteLength(name) + (text === 'null' ? 0 : value);
}
