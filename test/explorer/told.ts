import { decodeConversation } from '#dynamodb/decode-item.ts';
import type { Item } from '#dynamodb/encode-item.ts';
import { checkEvents } from '../events/follow.ts';
import { isSettings } from './model.ts';
import { Violation } from './violation.ts';

const nothing = {};
/** Writes that were looked at: the same items come again in many executions. */
const known = new WeakMap<object, WeakSet<object>>();

/** @throws Violation where the events of a write do not lead from what was there to what is. */
export function checkTold(before: Item | undefined, after: Item | undefined): void {
  if (before === after || [before, after].some((item) => item && isSettings(item))) return;
  const [from, to] = [before ?? nothing, after ?? nothing];
  const there = known.get(from) ?? new WeakSet();
  if (there.has(to)) return;
  const [was, is] = [before, after].map((item) => item && (decodeConversation(item) ?? ('erased' as const)));
  const wrong = checkEvents(was, is);
  if (wrong !== undefined) throw new Violation(`A write is not told as it is: ${wrong}`);
  known.set(from, there.add(to));
}
