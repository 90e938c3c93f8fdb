import type { Api } from '../support/api.ts';
import { pathsOf } from '../support/paths.ts';
import type { Hints } from './schema-values.ts';

/** What a conversation of the world is like, in its id. */
const kinds = ['active', 'bare', 'wrapup', 'handled', 'abandoned', 'erased', 'email', 'task', 'chat'] as const;

/** Makes conversations of every kind, so that requests meet more than what is not there. Gives what to try in requests. */
export async function makeWorld(api: Api, name: string): Promise<Hints> {
  // The id of a conversation that a message begins has that of the channel before it.
  const idOf = (kind: (typeof kinds)[number]) => `${kind === 'chat' ? 'shop:' : ''}${name}-${kind}`;
  const participants = [{ purpose: 'customer', attributes: { tier: 'gold' } }, { purpose: 'agent' }];
  const voice = { type: 'voice', queueId: 'sales', participants };
  const make = (kind: (typeof kinds)[number], body: object) => api.make({ id: idOf(kind), ...body });
  const end = async (kind: 'wrapup' | 'handled' | 'abandoned') => {
    const { conversation } = await make(kind, { ...voice, data: { intent: 'upgrade' } });
    await api.ok('PATCH', conversation, { body: { state: kind } });
  };
  const fill = async () => {
    const { conversation, flow } = await make('active', { ...voice, data: { intent: 'upgrade' } });
    await api.ok('PATCH', `${conversation}/secureattributes`, { body: { attributes: { iban: 'DE02' } } });
    await api.ok('POST', flow(), { body: { attributes: { tier: 'silver', intent: null } } });
    await api.ok('POST', flow('bot'), { body: { flowType: 'bot', attributes: { step: '1' } } });
  };
  const erase = async () => {
    await make('erased', voice);
    await api.ok('DELETE', pathsOf(idOf('erased')).conversation);
  };
  const allowed = ['tier', { name: 'count', type: 'integer' }];
  await Promise.all([
    api.ok('PUT', '/api/v2/settings/channels/voice', {
      body: { savedAttributes: ['tier', 'intent'], retentionDays: 30 },
    }),
    api.ok('PATCH', '/api/v2/webchat/channels/shop', { body: { settings: { webchat: { attributes: { allowed } } } } }),
  ]);
  await Promise.all([
    fill(),
    make('bare', { type: 'voice', participants: [] }),
    end('wrapup'),
    end('handled'),
    end('abandoned'),
    erase(),
    make('email', { type: 'email' }),
    make('task', { type: 'task' }),
    api.ok('POST', '/api/v2/webchat/channels/shop/messages', {
      body: { conversationId: idOf('chat'), message: { text: 'Hello' } },
    }),
  ]);
  return hintsFor(kinds.map(idOf));
}

/** Ids that are there, versions that may be current, names that are set, keys that come again. */
function hintsFor(ids: readonly string[]): Hints {
  return {
    // Conversations that take writes come more often than others.
    conversationId: [...ids, ...ids.slice(0, 2), ...ids.slice(0, 1)],
    contact_id: ids,
    id: [...ids, 'customer', 'agent'],
    participantId: ['customer', 'agent', 'supervisor'],
    flowExecutionId: ['ivr', 'bot', 'other'],
    channelId: ['shop', 'other'],
    purpose: ['customer', 'agent'],
    flowType: ['bot', 'inboundcall'],
    queueId: ['sales'],
    attribute: ['tier', 'intent', 'count', 'iban', '__proto__', 'constructor'],
    name: ['tier', 'intent', 'iban', 'teir'],
    Version: [0, 1, 2, 3],
    version: [0, 1, 2, 3],
    'If-Match': ['*', '"1"', '"2"', 'W/"1"', '"1", "2", "3"'],
    'Idempotency-Key': ['key-1', 'key-2'],
    from: ['2026-01-01', '2026-01-31T08:00:00Z'],
    to: ['2030-01-01T00:00:00.000+01:00', '2026-11-30'],
  };
}
