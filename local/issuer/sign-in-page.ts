import { createHash } from 'node:crypto';
import type { Answer } from '../gateway/answer.ts';
import type { Person } from './people.ts';

const style = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { display: grid; place-items: center; min-height: 90vh; margin: 0; padding: 1rem; background: light-dark(#f5f6f8, #14171c); color: light-dark(#1b2129, #e6e9ee); }
main { width: min(26rem, 100%); }
h1 { font-size: 1.25rem; margin: 0 0 .25rem; }
p { margin: 0 0 1.25rem; color: light-dark(#525c69, #a3adba); }
button { display: block; width: 100%; text-align: left; margin: 0 0 .6rem; padding: .8rem 1rem; font: inherit; cursor: pointer; border-radius: 8px; border: 1px solid light-dark(#ccd2da, #39414d); background: light-dark(#fff, #1c2128); color: inherit; }
button:hover, button:focus-visible { border-color: light-dark(#0b5fcc, #76aefc); outline: none; box-shadow: 0 0 0 1px light-dark(#0b5fcc, #76aefc); }
strong { display: block; }
small { color: light-dark(#525c69, #a3adba); font-size: .85rem; }
code { overflow-wrap: anywhere; }
`;

const styleHash = createHash('sha256').update(style).digest('base64');

/** A page to pick from who signs in: what the managed login of Cognito is to a deployment. */
export function writeSignInPage(parameters: URLSearchParams, people: readonly Person[]): Answer {
  const hidden = [...parameters].filter(([name]) => name !== 'person');
  return page(
    200,
    `<h1>Sign in</h1>
<p>This server is for one machine: pick who you are.</p>
<form method="post" action="/oauth/authorize">
${hidden.map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`).join('\n')}
${people.map(writeChoice).join('\n')}
</form>`,
  );
}

/** Tells the person alone what is wrong with a request that must not lead back. */
export function writeSignInRefusal(problem: string): Answer {
  return page(400, `<h1>Not signed in</h1>\n<p><code>${escapeHtml(problem)}</code></p>`);
}

function writeChoice({ name, scopes, queues }: Person): string {
  const queue = queues === '*' ? 'every call queue' : `call queues ${queues.replace(' ', ' and ')}`;
  return `<button name="person" value="${name}"><strong>${name}</strong><small>${scopes.length} scopes, ${queue}</small></button>`;
}

function page(status: number, main: string): Answer {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
    body: `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Sign in: Conversation Attributes</title>
<style>${style}</style>
<main>
${main}
</main>
</html>
`,
  };
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
}
