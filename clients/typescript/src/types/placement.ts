import type { FlowType } from './generated.ts';

/** Whose attributes a flow means. */
export type Placement =
  /** A participant's: by default those of the first customer who is present. */
  | { readonly target?: 'participant'; readonly participantId?: string }
  /** The conversation's `data`. */
  | { readonly target: 'conversation' };

/** Where a get looks. */
export type ReadPlacement =
  | Placement
  /** On the participant, and on the conversation for what the participant does not have. */
  | { readonly target: 'any'; readonly participantId?: string };

/** What a flow says of itself. */
export interface FlowKind {
  /** An execution that says `bot` or `digitalbot` may use no secured attributes from then on. */
  readonly flowType?: FlowType;
}
