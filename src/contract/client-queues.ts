/** What the partition keys of the clients' call queues begin with, in the settings: a deployment writes these rows. */
export const CLIENT_QUEUES_PREFIX = 'client#';

/** The partition key of a client's call queues, in the settings. */
export function makeClientQueuesKey(clientId: string): string {
  return `${CLIENT_QUEUES_PREFIX}${clientId}`;
}
