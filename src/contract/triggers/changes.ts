import { defineTrigger, type Trigger } from './trigger.ts';

/** What the stream of the table of conversations starts, too. */
export const recordChanges: Trigger = {
  ...defineTrigger(
    {
      operation: 'record-changes',
      folder: 'changes',
      summary: 'Keep what has changed in conversations, by whom and when',
      timeoutSeconds: 60,
    },
    [],
  ),
  dynamodb: { changes: ['Query', 'PutItem', 'DeleteItem'] },
};
