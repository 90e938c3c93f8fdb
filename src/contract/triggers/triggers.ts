import { recordChanges } from './changes.ts';
import { followContact, runConnectAction } from './connect.ts';
import { postEvents, publishEvents } from './events.ts';
import { describeMcp, serveMcp } from './mcp.ts';
import { stepFunctionsTriggers } from './step-functions.ts';
import type { Trigger } from './trigger.ts';

/** Every function that a service of AWS starts with an event of its own. A deployment has those that its context asks for. */
export const triggers: readonly Trigger[] = [
  runConnectAction,
  followContact,
  ...stepFunctionsTriggers,
  serveMcp,
  describeMcp,
  publishEvents,
  postEvents,
  recordChanges,
];
