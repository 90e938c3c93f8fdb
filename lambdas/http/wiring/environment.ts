import { readEnvironment } from '#http/wiring/env.ts';

/** The function's environment, read once. */
export const environment = readEnvironment(process.env);
