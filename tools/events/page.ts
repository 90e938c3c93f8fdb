import { readFile } from 'node:fs/promises';
import { describeEvents, nameEventType } from '#contract/events.ts';
import type { Schema } from '#contract/schema.ts';
import type { EventType } from '#domain/events.ts';

/** The page of events, with its table of all of them as the contract has them. */
export async function writeEventsPage(): Promise<string> {
  const page = await readFile(new URL('../../docs/events.md', import.meta.url), 'utf8');
  const events = Object.entries(describeEvents()) as [EventType, { says: string; own: Schema }][];
  const rows = events.map(([type, { says, own }]) => {
    const name = nameEventType(type);
    return `| [\`${name}\`](events/${name}.json) | ${says} | ${listFields(own)} |`;
  });
  const table = ['| type | what it says | `data` has besides |', '| --- | --- | --- |', ...rows].join('\n');
  return page.replace(/(<!-- events: [^\n]*\n).*?<!-- end of events -->/s, `$1${table}\n<!-- end of events -->`);
}

function listFields({ properties = {}, required = [] }: Schema): string {
  const isRequired = (name: string) => (required as readonly string[]).includes(name);
  const names = Object.keys(properties as object);
  return names.map((name) => `\`${name}\`${isRequired(name) ? '' : '?'}`).join(', ') || 'nothing';
}
