import { notFound } from '#domain/execute.ts';
import { operation } from '#http/operation.ts';
import { store } from '#http/runtime.ts';

/** DELETE /api/v2/conversations/{conversationId} */
export const handler = operation('erase-conversation', async (input) => {
  const id = input.id('conversationId');
  const eraseOperation = input.operation();
  input.refuse();
  if (!(await store.erase(id, eraseOperation))) notFound(id);
  return { statusCode: 204, headers: { 'cache-control': 'no-store' }, body: '' };
});
