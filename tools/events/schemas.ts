import { describeEventHead, describeEvents, nameEventType } from '#contract/events.ts';
import { components, described, object, type Schema, schemaOf, textOf } from '#contract/schema.ts';
import { Id, time } from '#contract/schemas/basics.ts';
import type { EventType } from '#domain/events.ts';

/** The JSON Schema of each event, whole, by the type that events have. */
export function buildEventSchemas(): ReadonlyMap<string, Schema> {
  const events = Object.entries(describeEvents()) as [EventType, { says: string; own: Schema }][];
  return new Map(
    events.map(([type, { says, own }]) => [nameEventType(type), buildSchema(nameEventType(type), says, own)]),
  );
}

function buildSchema(type: string, says: string, own: Schema): Schema {
  const data = joinObjects(describeEventHead(), own);
  const event = object({
    specversion: schemaOf<string>({ const: '1.0' }),
    id: described(textOf(300), 'Tells it from all others of the source; the same however often it is told.'),
    source: described(textOf(100), 'The deployment.'),
    type: schemaOf<string>({ const: type }),
    subject: described(Id, 'The id of the conversation.'),
    time: described(time, 'When it was written.'),
    datacontenttype: schemaOf<string>({ const: 'application/json' }),
    data,
  });
  const text = JSON.stringify({ ...event, $defs: collectDefinitions(event) });
  const { $defs, ...rest } = JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/'));
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', title: type, description: says, ...rest, $defs };
}

/** An object with the fields of both. */
function joinObjects(...all: readonly Schema[]): Schema {
  const properties = Object.assign({}, ...all.map((one) => one.properties));
  return { type: 'object', properties, required: all.flatMap((one) => one.required as readonly string[]) };
}

/** The named schemas that a schema needs, and those that these need. */
function collectDefinitions(schema: Schema, found: Record<string, Schema> = {}): Readonly<Record<string, Schema>> {
  for (const [, name = ''] of JSON.stringify(schema).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
    const definition = components[name];
    if (name in found || !definition) continue;
    found[name] = definition;
    collectDefinitions(definition, found);
  }
  return found;
}
