import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IAlarm,
  type IMetric,
  type IWidget,
  type Metric,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type ILogGroup, MetricFilter, QueryDefinition, QueryString } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { makeAlarm } from './alarm.ts';
import { defineAlarms } from './alarms.ts';
import { FIVE_MINUTES, makeApiMetric, makeConversationsMetric, makeOwnMetric, nameNamespace } from './metrics.ts';
import { savedQueries } from './queries.ts';
import type { Watched } from './watched.ts';

/** What is watched, and where alarms go. */
export interface WatchProps extends Omit<Watched, 'throttledRequests' | 'throttledFunctions'> {
  /** What is told when an alarm is raised, and when it is over; undefined: nothing is. */
  readonly topic: ITopic | undefined;
  /** The access log of the gateway. */
  readonly accessLog: ILogGroup;
  /** The logs of the functions. */
  readonly logs: readonly ILogGroup[];
}

/** Alarms, a dashboard, and saved queries of the logs. */
export class Watch extends Construct {
  constructor(scope: Construct, id: string, props: WatchProps) {
    super(scope, id);
    const { name, topic, accessLog, logs } = props;
    const watched: Watched = {
      ...props,
      throttledRequests: this.countIn(accessLog, name, 'status', 'throttledRequests'),
      throttledFunctions: this.countIn(accessLog, name, 'integrationStatus', 'throttledFunctions'),
    };
    const alarms = defineAlarms(watched).map((definition) => makeAlarm(this, name, definition, topic));
    this.addDashboard(watched, alarms);
    for (const { name: title, of, lines } of savedQueries) {
      new QueryDefinition(this, title, {
        queryDefinitionName: `${name}/${title}`,
        queryString: new Lines(lines),
        logGroups: of === 'access' ? [accessLog] : [...logs],
      });
    }
  }

  /** How many requests have 429 in a field of the access log. */
  private countIn(logGroup: ILogGroup, name: string, field: string, metricName: string): Metric {
    new MetricFilter(this, metricName, {
      logGroup,
      filterPattern: FilterPattern.stringValue(`$.${field}`, '=', '429'),
      metricNamespace: nameNamespace(name),
      metricName,
    });
    return makeOwnMetric(name, metricName);
  }

  private addDashboard(
    { name, apiId, conversations, throttledRequests, throttledFunctions }: Watched,
    alarms: IAlarm[],
  ): void {
    const graph = (title: string, left: IMetric[]): IWidget => new GraphWidget({ title, left, width: 8, height: 6 });
    const swept = ['ended', 'handled', 'flushed', 'removed', 'shredded', 'failed'];
    const latency = (statistic: string) => makeApiMetric(apiId, 'Latency', { statistic, label: statistic });
    const own = (metricName: string) => makeOwnMetric(name, metricName, 'sweep');
    const everywhere = ['table', 'values'] as const;
    new Dashboard(this, 'Dashboard', {
      dashboardName: name,
      widgets: [
        [new AlarmStatusWidget({ title: 'Alarms', alarms, width: 24, height: 4 })],
        [
          graph('Requests', [makeApiMetric(apiId, 'Count'), makeApiMetric(apiId, '4xx'), makeApiMetric(apiId, '5xx')]),
          graph('Latency, milliseconds', [latency(Stats.p(50)), latency(Stats.p(99))]),
          graph('Throttled', [
            throttledRequests,
            throttledFunctions,
            makeConversationsMetric(
              conversations,
              ['ReadThrottleEvents', 'WriteThrottleEvents'],
              FIVE_MINUTES,
              everywhere,
            ),
          ]),
        ],
        [
          graph('What the sweeper did', swept.map(own)),
          graph('For how long the oldest was due, seconds', [
            makeOwnMetric(name, 'overdueSeconds', 'sweep', { statistic: Stats.MAXIMUM }),
          ]),
          graph('Units of DynamoDB', [
            makeConversationsMetric(conversations, ['ConsumedWriteCapacityUnits'], FIVE_MINUTES, everywhere),
            makeConversationsMetric(conversations, ['ConsumedReadCapacityUnits'], FIVE_MINUTES, everywhere),
          ]),
        ],
      ],
    });
  }
}

/** A query as it is written, whatever commands it has. */
class Lines extends QueryString {
  private readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super();
    this.lines = lines;
  }

  override toString(): string {
    return this.lines.join('\n| ');
  }
}
