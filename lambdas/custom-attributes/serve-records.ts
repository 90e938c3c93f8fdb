import { contract as deleteCustomattributes } from '#contract/custom-attributes/delete-customattributes.ts';
import { contract as getCustomattributes } from '#contract/custom-attributes/get-customattributes.ts';
import { contract as patchCustomattributes } from '#contract/custom-attributes/patch-customattributes.ts';
import { contract as putCustomattributes } from '#contract/custom-attributes/put-customattributes.ts';
import { serveTogether } from '#http/chain/serve-together.ts';
import { handler as deleteCustomattributesHandler } from './delete-customattributes.ts';
import { handler as getCustomattributesHandler } from './get-customattributes.ts';
import { handler as patchCustomattributesHandler } from './patch-customattributes.ts';
import { handler as putCustomattributesHandler } from './put-customattributes.ts';

/** The records of custom attributes. */
export const handler = serveTogether([
  { contract: deleteCustomattributes, handler: deleteCustomattributesHandler },
  { contract: getCustomattributes, handler: getCustomattributesHandler },
  { contract: patchCustomattributes, handler: patchCustomattributesHandler },
  { contract: putCustomattributes, handler: putCustomattributesHandler },
]);
