import { contract } from '#contract/flows/set-attributes.ts';
import { setConversationData as trigger } from '#contract/triggers/step-functions.ts';
import { handler as operation } from '../flows/set-attributes.ts';
import { makeBlock, makeWrite } from './block/block.ts';

/** The block **Set Conversation Data** of a state machine. */
export const handler = makeBlock(trigger, { contract, handler: operation }, makeWrite);
