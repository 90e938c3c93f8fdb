import { makeWidgetHandler } from '../runtime/widget.ts';

/** Sets attributes, pending until the flush. */
export const handler = makeWidgetHandler(({ flow, attributes, options }) => flow.set(attributes, options));
