import { contract as addParticipant } from '../conversations/add-participant.ts';
import { contract as createConversation } from '../conversations/create-conversation.ts';
import { contract as getConversation } from '../conversations/get-conversation.ts';
import { contract as patchConversation } from '../conversations/patch-conversation.ts';
import { contract as flushAttributes } from '../flows/flush-attributes.ts';
import { contract as getAttributes } from '../flows/get-attributes.ts';
import { contract as getFlowSecureattributes } from '../flows/get-flow-secureattributes.ts';
import { contract as setAttributes } from '../flows/set-attributes.ts';
import { contract as setFlowSecureattributes } from '../flows/set-flow-secureattributes.ts';
import { contract as removeParticipant } from '../participants/remove-participant.ts';
import { defineTrigger } from './trigger.ts';

/** What the block "AWS Lambda function" of a flow of Amazon Connect starts, which waits 8 seconds at most. */
export const runConnectAction = defineTrigger(
  {
    operation: 'run-connect-action',
    folder: 'connect',
    summary: 'Set, get and flush for flows of Amazon Connect',
    timeoutSeconds: 8,
  },
  [
    createConversation,
    setAttributes,
    getAttributes,
    flushAttributes,
    setFlowSecureattributes,
    getFlowSecureattributes,
    getConversation,
    patchConversation,
  ],
);

/** What contact events of Amazon Connect start. */
export const followContact = defineTrigger(
  {
    operation: 'follow-contact',
    folder: 'connect',
    summary: 'Follow contacts of Amazon Connect: agents join and leave, the conversation ends',
    timeoutSeconds: 30,
  },
  [createConversation, addParticipant, removeParticipant, getConversation, patchConversation, flushAttributes],
);
