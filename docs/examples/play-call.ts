import type { ConversationAttributes } from '@conversation-attributes/client';

/** One call, from its start to what is kept of it. */
export async function playCall(api: ConversationAttributes) {
  await api.putChannelTypeSettings('voice', { savedAttributes: ['tier'], retentionDays: 30 });
  const { id } = await api.createConversation({ type: 'voice', participants: [{ purpose: 'customer' }] });
  const call = api.conversation(id);

  const flow = call.flow('ivr-1');
  await flow.set({ tier: 'gold', language: 'de' });
  const { attributes, notSet } = await flow.get(['tier', 'langauge']);
  // attributes is { tier: 'gold' }, notSet is [{ name: 'langauge', didYouMean: 'language' }]
  const { flushed } = await flow.flush({ step: 'transfer' });
  // flushed has tier, language and step: now everybody sees them

  await call.patch({ state: 'handled', wrapup: { code: 'solved' } });
  const { data } = await call.history();
  // data is { tier: 'gold' }: the rest is gone
  return { attributes, notSet, flushed, data };
}
