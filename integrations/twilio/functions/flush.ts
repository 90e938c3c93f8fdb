import { makeWidgetHandler } from '../runtime/widget.ts';

/** Makes what is pending take effect, all at once, with a last batch that may come along. */
export const handler = makeWidgetHandler(({ flow, attributes, options }) => {
  const hasSome = Object.keys(attributes).length > 0;
  return flow.flush(hasSome ? attributes : undefined, options);
});
