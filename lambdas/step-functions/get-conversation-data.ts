import { contract } from '#contract/flows/get-attributes.ts';
import { getConversationData as trigger } from '#contract/triggers/step-functions.ts';
import { handler as operation } from '../flows/get-attributes.ts';
import { makeBlock, makeRead } from './block/block.ts';

/** The block **Get Conversation Data** of a state machine. */
export const handler = makeBlock(trigger, { contract, handler: operation }, makeRead);
