import type { AnswerOf } from '#contract/contract.ts';
import type { contract } from '#contract/secured/patch-secureattributes.ts';
import type { Conversation } from '#domain/conversation.ts';
import { openSecured, type Readable, type WriteSecured, writeSecured } from '#domain/operations/secured-attributes.ts';
import type { View } from '#domain/rules.ts';
import { StoreUnavailable } from '#domain/store.ts';
import { DataKeyRemoved, KeyServiceUnavailable } from '#domain/vault.ts';
import type { Input } from '#http/request/input.ts';
import { mayReadQueue, readSecuredRight } from '#http/request/rights.ts';
import { representUnsealed } from '#http/response/unsealed.ts';
import { recordReveals } from '#http/wiring/reveals.ts';
import { securedStore } from '#http/wiring/secured-store.ts';

/**
 * Writes secured attributes. Answers all names and values to a caller that may read them, else the names that were
 * written, and the values of names that it may read.
 */
export async function answerSecuredWrite(
  command: WriteSecured,
  input: Pick<Input, 'event' | 'operation' | 'mayShow' | 'view'>,
): Promise<AnswerOf<typeof contract>> {
  const conversation = await writeSecured(securedStore, command);
  const { securedVersion: version, secured: envelopes } = conversation;
  const view = await input.view;
  const told = input.mayShow(conversation) ? envelopes : command.attributes;
  const names = [...told.keys()].filter((name) => !view.hides(name));
  const { event } = input;
  const { isAny, covers } = readSecuredRight(event, 'secured:read');
  const isReadable = (name: string) => covers(name) && !view.hides(name);
  const values =
    isAny && mayReadQueue(event, conversation.queueId) ? await openValues(input, conversation, isReadable, view) : {};
  return { status: 200, body: { names, version, ...values }, version };
}

/** The values, or nothing when they can't be opened now or any more: the write has been applied, and is answered so. */
async function openValues(
  { event, operation }: Pick<Input, 'event' | 'operation'>,
  conversation: Conversation,
  isReadable: Readable,
  view: View,
): Promise<Partial<ReturnType<typeof representUnsealed>>> {
  try {
    const secured = { ...securedStore, reveals: recordReveals({ event, operation }) };
    return representUnsealed(event, await openSecured(secured, conversation, isReadable), view);
  } catch (error) {
    const causes = [KeyServiceUnavailable, DataKeyRemoved, StoreUnavailable];
    if (causes.some((cause) => error instanceof cause)) return {};
    throw error;
  }
}
