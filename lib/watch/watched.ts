import type { IMetric, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ChangeRecorder } from '../constructs/change-recorder.ts';
import type { DataTable } from '../constructs/data-table.ts';
import type { EventPublisher } from '../constructs/event-publisher.ts';

/** What is watched. */
export interface Watched {
  /** The name of the deployment. */
  readonly name: string;
  /** The id of its API. */
  readonly apiId: string;
  /** The function that does what is due. */
  readonly sweeper: IFunction;
  /** The function that Cognito starts; undefined with an issuer of the customer's. */
  readonly preToken: IFunction | undefined;
  /** The table of conversations. */
  readonly conversations: DataTable;
  /** Requests that the gateway refused because of a limit, in five minutes. */
  readonly throttledRequests: IMetric;
  /** Requests for which Lambda had no room, in five minutes. */
  readonly throttledFunctions: Metric;
  /** The functions of Amazon Connect, state machines and AI agents that are deployed, by their operations. */
  readonly triggered: ReadonlyMap<string, IFunction>;
  /** What tells of changes; undefined where nothing does. */
  readonly events: Pick<EventPublisher, 'givenUp' | 'lateness'> | undefined;
  /** What keeps changes; undefined where nothing does. */
  readonly changes: Pick<ChangeRecorder, 'givenUp' | 'lateness'> | undefined;
  /** Write units in an hour above which an alarm is raised. */
  readonly writeUnits: number;
}

/** When an alarm is raised. `docs/runbook.md` has a chapter of its name. */
export interface AlarmDefinition {
  readonly name: string;
  /** What it means, in a sentence. */
  readonly meaning: string;
  readonly metric: IMetric;
  /** It is raised by a value of at least this much. */
  readonly threshold: number;
  /** In how many of the last three periods. @default 3 */
  readonly periods?: 1 | 2 | 3;
  /** It is raised by a value below the threshold, or by none, instead. @default false */
  readonly isMissing?: boolean;
}
