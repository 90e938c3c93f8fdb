import { contract as getCustomattributesSchemas } from '#contract/custom-attributes/get-customattributes-schemas.ts';
import { contract as postCustomattributesSchema } from '#contract/custom-attributes/post-customattributes-schema.ts';
import { contract as putCustomattributesSchema } from '#contract/custom-attributes/put-customattributes-schema.ts';
import { serveTogether } from '#http/chain/serve-together.ts';
import { handler as getCustomattributesSchemasHandler } from './get-customattributes-schemas.ts';
import { handler as postCustomattributesSchemaHandler } from './post-customattributes-schema.ts';
import { handler as putCustomattributesSchemaHandler } from './put-customattributes-schema.ts';

/** The schemas of custom attributes. */
export const handler = serveTogether([
  { contract: getCustomattributesSchemas, handler: getCustomattributesSchemasHandler },
  { contract: postCustomattributesSchema, handler: postCustomattributesSchemaHandler },
  { contract: putCustomattributesSchema, handler: putCustomattributesSchemaHandler },
]);
