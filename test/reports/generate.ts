import type { ChannelType } from '#domain/channel-types.ts';
import type { Conversation } from '#domain/conversation.ts';
import { stringify } from '#domain/json.ts';
import { newConversation } from '../support/fixtures.ts';

/** A day in milliseconds. */
export const day = 24 * 60 * 60 * 1000;

/** The midnight at which generated periods begin: far from the conversations that tests make through the API. */
export const firstDay = Date.parse('2026-03-01T00:00:00Z');

const types: readonly ChannelType[] = ['voice', 'callback', 'webchat', 'webmessaging'];
const queues = ['sales', 'support', undefined] as const;

/**
 * Handled conversations over some days, up to a dozen of them in the same millisecond, some at the very ends of a day,
 * each with one of four channel types, in one of two call queues or none.
 *
 * @param data the saved data of the conversation with a number. @default its number
 */
export async function handled(
  count: number,
  days: number,
  data: (number: number) => Readonly<Record<string, unknown>> = (number) => ({ number }),
): Promise<Iterable<Conversation>> {
  const template = await newConversation({ participants: [] });
  return (function* () {
    for (let number = 0; number < count; number++) {
      const queueId = queues[number % queues.length];
      const startTime = startOf(number, count, days);
      yield {
        ...template,
        id: idOf(number),
        type: types[number % types.length] ?? 'voice',
        state: 'handled',
        ...(queueId && { queueId }),
        startTime,
        endTime: startTime + 90_000,
        wrapup: { code: `code-${number % 7}` },
        expires: Math.floor(Date.now() / 1000) + 3600,
        saved: new Map(Object.entries(data(number)).map(([name, value]) => [name, stringify(value as string)])),
      };
    }
  })();
}

/** The id of a generated conversation. */
export function idOf(number: number): string {
  return `generated-${number}`;
}

function startOf(number: number, count: number, days: number): number {
  // Twelve share a millisecond; not in the order of their numbers.
  const groups = Math.ceil(count / 12);
  const group = (number * 7919) % groups;
  const start = firstDay + Math.floor((group / groups) * days * day);
  const isFirstOfDay = group % 50 === 0;
  // The last millisecond of a day, or the first.
  if (isFirstOfDay) return start - (start % day) + (group % 100 === 0 ? 0 : day - 1);
  return start;
}
