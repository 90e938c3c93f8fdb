/** Writes one JSON object a line to standard output, which Lambda keeps in CloudWatch. Never give it a value. */
export function log(level: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR', entry: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify({ timestamp: new Date().toISOString(), level, ...entry })}\n`);
}

/**
 * A metric in CloudWatch's Embedded Metric Format: the log line is the metric, no call is made.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function embeddedMetrics(
  units: Readonly<Record<string, 'Count' | 'Milliseconds' | 'Seconds'>>,
): Readonly<Record<string, unknown>> {
  const Metrics = Object.entries(units).map(([Name, Unit]) => ({ Name, Unit }));
  const directive = { Namespace: 'ConversationAttributes', Dimensions: [['operation']], Metrics };
  return { _aws: { Timestamp: Date.now(), CloudWatchMetrics: [directive] } };
}
