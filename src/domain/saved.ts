import type { Attributes } from '#domain/attributes.ts';
import type { Conversation, Participant } from '#domain/conversation.ts';
import type { JsonText } from '#domain/json.ts';

/** Names with the values that a conversation would keep, were it to end now. If several owners have a name, the first by precedence counts. */
export function collectSaved(
  { participants, data }: Pick<Conversation, 'participants' | 'data'>,
  names: readonly string[],
): Attributes {
  const sources = [...sortByPrecedence(participants).map(({ attributes }) => attributes), data];
  const saved = new Map<string, JsonText>();
  for (const name of names) {
    const value = sources.find((source) => source.has(name))?.get(name);
    if (value !== undefined) saved.set(name, value);
  }
  return saved;
}

/**
 * The participants in the order in which their values are saved: customers first, as they joined, since the
 * conversation is about the first one; then agents, the last to join first, since that one finished it; then the
 * others, as they joined.
 */
function sortByPrecedence(participants: readonly Participant[]): readonly Participant[] {
  const customers = participants.filter(({ purpose }) => purpose === 'customer');
  const agents = participants.filter(({ purpose }) => purpose === 'agent');
  const others = participants.filter((one) => !customers.includes(one) && !agents.includes(one));
  return [...customers, ...agents.toReversed(), ...others];
}
