import { Duration } from 'aws-cdk-lib';
import { MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { defineIntegrationAlarms, listThrottles } from './integration-alarms.ts';
import { FIVE_MINUTES, makeApiMetric, makeConversationsMetric, makeOwnMetric, sumMetrics } from './metrics.ts';
import type { AlarmDefinition, Watched } from './watched.ts';

/** Every alarm, with the reason for its threshold. */
export function defineAlarms(watched: Watched): readonly AlarmDefinition[] {
  const { name, apiId, sweeper, preToken, conversations, throttledRequests, throttledFunctions, writeUnits } = watched;
  const hour = Duration.hours(1);
  const errors = makeApiMetric(apiId, '5xx');
  const requests = makeApiMetric(apiId, 'Count');
  return [
    {
      name: 'sweeper-failed',
      meaning: 'Runs of the sweeper fail, and have for 15 minutes.',
      metric: sweeper.metricErrors({ statistic: Stats.SUM, period: FIVE_MINUTES }),
      // What one run leaves the next one does.
      threshold: 1,
    },
    {
      name: 'sweeper-not-run',
      meaning: 'The sweeper has not been started for 15 minutes, though it is each minute.',
      metric: sweeper.metricInvocations({ statistic: Stats.SUM, period: FIVE_MINUTES }),
      threshold: 1,
      isMissing: true,
    },
    {
      name: 'sweeper-behind',
      meaning: 'Something has been due for 15 minutes, and the sweeper has not come to it.',
      metric: makeOwnMetric(name, 'overdueSeconds', 'sweep', { statistic: Stats.MAXIMUM }),
      // A wave of conversations that are due at once may take a few runs of a minute.
      threshold: 900,
    },
    {
      name: 'sweeper-put-off',
      meaning: 'The sweeper could not deal with a conversation, three times in an hour.',
      metric: makeOwnMetric(name, 'failed', 'sweep', { period: hour }),
      // It tries again after ten minutes: once or twice is a store that did not answer in time.
      threshold: 3,
      periods: 1,
    },
    {
      name: 'server-errors',
      meaning: 'At least 1 of 100 requests, and 10 in five minutes, were answered with 5xx.',
      metric: new MathExpression({
        expression: 'IF(errors >= 10, 100 * errors / requests, 0)',
        usingMetrics: { errors, requests },
        period: FIVE_MINUTES,
      }),
      // Some 503 are wanted: many writers at once, or a store that did not answer in time. Callers repeat them.
      threshold: 1,
      periods: 2,
    },
    {
      name: 'key-service',
      meaning: "Secured attributes can't be used, because KMS refuses the key or does not answer.",
      metric: makeOwnMetric(name, 'keyServiceFailures'),
      threshold: 1,
      periods: 2,
    },
    {
      name: 'requests-throttled',
      meaning: 'The gateway refused 100 requests in five minutes because of a limit (429).',
      metric: throttledRequests,
      // A burst that meets the limit once is what the limit is for.
      threshold: 100,
      periods: 2,
    },
    {
      name: 'functions-throttled',
      meaning: 'Lambda had no room for requests: the concurrency of the account, or what is reserved, is used up.',
      metric: sumMetrics([throttledFunctions, ...listThrottles(watched)], FIVE_MINUTES, 'Throttled functions'),
      threshold: 1,
      periods: 2,
    },
    // Several, since an alarm looks at ten metrics at most.
    ...['read', 'write'].map((what): AlarmDefinition => {
      const metricName = what === 'read' ? 'ReadThrottleEvents' : 'WriteThrottleEvents';
      return {
        name: `store-${what}s-throttled`,
        meaning: `DynamoDB throttles ${what}s of the table of conversations or one of its indexes.`,
        metric: makeConversationsMetric(conversations, [metricName], FIVE_MINUTES, ['table']),
        // The functions repeat some: on demand a table takes twice its former peak at once, and grows.
        threshold: 10,
        periods: 2,
      };
    }),
    {
      name: 'values-throttled',
      meaning: 'DynamoDB throttles reads or writes of an index of the values of searchable attributes.',
      metric: makeConversationsMetric(conversations, ['ReadThrottleEvents', 'WriteThrottleEvents'], FIVE_MINUTES, [
        'values',
      ]),
      threshold: 10,
      periods: 2,
    },
    ...(preToken
      ? [
          {
            name: 'pre-token-failed',
            meaning: 'A client has got a token without its call queues, or none.',
            metric: sumMetrics(
              [
                makeOwnMetric(name, 'failures', 'pre-token'),
                preToken.metricErrors({ statistic: Stats.SUM, period: FIVE_MINUTES }),
              ],
              FIVE_MINUTES,
              'Tokens without call queues',
            ),
            // Such a token is used for an hour.
            threshold: 1,
            periods: 1 as const,
          },
        ]
      : []),
    ...defineIntegrationAlarms(watched),
    ...defineEventAlarms(watched),
    ...defineChangeAlarms(watched),
    {
      name: 'write-units',
      meaning: 'The table of conversations takes more write units in an hour than alarmWriteUnits: it costs money.',
      metric: makeConversationsMetric(conversations, ['ConsumedWriteCapacityUnits'], hour, ['table']),
      threshold: writeUnits,
      periods: 1,
    },
  ];
}

/** The alarms of what tells of changes, where it is deployed. */
function defineEventAlarms({ events }: Watched): readonly AlarmDefinition[] {
  if (!events) return [];
  return [
    {
      name: 'events-given-up',
      meaning: 'What happened to some conversations was not told on the event bus, and is not tried again.',
      metric: events.givenUp,
      threshold: 1,
      periods: 1,
    },
    {
      name: 'events-late',
      meaning: 'What happens to conversations is told more than ten minutes later.',
      metric: events.lateness,
      // The stream is read every quarter of a second; a bus that throttles for a while is caught up with.
      threshold: 600_000,
      periods: 2,
    },
  ];
}

/** The alarms of what keeps changes, where it is deployed. */
function defineChangeAlarms({ changes }: Watched): readonly AlarmDefinition[] {
  if (!changes) return [];
  return [
    {
      name: 'changes-given-up',
      meaning:
        'What changed in some conversations is not in the table of changes, or what should be gone is, and it is not tried again.',
      metric: changes.givenUp,
      threshold: 1,
      periods: 1,
    },
    {
      name: 'changes-late',
      meaning: 'What changes in conversations is kept, or removed, more than ten minutes later.',
      metric: changes.lateness,
      // As with events-late.
      threshold: 600_000,
      periods: 2,
    },
  ];
}
