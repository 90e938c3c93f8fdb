import { type Conversation, isOver } from '../reference/conversation.ts';
import { Refused } from '../reference/requirements.ts';
import type { Model } from './model.ts';

/** What the rules say of an operation on what is there: refused, a change, or an answer without a change. */
export type Decision =
  | { readonly refused: string }
  | { readonly next: Model; readonly answer?: string }
  | { readonly answer: string };

/** What a rule of the reference makes of a conversation, and what it answers if it tells more than that. */
type Rule = (conversation: Conversation) => Conversation | { readonly next: Conversation; readonly answer: string };

/** What a rule says of what is there at a time: a conversation whose time is over is not there. */
export function decide(model: Model, at: number, rule: Rule): Decision {
  if (model.there !== 'conversation' || isOver(model.conversation, at)) return { refused: 'conversation-not-found' };
  const { conversation } = model;
  return unlessRefused(() => {
    const made = rule(conversation);
    const { next, answer } = 'next' in made ? made : { next: made, answer: '' };
    return next === conversation ? { answer } : { next: { there: 'conversation', conversation: next }, answer };
  });
}

/** A decision, or the refusal of the reference: of several in one step the first. */
export function unlessRefused(decided: () => Decision): Decision {
  try {
    return decided();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const [{ code, currentVersion, differences = [] }] = error.refusals;
    const current = [currentVersion ?? [], ...differences.map((one) => one.current)].flat();
    return { refused: [code, ...current].join(', ') };
  }
}
