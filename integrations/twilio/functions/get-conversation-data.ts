import { makeWidgetHandler } from '../runtime/widget.ts';

/** Gets attributes, the execution's own pending ones first; the value of a parameter is what is answered where its name is not set. */
export const handler = makeWidgetHandler(async ({ flow, attributes, options: { idempotencyKey: _, ...place } }) => {
  const { attributes: found, notSet, version } = await flow.get(Object.keys(attributes), place);
  return { attributes: { ...attributes, ...found }, notSet: notSet.map(({ name }) => name), version };
});
