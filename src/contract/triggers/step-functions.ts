import { contract as flushAttributes } from '../flows/flush-attributes.ts';
import { contract as getAttributes } from '../flows/get-attributes.ts';
import { contract as getFlowSecureattributes } from '../flows/get-flow-secureattributes.ts';
import { contract as setAttributes } from '../flows/set-attributes.ts';
import { contract as setFlowSecureattributes } from '../flows/set-flow-secureattributes.ts';
import { defineTrigger } from './trigger.ts';

/** Seconds for the run of a block. */
const timeoutSeconds = 10;

const folder = 'step-functions';

/** A function for each block, so that a state machine may invoke those that it has blocks of. */
export const setConversationData = defineTrigger(
  { operation: 'set-conversation-data', folder, summary: 'Set attributes in a state machine', timeoutSeconds },
  [setAttributes],
);

export const getConversationData = defineTrigger(
  { operation: 'get-conversation-data', folder, summary: 'Get attributes in a state machine', timeoutSeconds },
  [getAttributes],
);

export const setSecuredData = defineTrigger(
  { operation: 'set-secured-data', folder, summary: 'Set secured attributes in a state machine', timeoutSeconds },
  [setFlowSecureattributes],
);

export const getSecuredData = defineTrigger(
  { operation: 'get-secured-data', folder, summary: 'Get secured attributes in a state machine', timeoutSeconds },
  [getFlowSecureattributes],
);

export const flushConversationData = defineTrigger(
  { operation: 'flush-conversation-data', folder, summary: 'Flush in a state machine', timeoutSeconds },
  [flushAttributes],
);

/** What the end of an execution starts. */
export const flushEndedFlow = defineTrigger(
  { operation: 'flush-ended-flow', folder, summary: 'Flush what an execution has left pending', timeoutSeconds },
  [flushAttributes],
);

/** All of them. */
export const stepFunctionsTriggers = [
  setConversationData,
  getConversationData,
  setSecuredData,
  getSecuredData,
  flushConversationData,
  flushEndedFlow,
];
