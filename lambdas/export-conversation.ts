import { read } from '#domain/execute.ts';
import { unlessOver } from '#domain/vault.ts';
import { json } from '#http/api.ts';
import { hasScope } from '#http/authorize.ts';
import { store } from '#http/conversations.ts';
import { exportObject } from '#http/export.ts';
import { operation } from '#http/operation.ts';

/** GET /api/v2/conversations/{conversationId}/export */
export const handler = operation('export-conversation', async (input) => {
  const id = input.id('conversationId');
  input.refuse();
  return unlessOver(async () => {
    const conversation = await read(store, id);
    const hasSecured = conversation.secured.size > 0 || conversation.executions.size > 0;
    // Whoever may not read secured values does not wait for the client of the key service.
    const isOpened = hasSecured && hasScope(input.event, 'secured:read');
    const secured = isOpened ? (await import('#http/vault.ts')).secured : undefined;
    return json(200, await exportObject(conversation, secured));
  });
});
