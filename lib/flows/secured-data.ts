import { isBotType } from '#contract/flow-words.ts';
import type { GetConversationDataProps, SetConversationDataProps } from './conversation-data.ts';
import type { Flow } from './flow.ts';
import { FlowBlock } from './flow-block.ts';

/**
 * **Set Secured Data**: sets secured attributes, pending until the flow flushes or ends.
 *
 * @throws Error when the flow is a bot
 */
export class SetSecuredData extends FlowBlock {
  constructor(flow: Flow, id: string, props: Omit<SetConversationDataProps, 'participantId' | 'target'>) {
    refuseBot(flow, id);
    super(flow, id, { function: 'set-secured-data', payload: { attributes: props.attributes }, isWrite: true }, props);
  }
}

/**
 * **Get Secured Data**: gets secured attributes. Who may read the history of an execution reads their values there.
 *
 * @throws Error when the flow is a bot
 */
export class GetSecuredData extends FlowBlock {
  constructor(flow: Flow, id: string, props: Omit<GetConversationDataProps, 'participantId' | 'target'>) {
    refuseBot(flow, id);
    const { names, into, otherwise } = props;
    const payload = { names, ...(otherwise && { otherwise }) };
    super(flow, id, { function: 'get-secured-data', payload, isWrite: false, into }, props);
  }
}

function refuseBot({ flowType, node }: Flow, id: string): void {
  if (!isBotType(flowType)) return;
  throw new Error(
    `The flow ${node.path} is of type "${flowType}", a bot: it can't have the block ${JSON.stringify(id)}, which is for secured attributes.`,
  );
}
