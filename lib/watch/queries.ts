/** A saved query of CloudWatch Logs Insights. */
export interface SavedQuery {
  readonly name: string;
  /** Whether it asks the gateway's access log, or the logs of functions. */
  readonly of: 'access' | 'functions';
  readonly lines: readonly string[];
}

/** The fields of the access log that name a client: each issuer has its own. */
const client = 'client, azp, appid, cid';

/** What an operator asks the logs most. `docs/runbook.md` says when. */
export const savedQueries: readonly SavedQuery[] = [
  {
    name: 'failures by reason',
    of: 'functions',
    lines: [
      'filter status >= 500 or message = "sweep failed"',
      'stats count(*) as requests, max(@timestamp) as latest by operation, code, error, reason',
      'sort requests desc',
    ],
  },
  {
    name: 'lines of a request',
    of: 'functions',
    lines: ['filter requestId = "<contextId of the answer>"', 'fields @timestamp, @message', 'sort @timestamp'],
  },
  {
    name: 'lines of a conversation',
    of: 'functions',
    lines: [
      'filter conversationHash = "<what npm run log-hash prints>"',
      'fields @timestamp, @message',
      'sort @timestamp',
    ],
  },
  {
    name: 'refusals by client',
    of: 'functions',
    lines: [
      'filter status >= 400 and status < 500',
      'stats count(*) as requests by clientId, operation, status, code',
      'sort requests desc',
    ],
  },
  {
    name: 'secured values by reader',
    of: 'functions',
    lines: [
      'filter operation = "get-secureattributes" or operation = "get-flow-secureattributes" or operation = "export-conversation"',
      'fields @timestamp, operation, clientId, subject, conversationHash, status',
      'sort @timestamp desc',
    ],
  },
  {
    name: 'slowest operations',
    of: 'functions',
    lines: [
      'filter ispresent(duration) and ispresent(status)',
      'stats count(*) as requests, pct(duration, 50) as p50, pct(duration, 99) as p99 by operation',
      'sort p99 desc',
    ],
  },
  {
    name: 'runs of the sweeper',
    of: 'functions',
    lines: [
      'filter message = "sweep"',
      'fields @timestamp, ended, handled, flushed, removed, shredded, postponed, gone, failed, overdueSeconds',
      'sort @timestamp desc',
    ],
  },
  {
    name: 'requests by client',
    of: 'access',
    lines: [`stats count(*) as requests by ${client}, routeKey, status`, 'sort requests desc'],
  },
  {
    name: 'throttled requests',
    of: 'access',
    lines: [
      'filter status = "429" or integrationStatus = "429"',
      `stats count(*) as requests by ${client}, routeKey, integrationStatus, bin(5m)`,
      'sort requests desc',
    ],
  },
];
