import { type Attributes, merge } from '#domain/attributes.ts';
import { attributesOf, type Owner, pendingOf } from '#domain/conversation.ts';
import { suggestAmong } from '#domain/did-you-mean.ts';
import { read } from '#domain/execute.ts';
import { shortKey } from '#domain/keys.ts';
import { participantsIn, resolveOwner } from '#domain/operations/owner.ts';
import { unmet } from '#domain/requirements.ts';
import type { Store } from '#domain/store.ts';

/** A **get**: attributes as a flow execution sees them. */
export interface GetAttributes {
  readonly conversationId: string;
  readonly flowExecutionId: string;
  /** A participant's id or alias; undefined for the conversation's `data`. */
  readonly owner: Owner;
  /** The names wanted; none means all. */
  readonly names: readonly string[];
}

/** A name that is not set, and the one that was probably meant. */
export interface NotSet {
  readonly name: string;
  readonly didYouMean?: string;
}

/** What a get answers. */
export interface AttributesSeen {
  readonly attributes: Attributes;
  readonly notSet: readonly NotSet[];
  /** The conversation's. */
  readonly version: number;
}

/** Reads attributes with the execution's own pending writes before the stored values. */
export async function getAttributes(store: Store, query: GetAttributes): Promise<AttributesSeen> {
  const conversation = await read(store, query.conversationId);
  const owner = resolveOwner(query.owner, conversation);
  const refusal = unmet(conversation, { states: ['active', 'wrapup'], participants: participantsIn(owner) });
  if (refusal) throw refusal;
  const pending = pendingOf(conversation.executions.get(shortKey(query.flowExecutionId)), owner);
  const seen = merge(attributesOf(conversation, owner), pending);
  return { ...select(seen, query.names), version: conversation.version };
}

function select(seen: Attributes, names: readonly string[]): Pick<AttributesSeen, 'attributes' | 'notSet'> {
  if (names.length === 0) return { attributes: seen, notSet: [] };
  const wanted = new Set(names);
  const attributes = new Map([...seen].filter(([name]) => wanted.has(name)));
  const suggest = suggestAmong(seen.keys());
  const notSet = [...wanted].filter((name) => !seen.has(name)).map((name) => ({ name, ...suggest(name) }));
  return { attributes, notSet };
}
