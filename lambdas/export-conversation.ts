import { read } from '#domain/execute.ts';
import { unlessOver } from '#domain/vault.ts';
import { json } from '#http/api.ts';
import { store } from '#http/conversations.ts';
import { exportObject } from '#http/export.ts';
import { operation } from '#http/operation.ts';
import { hasScope } from '#http/rights.ts';

/** GET /api/v2/conversations/{conversationId}/export */
export const handler = operation('export-conversation', async (input) => {
  const id = input.id('conversationId');
  input.refuse();
  return unlessOver(async () => {
    const conversation = await read(store, id);
    // Imported when there is something to open: nobody else waits for the client of the key service.
    const vault = async () => (await import('#http/vault.ts')).secured;
    return json(
      200,
      await exportObject(input.event, conversation, hasScope(input.event, 'secured:read') ? vault : undefined),
    );
  });
});
