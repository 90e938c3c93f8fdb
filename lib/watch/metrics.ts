import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { tables } from '#tables';
import type { DataTable } from '../constructs/data-table.ts';

/** The period of most alarms: an operator may as well hear of something a few minutes later. */
export const FIVE_MINUTES = Duration.minutes(5);

const defaultName = 'conversation-attributes';
const defaultNamespace = 'ConversationAttributes';

/**
 * The namespace of the metrics that functions log.
 *
 * @param name of the deployment
 */
export function nameNamespace(name: string): string {
  return name === defaultName ? defaultNamespace : `${defaultNamespace}/${name}`;
}

/** What the functions of a deployment must be told of it. */
export function makeMetricsEnvironment(name: string): Readonly<Record<string, string>> {
  return name === defaultName ? {} : { METRICS_NAMESPACE: nameNamespace(name) };
}

/** The metrics that the functions of a deployment log, in lambdas/http/wiring/log.ts. */
export function makeOwnMetric(
  name: string,
  metricName: string,
  operation?: string,
  options: MetricOptions = {},
): Metric {
  return new Metric({
    namespace: nameNamespace(name),
    metricName,
    ...(operation && { dimensionsMap: { operation } }),
    statistic: Stats.SUM,
    period: FIVE_MINUTES,
    ...options,
  });
}

/** A metric of the API as API Gateway counts it. */
export function makeApiMetric(
  apiId: string,
  metricName: '4xx' | '5xx' | 'Count' | 'Latency',
  options: MetricOptions = {},
): Metric {
  const dimensionsMap = { ApiId: apiId };
  return new Metric({
    namespace: 'AWS/ApiGateway',
    metricName,
    dimensionsMap,
    statistic: Stats.SUM,
    period: FIVE_MINUTES,
    ...options,
  });
}

/** A metric of a function as Lambda counts it. */
export function makeLambdaMetric(
  handler: IFunction,
  metricName: 'Errors' | 'Throttles' | 'AsyncEventsDropped',
): Metric {
  return handler.metric(metricName, { statistic: Stats.SUM, period: FIVE_MINUTES });
}

/** The table of conversations with its indexes but those of values, or the indexes of values: an alarm looks at ten metrics at most. */
export type ConversationsPart = 'table' | 'values';

/** The sum of metrics of the table of conversations and of each of its indexes; one that has no data counts for 0. */
export function makeConversationsMetric(
  table: DataTable,
  metricNames: readonly string[],
  period: Duration,
  parts: readonly ConversationsPart[],
): IMetric {
  const indexes = Object.entries(tables.conversations.indexes).filter(([, { isOfValues }]) =>
    parts.includes(isOfValues ? 'values' : 'table'),
  );
  const places = [
    ...(parts.includes('table') ? [{}] : []),
    ...indexes.map(([index]) => ({ GlobalSecondaryIndexName: index })),
  ];
  const metrics = metricNames.flatMap((metricName) =>
    places.map((place) => {
      const dimensionsMap = { TableName: table.tableName, ...place };
      return new Metric({ namespace: 'AWS/DynamoDB', metricName, dimensionsMap, statistic: Stats.SUM, period });
    }),
  );
  return sumMetrics(metrics, period, metricNames.join(' + '));
}

/** The sum of metrics; one that has no data counts for 0. */
export function sumMetrics(metrics: readonly Metric[], period: Duration, label: string): MathExpression {
  // A graph may show several sums: the ids of all their metrics must differ.
  const idOf = (name: string, at: number) => `${name.charAt(0).toLowerCase()}${name.slice(1)}${at}`;
  const usingMetrics = Object.fromEntries(metrics.map((metric, at) => [idOf(metric.metricName, at), metric]));
  const expression = Object.keys(usingMetrics)
    .map((id) => `FILL(${id}, 0)`)
    .join(' + ');
  return new MathExpression({ expression, usingMetrics, period, label });
}
