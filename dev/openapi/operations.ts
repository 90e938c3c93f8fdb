import type { Operation } from '#routes';
import type { Description } from './description.ts';
import { about } from './operations/about.ts';
import { conversations } from './operations/conversations.ts';
import { flows } from './operations/flows.ts';
import { participants } from './operations/participants.ts';
import { records } from './operations/records.ts';
import { secured } from './operations/secured.ts';
import { settings } from './operations/settings.ts';
import { webchat } from './operations/webchat.ts';

/** The groups in which the reference shows the operations. Their examples play one call, in this order. */
export const groups: readonly {
  readonly name: string;
  readonly description: string;
  readonly operations: Readonly<Record<string, Description>>;
}[] = [
  { name: 'Settings', description: 'What is kept of conversations, and how long.', operations: settings },
  { name: 'Conversations', description: 'From the first ring to the wrap-up.', operations: conversations },
  { name: 'Flows', description: 'Set, get and flush, for IVR, chat and task flows.', operations: flows },
  { name: 'Participants', description: 'Attributes of those who take part.', operations: participants },
  { name: 'Secured', description: 'Attributes under the key of the customer.', operations: secured },
  { name: 'Webchat', description: 'Web channels, and what their guests bring.', operations: webchat },
  { name: 'Records', description: 'What is kept after the end; giving it out, and erasing it.', operations: records },
  { name: 'About', description: 'The API about itself.', operations: about },
];

/** Every operation, in the order in which their examples play one call. */
export const descriptions: Readonly<Record<Operation, Description>> = {
  ...settings,
  ...conversations,
  ...flows,
  ...participants,
  ...secured,
  ...webchat,
  ...records,
  ...about,
};
