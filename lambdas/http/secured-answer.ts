import type { Conversation } from '#domain/conversation.ts';
import type { Json } from '#domain/json.ts';
import { opened, writeSecured } from '#domain/operations/secured-attributes.ts';
import { StoreUnavailable } from '#domain/store.ts';
import type { VersionMatch } from '#domain/update.ts';
import { DataKeyRemoved, KeyServiceUnavailable } from '#domain/vault.ts';
import { type ApiEvent, type ApiResponse, etag, json } from '#http/api.ts';
import type { Input } from '#http/input.ts';
import { securedOperationId } from '#http/operation-id.ts';
import { unsealedObject } from '#http/unsealed.ts';
import { secured } from '#http/vault.ts';

/** A write of the secured attributes of a conversation. */
interface Write {
  readonly attributes: Json;
  readonly replace: boolean;
  readonly versions: readonly VersionMatch[];
}

/** Writes them and answers their names, and their values, to whom may read them; else the names that were written. */
export async function write(input: Input, { attributes: bag, replace, versions }: Write): Promise<ApiResponse> {
  const conversationId = input.id('conversationId');
  const attributes = input.attributes(bag, { values: 'string', removals: !replace });
  const all = [...input.ifMatch(), ...versions];
  const command = { operation: securedOperationId(input), conversationId, attributes, replace, versions: all };
  input.refuse();
  const conversation = await writeSecured(secured, command);
  const { securedVersion: version, secured: envelopes } = conversation;
  const names = [...(input.mayRead ? envelopes : attributes).keys()];
  const values = input.mayRead ? await valuesOf(input.event, conversation) : {};
  return json(200, { names, version, ...values }, etag(version));
}

/** The values, or nothing when they can't be opened now or any more: the write has been applied, and is answered so. */
async function valuesOf(event: ApiEvent, conversation: Conversation): Promise<object> {
  try {
    return unsealedObject(event, await opened(secured, conversation));
  } catch (error) {
    const causes = [KeyServiceUnavailable, DataKeyRemoved, StoreUnavailable];
    if (causes.some((cause) => error instanceof cause)) return {};
    throw error;
  }
}
