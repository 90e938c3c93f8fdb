import * as v from 'valibot';
import { listEventTypes } from '#contract/events.ts';
import { readEntries, readFields } from './context-entries.ts';

/** A request for each event, signed as Standard Webhooks has it. */
export interface SignedWebhook {
  readonly to: 'webhook';
  readonly url: string;
  /** Of a secret with the signing key. */
  readonly secretArn: string;
  readonly types?: readonly string[] | undefined;
}

/** A request for each event, with a key in a header. */
export interface KeyWebhook {
  readonly to: 'webhook-with-key';
  readonly url: string;
  /** Of a secret with the key. */
  readonly secretArn: string;
  readonly header: string;
  readonly types?: readonly string[] | undefined;
}

/** A request for each event, with a token of OAuth client credentials. */
export interface OAuthWebhook {
  readonly to: 'webhook-with-oauth';
  readonly url: string;
  /** Of a secret with `clientId` and `clientSecret`. */
  readonly secretArn: string;
  readonly tokenUrl: string;
  /** What the token is asked for. */
  readonly scope?: string | undefined;
  readonly types?: readonly string[] | undefined;
}

/** A queue that a program reads. */
export interface QueueTarget {
  readonly to: 'queue';
  readonly types?: readonly string[] | undefined;
}

/** Files in S3. */
export interface ArchiveTarget {
  readonly to: 's3';
  /** For how long they are kept. */
  readonly days: number;
  readonly types?: readonly string[] | undefined;
}

/** Where events go from the bus. */
export type EventTarget = SignedWebhook | KeyWebhook | OAuthWebhook | QueueTarget | ArchiveTarget;

/** Targets by their names. */
export type EventTargets = ReadonlyMap<string, EventTarget>;

/** An alarm looks at the dead letters of all of them, and takes ten metrics. */
const MAX_TARGETS = 10;

const allTypes = listEventTypes();

const URL_FORMAT = 'an https URL without fragment; http only to 127.0.0.1, for an emulator';
const SECRET_FORMAT =
  'the whole ARN of a secret, as arn:aws:secretsmanager:<region>:<account>:secret:<name>-<6 characters>';
const TYPES_FORMAT = `a list of types of events, without one twice: ${allTypes.join(', ')}`;
const DAYS_FORMAT = 'days for which files are kept, 1 to 3650';

const url = v.pipe(
  v.string(URL_FORMAT),
  v.regex(/^(https:\/\/|http:\/\/127\.0\.0\.1[:/])[^\s#]+$/, URL_FORMAT),
  v.maxLength(2_048, URL_FORMAT),
);
const secretArn = v.pipe(
  v.string(SECRET_FORMAT),
  v.regex(/^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+-[A-Za-z0-9]{6}$/, SECRET_FORMAT),
);
const types = v.optional(
  v.pipe(
    v.array(v.picklist(allTypes, TYPES_FORMAT), TYPES_FORMAT),
    v.minLength(1, TYPES_FORMAT),
    v.check((list) => new Set(list).size === list.length, TYPES_FORMAT),
  ),
);
const header = v.pipe(
  v.string('the name of a header'),
  v.regex(/^[A-Za-z0-9-]{1,100}$/, 'the name of a header, such as X-Api-Key'),
);
const scope = v.optional(v.pipe(v.string('a scope'), v.regex(/^[\x21-\x7E ]{1,500}$/, 'scopes with a space between')));
const days = v.pipe(
  v.number(DAYS_FORMAT),
  v.integer(DAYS_FORMAT),
  v.minValue(1, DAYS_FORMAT),
  v.maxValue(3_650, DAYS_FORMAT),
);

/** How the context key `eventTargets` is read. */
export const eventTargetsKey = readEntries<EventTarget>({
  right: `a JSON object of 1 to ${MAX_TARGETS} targets: {"<name>": {"to": "queue"}}`,
  most: MAX_TARGETS,
  // It begins the names of outputs.
  isName: (name) => /^[A-Za-z][A-Za-z0-9]{0,39}$/.test(name),
  rightName: '1 to 40 letters and digits, a letter first',
  entry: v.variant(
    'to',
    [
      readFields({ to: v.literal('webhook'), url, secretArn, types }),
      readFields({ to: v.literal('webhook-with-key'), url, secretArn, header, types }),
      readFields({ to: v.literal('webhook-with-oauth'), url, secretArn, tokenUrl: url, scope, types }),
      readFields({ to: v.literal('queue'), types }),
      readFields({ to: v.literal('s3'), days, types }),
    ],
    'an object with "to": webhook, webhook-with-key, webhook-with-oauth, queue or s3',
  ),
});
