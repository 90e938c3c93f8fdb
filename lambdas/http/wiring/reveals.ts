import { randomBytes } from 'node:crypto';
import { recordReveal } from '#domain/operations/record-reveal.ts';
import type { RevealRecorder } from '#domain/reveal-log.ts';
import { clientOf, subjectOf } from '#http/api.ts';
import type { Input } from '#http/request/input.ts';
import { revealLog } from '#http/wiring/change-log.ts';
import { store } from '#http/wiring/conversation-store.ts';

/** Keeps for whom a request opens secured values; undefined where the deployment keeps no changes. */
export function recordReveals({ event, operation }: Pick<Input, 'event' | 'operation'>): RevealRecorder | undefined {
  const log = revealLog;
  if (!log) return undefined;
  const { flowExecutionId } = event.pathParameters ?? {};
  const subject = subjectOf(event);
  const by = {
    operation,
    clientId: clientOf(event),
    ...(flowExecutionId !== undefined && { flowExecutionId }),
    ...(subject !== undefined && { subject }),
  };
  return {
    record: (conversation, names) => {
      const at = Date.now();
      const id = `${String(at).padStart(15, '0')}-${randomBytes(6).toString('base64url')}`;
      return recordReveal(store, log, conversation, { id, at, names: names.toSorted(), by });
    },
  };
}
