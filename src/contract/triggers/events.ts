import { defineTrigger } from './trigger.ts';

/** What the stream of the table of conversations starts. */
export const publishEvents = defineTrigger(
  {
    operation: 'publish-events',
    folder: 'events',
    summary: 'Tell on an event bus what has changed in conversations',
    timeoutSeconds: 60,
  },
  [],
);
