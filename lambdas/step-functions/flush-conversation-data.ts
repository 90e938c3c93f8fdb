import { contract } from '#contract/flows/flush-attributes.ts';
import { flushConversationData as trigger } from '#contract/triggers/step-functions.ts';
import { handler as operation } from '../flows/flush-attributes.ts';
import { makeBlock, makeWrite } from './block/block.ts';

/** The block **Flush** of a state machine. */
export const handler = makeBlock(trigger, { contract, handler: operation }, makeWrite);
