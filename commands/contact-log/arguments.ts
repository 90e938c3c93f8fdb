import { parseArgs } from 'node:util';
import { contract } from '#contract/records/get-contact-log.ts';
import { channelTypes } from '#domain/channel-types.ts';
import { endedStates } from '#domain/find.ts';
import type { CsvForm } from '#http/response/csv.ts';
import type { ContactLogQuery } from '../../clients/typescript/src/index.ts';

/** What is to be downloaded, from where and into which file. */
export interface Job {
  /** Of the API. */
  readonly url: string;
  readonly period: ContactLogQuery;
  /** Where the CSV goes. */
  readonly file: string;
  readonly form: CsvForm;
}

const separators = { ',': ',', ';': ';', tab: '\t' } as const;

/** How the command is called. */
export const usage = `npm run contact-log -- --from TIME --to TIME --csv FILE [--url URL] [--queue ID] [--type TYPE]
    [--state STATE] [--bom] [--separator S]

Writes the whole contact log of a period into a CSV file (RFC 4180), newest first: one row for each ended conversation,
and a column for each saved name. Texts are quoted, and no text begins a formula. It goes through all pages of GET ${contract.path}.

  --from TIME  conversations that started at this time or later, such as 2026-01-31 or 2026-01-31T08:00:00Z
  --to TIME    and before this time
  --csv FILE   where the CSV goes; it appears whole or not at all, readable by you alone
  --url URL    the API; default http://127.0.0.1:3000
  --queue ID   only conversations of this call queue
  --type TYPE  only conversations of this channel type
  --state STATE  only conversations in one of these states, with commas between: wrapup, handled, abandoned; then there
               is a column of it. Default: wrapup and handled
  --bom        begin the file with a byte order mark, by which Excel knows UTF-8
  --separator S  between cells: "," (the default), ";" for Excel where the decimal sign is a comma, or tab
  --help       this text

From the environment: CLIENT_ID and CLIENT_SECRET, a client with the scope report:read (default: that of npm start),
TOKEN_URL, where it gets its tokens (default: URL/oauth/token).
Exit codes: 0 all is written, 1 something failed, 2 the arguments are wrong, 130 interrupted.`;

/** The arguments are wrong; the message says which and how. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Reads the arguments; undefined when they ask for help. @throws UsageError */
export function readArguments(args: readonly string[]): Job | undefined {
  const values = parseArguments(args);
  if (values.help) return undefined;
  const { from = '', to = '', csv: file = '', queue, type, state, url = 'http://127.0.0.1:3000' } = values;
  const missing = Object.entries({ from, to, csv: file }).flatMap(([name, value]) => (value ? [] : [`--${name}`]));
  if (missing.length > 0) throw new UsageError(`${missing.join(' and ')} must be given.`);
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new UsageError(`--url is "${url}"; it must be an http or https URL such as http://127.0.0.1:3000.`);
  }
  const form = {
    separator: readSeparator(values.separator ?? ','),
    bom: values.bom ?? false,
    hasState: state !== undefined,
  };
  const period = {
    ...{ from, to },
    ...(queue && { queueId: queue }),
    ...(type && { type: readChannelType(type) }),
    ...(state !== undefined && { state: state.split(',').map(readState) }),
  };
  return { url, period, file, form };
}

function readChannelType(given: string) {
  const type = channelTypes.find((one) => one === given);
  if (type === undefined) throw new UsageError(`--type is "${given}"; it must be one of ${channelTypes.join(', ')}.`);
  return type;
}

function readState(given: string) {
  const state = endedStates.find((one) => one === given);
  if (state === undefined) throw new UsageError(`--state is "${given}"; it must be one of ${endedStates.join(', ')}.`);
  return state;
}

function readSeparator(given: string) {
  const names = Object.keys(separators) as (keyof typeof separators)[];
  const name = names.find((one) => one === given || separators[one] === given);
  if (name === undefined) throw new UsageError(`--separator is "${given}"; it must be ",", ";" or tab.`);
  return separators[name];
}

function parseArguments(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = {
    from: text,
    to: text,
    csv: text,
    url: text,
    queue: text,
    type: text,
    state: text,
    separator: text,
  } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({ args: [...args], options: { ...options, bom: flag, help: flag } }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
