import type { Flow } from './flow.ts';
import { FlowBlock, type FlowBlockProps, type PlacementProps, pickPlacement } from './flow-block.ts';

/** Texts, each as it is, or as an expression: JSONata (`{% $tier %}`), or `JsonPath.stringAt('$.tier')` in a flow in JSONPath. */
export type Texts = Readonly<Record<string, string>>;

/** What is set. */
export interface SetConversationDataProps extends FlowBlockProps, PlacementProps {
  readonly attributes: Texts;
}

/** **Set Conversation Data**: sets attributes, pending until the flow flushes or ends. */
export class SetConversationData extends FlowBlock {
  constructor(flow: Flow, id: string, props: SetConversationDataProps) {
    const payload = { attributes: props.attributes, ...pickPlacement(props) };
    super(flow, id, { function: 'set-conversation-data', payload, isWrite: true }, props);
  }
}

/** What is got. */
export interface GetConversationDataProps extends FlowBlockProps, Pick<PlacementProps, 'participantId'> {
  /** The names; none means all. */
  readonly names: readonly string[];
  /**
   * What has them afterwards, by their names: in JSONata a variable (`$customer.tier`), in JSONPath a field of the flow's data
   * (`$.customer.attributes.tier`, with `$.customer.notSet`).
   */
  readonly into: string;
  /** Values of names that are not set. @default - these are not in it */
  readonly otherwise?: Readonly<Record<string, string>>;
  /** `any`: of the participant, and of the conversation what the participant does not have. @default 'participant' */
  readonly target?: PlacementProps['target'] | 'any';
}

/** **Get Conversation Data**: gets attributes, the flow's own pending values before those that are stored. */
export class GetConversationData extends FlowBlock {
  constructor(flow: Flow, id: string, props: GetConversationDataProps) {
    const { names, into, otherwise, target, participantId } = props;
    const place = { ...(target && { target }), ...(participantId && { participantId }) };
    const payload = { names, ...(otherwise && { otherwise }), ...place };
    super(flow, id, { function: 'get-conversation-data', payload, isWrite: false, into }, props);
  }
}

/** **Flush**: what the flow has set takes effect, all at once, with a last batch that may come along. */
export class Flush extends FlowBlock {
  constructor(flow: Flow, id: string, props: FlowBlockProps & PlacementProps & { readonly attributes?: Texts } = {}) {
    const payload = { ...(props.attributes && { attributes: props.attributes }), ...pickPlacement(props) };
    super(flow, id, { function: 'flush-conversation-data', payload, isWrite: true }, props);
  }
}
