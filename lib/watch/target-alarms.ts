import type { EventTargets } from '../constructs/event-targets/event-targets.ts';
import type { AlarmDefinition } from './watched.ts';

/** The alarms of where events go from the bus. */
export function defineTargetAlarms({
  deadLetters,
  lateness,
}: Pick<EventTargets, 'deadLetters' | 'lateness'>): readonly AlarmDefinition[] {
  return [
    {
      name: 'event-targets-failed',
      meaning: 'A target of events has not taken some, and they are not tried again.',
      metric: deadLetters,
      threshold: 1,
      periods: 1,
    },
    ...(lateness
      ? [
          {
            name: 'event-targets-late',
            meaning: 'Events have waited for their target for an hour.',
            metric: lateness,
            // A receiver may be away for a while: its events wait.
            threshold: 3_600,
            periods: 2 as const,
          },
        ]
      : []),
  ];
}
