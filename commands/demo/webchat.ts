import type { Enter } from './cast.ts';
import type { Teller } from './teller.ts';

const channelId = 'shop';

/** A guest writes on a website, and a flow routes by what the page has sent along. */
export async function playWebchat({ chapter, tell, tellRefused }: Teller, enter: Enter): Promise<void> {
  const admin = enter('webchat:write').webChannel(channelId);
  const site = enter('webchat:guest').webChannel(channelId);
  const backEnd = enter('conversation:read');
  const flows = enter('flow:read');
  const routing = enter('conversation:read conversation:write');

  chapter('The channel');
  await tell({
    says: 'An administrator looks at a web channel that is new: it takes messages, and no attributes.',
    does: () => admin.settings(),
    status: 200,
    shows: { settings: { webchat: { attributes: { allowed: [] } } }, version: 0 },
  });
  await tell({
    says: 'Guests may send three attributes, two of one type only. Who writes without "customer_segment" is not let in.',
    does: () =>
      admin.patchSettings({
        type: 'webmessaging',
        attributes: {
          allowed: [
            'customer_segment',
            { name: 'priority_level', type: 'integer' },
            { name: 'cart_value', type: 'number' },
          ],
          required: ['customer_segment'],
        },
      }),
    status: 200,
    shows: { version: 1 },
  });

  chapter('The guest');
  await tellRefused({
    says: "The page sends a first message without it. The site's own web server passes it on: no conversation begins, and the answer names what is missing.",
    does: () => site.send({ message: { text: 'Hello' } }),
    status: 422,
    shows: { code: 'unprocessable-content', errors: [{ name: 'customer_segment' }] },
  });
  const { conversationId } = await tell({
    says: 'Now with four attributes, and an id that the site has chosen: the channel comes before it. The fourth is not on the list: it is stripped, and the answer says so. The message is taken, and begins a conversation.',
    does: () =>
      site.send({
        conversationId: 'chat-88',
        message: { text: 'Where is my order?' },
        metadata: { customer_segment: 'vip', priority_level: 5, cart_value: 249.9, internal_note: 'owes us money' },
      }),
    status: 201,
    shows: {
      conversationId: 'shop:chat-88',
      accepted: ['customer_segment', 'priority_level', 'cart_value'],
      dropped: [{ name: 'internal_note', reason: 'not-allowed' }],
    },
  });
  await tell({
    says: 'To verify it, a back end reads the conversation: three attributes, and no trace of the fourth.',
    does: () => backEnd.conversation(conversationId).get(),
    status: 200,
    shows: { type: 'webmessaging', data: { customer_segment: 'vip', priority_level: 5, cart_value: 249.9 } },
    hides: ['internal_note', 'owes us money'],
  });
  await tell({
    says: 'The next message corrects one. A priority that is no integer is dropped, and the one before stays.',
    does: () =>
      site.send({
        conversationId,
        message: { text: 'I have put one more thing into the cart.' },
        metadata: { cart_value: 299, priority_level: 'high' },
      }),
    status: 200,
    shows: { accepted: ['cart_value'], dropped: [{ name: 'priority_level', reason: 'wrong-type' }] },
  });

  chapter('The flow');
  const { attributes } = await tell({
    says: 'A flow gets what it routes by. What guests send is on the conversation itself, not on a participant.',
    does: () =>
      flows.conversation(conversationId).flow('route-1').get(['customer_segment'], { target: 'conversation' }),
    status: 200,
    shows: { attributes: { customer_segment: 'vip' } },
  });
  const queueId = attributes.customer_segment === 'vip' ? 'vip-desk' : 'everyone';
  await tell({
    says: `The segment is "${attributes.customer_segment}", so the conversation goes to the call queue "${queueId}".`,
    does: () => routing.conversation(conversationId).patch({ queueId }),
    status: 200,
    shows: { queueId: 'vip-desk', data: { priority_level: 5, cart_value: 299 } },
  });
}
