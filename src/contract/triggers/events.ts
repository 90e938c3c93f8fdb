import { defineTrigger, type Trigger } from './trigger.ts';

/** What the stream of the table of conversations starts. By the rules for names it leaves out values that only some may read. */
export const publishEvents: Trigger = {
  ...defineTrigger(
    {
      operation: 'publish-events',
      folder: 'events',
      summary: 'Tell on an event bus what has changed in conversations',
      timeoutSeconds: 60,
    },
    [],
  ),
  dynamodb: { settings: ['GetItem'] },
};

/** What the queues of signed webhooks start. */
export const postEvents = defineTrigger(
  {
    operation: 'post-events',
    folder: 'events',
    summary: 'Sign events and send them to webhooks',
    timeoutSeconds: 30,
  },
  [],
);
