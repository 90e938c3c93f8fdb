import { contract } from '#contract/custom-attributes/get-customattributes-schemas.ts';
import { schemas as path } from '#contract/paths.ts';
import type { DataSchema } from '#domain/data-schema.ts';
import { findSchema } from '#domain/data-schemas.ts';
import { Refusal } from '#domain/refusal.ts';
import { operation } from '#http/chain/operation.ts';
import { representSchema } from '#http/response/custom-attributes.ts';
import { settings } from '#http/wiring/settings-store.ts';

/** GET /api/v2/conversations/customattributes/schemas, one of them, its versions, and its current version */
export const handler = operation(
  contract,
  ({ event: { pathParameters = {}, routeKey } }) => ({
    id: pathParameters.schemaId,
    asked: pathParameters.versionId,
    isListed: pathParameters.schemaId === undefined || routeKey.endsWith('/versions'),
  }),
  async ({ id, asked, isListed }) => {
    const table = await settings.readDefinitions();
    const found = id === undefined ? table.schemas : [findSchema(table, id)];
    const [first] = found;
    if (asked !== undefined && first) requireCurrent(first, asked);
    const entities = found.map((one) => representSchema(table, one));
    const [entity] = entities;
    if (entity && !isListed) return { status: 200, body: entity };
    const selfUri = id === undefined ? path : `${path}/${id}/versions`;
    return { status: 200, body: { total: entities.length, entities, selfUri } };
  },
);

function requireCurrent({ id, version }: DataSchema, asked: string): void {
  if (asked === String(version)) return;
  const message = `There is no version ${JSON.stringify(asked)} of the schema "${id}": only the current one is kept, which is ${version}`;
  throw new Refusal('schema-not-found', message);
}
