export { Flush, GetConversationData, SetConversationData } from './conversation-data.ts';
export { Flow, type FlowProps } from './flow.ts';
export type { FlowFunctions } from './flow-functions.ts';
export { GetSecuredData, SetSecuredData } from './secured-data.ts';
