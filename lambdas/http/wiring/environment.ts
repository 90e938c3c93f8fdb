import { readEnvironment } from '#http/wiring/read-environment.ts';

/** The function's environment, read once. */
export const environment = readEnvironment(process.env);
