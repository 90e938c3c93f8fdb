import { flowTypes } from '#domain/flow-types.ts';

/** Where the attributes of a flow execution belong. */
export const targets = ['participant', 'conversation'] as const;

/** Where a get looks: `any` is the participant, then the conversation. */
export const readTargets = [...targets, 'any'] as const;

/** What is right for a flow type. */
export const flowTypeWords = `must be one of ${flowTypes.join(', ')}; case does not matter`;

export { type FlowType, isBotType } from '#domain/flow-types.ts';
