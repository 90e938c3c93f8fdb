import type { Flow } from './flow.ts';
import { FlowBlock, type FlowBlockProps, type PlacementProps, pickPlacement } from './flow-block.ts';

/** Texts, each as it is or as JSONata (`{% $tier %}`). */
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
  /** The variable that has them afterwards, by their names: `$customer.tier`. */
  readonly into: string;
  /** Values of names that are not set. @default - these are not in the variable */
  readonly otherwise?: Readonly<Record<string, string>>;
  /** `any`: of the participant, and of the conversation what the participant does not have. @default 'participant' */
  readonly target?: PlacementProps['target'] | 'any';
}

/** **Get Conversation Data**: gets attributes into a variable, the flow's own pending values before those that are stored. */
export class GetConversationData extends FlowBlock {
  constructor(flow: Flow, id: string, props: GetConversationDataProps) {
    const { names, target, participantId } = props;
    const payload = { names, ...(target && { target }), ...(participantId && { participantId }) };
    super(
      flow,
      id,
      { function: 'get-conversation-data', payload, isWrite: false, assign: makeAssignment(props) },
      props,
    );
  }
}

/** **Flush**: what the flow has set takes effect, all at once, with a last batch that may come along. */
export class Flush extends FlowBlock {
  constructor(flow: Flow, id: string, props: FlowBlockProps & PlacementProps & { readonly attributes?: Texts } = {}) {
    const payload = { ...(props.attributes && { attributes: props.attributes }), ...pickPlacement(props) };
    super(flow, id, { function: 'flush-conversation-data', payload, isWrite: true }, props);
  }
}

/** The variable into which a block gets: what it found over the values for what is not set. */
export function makeAssignment({
  into,
  otherwise = {},
}: Pick<GetConversationDataProps, 'into' | 'otherwise'>): Readonly<Record<string, string>> {
  // JSON is JSONata.
  return { [into]: `{% $merge([${JSON.stringify(otherwise)}, $states.result.Payload.attributes]) %}` };
}
