import { randomUUID } from 'node:crypto';
import type { Conversation } from '#domain/conversation.ts';
import { type JsonText, stringify } from '#domain/json.ts';
import type { OperationId } from '#domain/operation-ids.ts';
import { type CreateConversation, createConversation } from '#domain/operations/create-conversation.ts';
import { defaultLeases } from '#domain/settings.ts';
import type { ConversationStore } from '#domain/store.ts';

/** An operation of its own. @param at epoch milliseconds. @default now */
export function newOperation(at = Date.now()): OperationId {
  return { key: randomUUID().slice(0, 12), fingerprint: 'its-body', at };
}

/** Attributes from an object of values. */
export function attributes(bag: Readonly<Record<string, string | number | boolean>>): ReadonlyMap<string, JsonText> {
  return new Map(Object.entries(bag).map(([name, value]) => [name, stringify(value)]));
}

/** Attributes to change: `null` removes. */
export function changes(bag: Readonly<Record<string, string | number | null>>): ReadonlyMap<string, JsonText | null> {
  return new Map(Object.entries(bag).map(([name, value]) => [name, value === null ? null : stringify(value)]));
}

/** Takes every creation. */
const anywhere = { create: async () => true } as Partial<ConversationStore> as ConversationStore;

/** A conversation as the domain makes it: a voice call with one customer and nothing else, unless the command says so. */
export function newConversation(command: Partial<CreateConversation> = {}): Promise<Conversation> {
  const customer = { id: 'customer', purpose: 'customer', addresses: [], attributes: new Map() };
  const whole = {
    operation: newOperation(),
    id: randomUUID(),
    idDerived: false,
    type: 'voice' as const,
    data: new Map(),
    participants: [customer],
    ...command,
  };
  return createConversation(anywhere, whole, defaultLeases);
}
