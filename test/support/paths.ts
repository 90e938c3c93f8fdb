/** The paths of one conversation. */
export interface Paths {
  readonly id: string;
  readonly conversation: string;
  readonly participants: string;
  readonly interaction: string;
  /** Of a participant. @param participant an id or alias. @default customer */
  attributes(participant?: string): string;
  /** Of a flow execution, for set and get. @default ivr */
  flow(execution?: string): string;
  /** @default ivr */
  flush(execution?: string): string;
}

/** The paths of the conversation with this id. */
export function pathsOf(id: string): Paths {
  const conversation = `/api/v2/conversations/${id}`;
  return {
    id,
    conversation,
    participants: `${conversation}/participants`,
    interaction: `/api/v2/interactions/${id}`,
    attributes: (participant = 'customer') => `${conversation}/participants/${participant}/attributes`,
    flow: (execution = 'ivr') => `${conversation}/flows/${execution}/attributes`,
    flush: (execution = 'ivr') => `${conversation}/flows/${execution}/flush`,
  };
}
