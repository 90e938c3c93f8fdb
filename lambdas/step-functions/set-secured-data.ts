import { contract } from '#contract/flows/set-flow-secureattributes.ts';
import { setSecuredData as trigger } from '#contract/triggers/step-functions.ts';
import { handler as operation } from '../flows/set-flow-secureattributes.ts';
import { makeBlock, makeWrite } from './block/block.ts';

/** The block **Set Secured Data** of a state machine. */
export const handler = makeBlock(trigger, { contract, handler: operation }, makeWrite);
