import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { AlarmDefinition } from './watched.ts';

/** An alarm as it is defined, which a topic is told of if there is one. @param deployment - its name */
export function makeAlarm(
  scope: Construct,
  deployment: string,
  definition: AlarmDefinition,
  topic: ITopic | undefined,
): Alarm {
  const { name, meaning, metric, threshold, periods = 3, isMissing = false } = definition;
  const alarm = new Alarm(scope, name, {
    alarmName: `${deployment}-${name}`,
    alarmDescription: `${meaning} What to do: docs/runbook.md, "${name}".`,
    metric,
    threshold,
    comparisonOperator: isMissing
      ? ComparisonOperator.LESS_THAN_THRESHOLD
      : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    evaluationPeriods: periods === 1 ? 1 : 3,
    datapointsToAlarm: periods,
    treatMissingData: isMissing ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
  });
  if (topic) {
    const action = new SnsAction(topic);
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
  }
  return alarm;
}
