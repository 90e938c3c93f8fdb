import { contract } from '#contract/flows/get-flow-secureattributes.ts';
import { getSecuredData as trigger } from '#contract/triggers/step-functions.ts';
import { handler as operation } from '../flows/get-flow-secureattributes.ts';
import { makeBlock, makeRead } from './block/block.ts';

/** The block **Get Secured Data** of a state machine. */
export const handler = makeBlock(trigger, { contract, handler: operation }, makeRead);
