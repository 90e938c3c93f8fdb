import owasp from '@stoplight/spectral-owasp-ruleset';
import rulesets from '@stoplight/spectral-rulesets';

import { mediaPaths } from '#contract/paths.ts';

/** The name under which the document is linted: overrides point into it. */
export const file = 'openapi.json';

const at = (path: string) => `${file}#/paths/${path.replaceAll('/', '~1')}`;

/**
 * What the document is held to: Spectral's rules for OpenAPI, and all of those by which it looks for OWASP's API security
 * risks. What is off is off because following it would make the document say what is not so.
 */
export const ruleset = {
  extends: [
    [rulesets.oas, 'recommended'],
    [owasp, 'all'],
  ],
  rules: {
    // Each deployment is its operator's own: there is nobody whom the document could name, and no licence.
    'info-contact': 'off',
    'info-license': 'off',
    // API Gateway answers 429 without saying how many requests are left, here as after a success.
    'owasp:api4:2023-rate-limit': 'off',
    // Names, notes and values are free text of people: any pattern would refuse somebody's name.
    'owasp:api4:2023-string-restricted': 'off',
    // Servers call this API, browsers do not. Without the header none may.
    'owasp:api8:2023-define-cors-origin': 'off',
    // It asks for a refreshUrl. Client credentials have no refresh tokens (RFC 6749, section 4.4.3); access tokens expire.
    'owasp:api2:2023-short-lived-access-tokens': 'off',
  },
  overrides: [
    {
      // Open to everybody: the contract and its explanations, which say nothing of any conversation.
      files: [at('/openapi.json'), at('/docs/errors'), at('/health')],
      rules: {
        'owasp:api2:2023-read-restricted': 'off',
        'owasp:api8:2023-define-error-responses-401': 'off',
      },
    },
    {
      // It takes `nextToken` for a secret. It says where a page begins.
      files: ['/api/v2/conversations', '/api/v2/interactions', '/api/v2/reports/contact-log', ...mediaPaths('')].map(
        at,
      ),
      rules: { 'owasp:api2:2023-no-credentials-in-url': 'off' },
    },
  ],
};
