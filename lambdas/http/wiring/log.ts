/** Writes one JSON object a line to standard output, which Lambda keeps in CloudWatch. Never give it a value. */
export function log(level: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR', entry: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify({ timestamp: new Date().toISOString(), level, ...entry })}\n`);
}

type Units = Readonly<Record<string, 'Count' | 'Milliseconds' | 'Seconds'>>;

/**
 * Metrics in CloudWatch's Embedded Metric Format: the log line is the metric, no call is made. Their namespace is
 * `METRICS_NAMESPACE`, so that deployments of one account have their own.
 *
 * @param units of metrics that each operation has for itself
 * @param overall of metrics that are counted over all operations
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function formatMetrics(units: Units, overall: Units = {}): Readonly<Record<string, unknown>> {
  const directives = [formatDirective(['operation'], units), formatDirective([], overall)];
  const CloudWatchMetrics = directives.filter(({ Metrics }) => Metrics.length > 0);
  return { _aws: { Timestamp: Date.now(), CloudWatchMetrics } };
}

function formatDirective(dimensions: readonly string[], units: Units) {
  const Namespace = process.env.METRICS_NAMESPACE || 'ConversationAttributes';
  const Metrics = Object.entries(units).map(([Name, Unit]) => ({ Name, Unit }));
  return { Namespace, Dimensions: [dimensions], Metrics };
}
