import type { Enter } from './cast.ts';
import type { Teller } from './teller.ts';

const callId = 'call-4712';

/** Two attributes of a call, of which one is kept: while it is live, in wrap-up, and in its record. */
export async function playWrapup({ chapter, tell, tellRefused }: Teller, enter: Enter): Promise<void> {
  const admin = enter('settings:write');
  const call = enter('conversation:read conversation:write').conversation(callId);
  const telephony = enter('conversation:read conversation:write');
  const desktop = enter('interaction:participant:read interaction:participant:write').conversation(callId);
  const backOffice = enter('contactdata:manage');
  const reports = enter('report:read');

  chapter('The call');
  await tell({
    says: 'An administrator puts one name on the saved list of voice calls: of all other attributes nothing is kept.',
    does: () => admin.putChannelTypeSettings('voice', { savedAttributes: ['reason'], retentionDays: 30 }),
    status: 200,
  });
  await tell({
    says: 'A call comes in.',
    does: () =>
      telephony.createConversation({
        id: callId,
        type: 'voice',
        queueId: 'support',
        participants: [{ purpose: 'customer' }],
      }),
    status: 201,
  });
  await tell({
    says: "The agent's desktop attaches two attributes to the caller.",
    does: () => desktop.participant('customer').patch({ reason: 'invoice', mood: 'angry' }),
    status: 200,
  });
  await tell({
    says: 'The active view has both.',
    does: () => call.get(),
    status: 200,
    shows: { state: 'active', participants: [{ attributes: { reason: 'invoice', mood: 'angry' } }] },
  });
  await tellRefused({
    says: 'There is no history view yet: what is kept is decided when the call ends.',
    does: () => call.history(),
    status: 404,
    shows: { code: 'conversation-not-found' },
  });

  chapter('The wrap-up');
  await tell({
    says: 'The caller has hung up. Nothing is attached any more.',
    does: () => call.patch({ state: 'wrapup' }),
    status: 200,
    shows: { state: 'wrapup' },
  });
  await tell({
    says: 'The agent is still at work on the call, and the desktop reads what is attached.',
    does: () => desktop.interaction({ state: 'wrapup' }),
    status: 200,
    shows: { participants: [{ attributes: { reason: 'invoice', mood: 'angry' } }] },
  });
  await tellRefused({
    says: 'A late patch is refused.',
    does: () => desktop.participant('customer').patch({ mood: 'calm' }),
    status: 409,
    shows: { code: 'conversation-ended' },
  });
  await tell({
    says: 'The history view has the one that is on the list.',
    does: () => call.history(),
    status: 200,
    shows: { data: { reason: 'invoice' } },
    hides: ['mood', 'angry'],
  });
  await tell({
    says: 'A back office corrects it: contactData writes what is kept, in wrap-up and after.',
    does: () => backOffice.addContactData(callId, { reason: 'invoice, paid twice' }),
    status: 201,
    shows: { contact_id: callId },
  });
  await tellRefused({
    says: 'contactData takes no name that is not on the list.',
    does: () => backOffice.addContactData(callId, { mood: 'calm' }),
    status: 422,
    shows: { errors: [{ name: 'data.mood' }] },
  });

  chapter('The record');
  await tell({
    says: 'The agent is done.',
    does: () => call.patch({ state: 'handled', wrapup: { code: 'refunded' } }),
    status: 200,
    shows: { state: 'handled' },
    hides: ['mood', 'angry'],
  });
  await tell({
    says: 'The history view has the corrected value.',
    does: () => call.history(),
    status: 200,
    shows: { wrapup: { code: 'refunded' }, data: { reason: 'invoice, paid twice' } },
  });
  await tell({
    says: 'So has contactData, which is read with the scope that wrote it.',
    does: () => backOffice.contactData(callId),
    status: 200,
    shows: { data: { reason: 'invoice, paid twice' } },
  });
  await tell({
    says: 'The contact log lists the call with what is kept of it.',
    does: async () => {
      for await (const one of reports.contactLog({ queueId: 'support' })) return one;
      throw new Error('The contact log is empty');
    },
    status: 200,
    shows: { conversations: [{ id: callId, data: { reason: 'invoice, paid twice' } }] },
    hides: ['mood', 'angry'],
  });
}
