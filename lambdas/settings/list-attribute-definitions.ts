import { contract } from '#contract/settings/list-attribute-definitions.ts';
import { operation } from '#http/chain/operation.ts';
import { settings } from '#http/wiring/settings-store.ts';

/** GET /api/v2/settings/attributes */
export const handler = operation(
  contract,
  () => undefined,
  async () => {
    const { definitions } = await settings.readDefinitions();
    return { status: 200, body: { definitions } };
  },
);
