import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { recordChanges } from '#contract/triggers/changes.ts';
import { followContact, runConnectAction } from '#contract/triggers/connect.ts';
import { publishEvents } from '#contract/triggers/events.ts';
import { describeMcp, serveMcp } from '#contract/triggers/mcp.ts';
import { flushEndedFlow } from '#contract/triggers/step-functions.ts';
import { FIVE_MINUTES, makeLambdaMetric, makeOwnMetric, sumMetrics } from './metrics.ts';
import type { AlarmDefinition, Watched } from './watched.ts';

/** Functions that are sent events: what they give up Lambda drops. */
const listeners = [followContact, flushEndedFlow].map(({ operation }) => operation);

/** Functions behind the gateway, whose access log says when Lambda had no room for them. */
const behindGateway = [serveMcp, describeMcp].map(({ operation }) => operation);

/** Functions that a stream starts: where Lambda has no room for them they are late, which has alarms of its own. */
const ofEvents: readonly string[] = [publishEvents, recordChanges].map(({ operation }) => operation);

/** How often Lambda had no room for functions that are started without the gateway or a stream. */
export function listThrottles({ triggered }: Pick<Watched, 'triggered'>): readonly Metric[] {
  const others = [...triggered].filter(([operation]) => ![...behindGateway, ...ofEvents].includes(operation));
  return others.map(([, handler]) => makeLambdaMetric(handler, 'Throttles'));
}

/** The alarms of what flows of Amazon Connect, state machines and AI agents start, where they are deployed. */
export function defineIntegrationAlarms({ name, triggered }: Watched): readonly AlarmDefinition[] {
  if ([...triggered.keys()].every((operation) => ofEvents.includes(operation))) return [];
  const action = triggered.get(runConnectAction.operation);
  const dropped = listeners.flatMap((listener) => triggered.get(listener) ?? []);
  return [
    {
      name: 'integrations-failed',
      meaning: 'Ten times in five minutes something failed for flows of Amazon Connect, state machines or AI agents.',
      metric: makeOwnMetric(name, 'integrationFailures'),
      // As with server-errors, some are wanted; they are repeated.
      threshold: 10,
      periods: 2,
    },
    ...(action
      ? [
          {
            name: 'connect-flows-failed',
            meaning: 'Ten times in five minutes a flow of Amazon Connect got no answer from its function.',
            metric: makeLambdaMetric(action, 'Errors'),
            threshold: 10,
            periods: 2 as const,
          },
        ]
      : []),
    ...(dropped.length > 0
      ? [
          {
            name: 'events-dropped',
            meaning: 'An event of Amazon Connect or of Step Functions was given up, after several attempts.',
            metric: sumMetrics(
              dropped.map((one) => makeLambdaMetric(one, 'AsyncEventsDropped')),
              FIVE_MINUTES,
              'Events dropped',
            ),
            threshold: 1,
            periods: 1 as const,
          },
        ]
      : []),
  ];
}
