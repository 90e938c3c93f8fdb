import { existsSync } from 'node:fs';

/** Where systems have Chromium, or Chrome. */
const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The program of a browser: the one that `CHROMIUM` names, or one that is found; undefined where there is none. */
export const chromiumPath = process.env.CHROMIUM ?? places.find((path) => existsSync(path));

/** Why there is no browser, or undefined. */
export const noBrowser =
  chromiumPath === undefined ? 'Chromium is not found: install it, or name its program in CHROMIUM' : undefined;
