import { contract } from '#contract/secured/get-secured-reveals.ts';
import { listReveals } from '#domain/operations/list-reveals.ts';
import { attributeOperation } from '#http/chain/attribute-operation.ts';
import { requireQueue } from '#http/chain/authorize.ts';
import { readRevealId } from '#http/request/page.ts';
import { formatTime } from '#http/response/representations.ts';
import { openRevealLog } from '#http/wiring/change-log.ts';
import { store } from '#http/wiring/conversation-store.ts';

/** GET /api/v2/conversations/{conversationId}/secureattributes/reveals */
export const handler = attributeOperation(
  contract,
  (input) => ({ conversationId: input.id('conversationId'), after: readRevealId(input, 'after') }),
  async (query, { event, view: ready }) => {
    const log = openRevealLog();
    const { reveals, isCut } = await listReveals(store, log, query, ({ queueId }) => requireQueue(event, queueId));
    const view = await ready;
    const shown = reveals.map(({ id, at, names, by }) => {
      return { id, time: formatTime(at), names: names.filter((name) => !view.hides(name)), by };
    });
    return { status: 200, body: { reveals: shown, ...(isCut && { more: true as const }) } };
  },
);
