import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { useApi } from '../support/api.ts';
import { judge, type Person, signIn, useConsole } from './browser.ts';

const api = useApi();
const consoles = useConsole(() => api.url);

const call = '/api/v2/conversations';

/** Makes a call of which every view has something to show. */
async function makeCall(id: string): Promise<string> {
  const attributes = { tier: 'gold', customerId: '4711', customerType: 'business' };
  const customer = {
    purpose: 'customer',
    externalId: `crm-${id}`,
    addresses: [{ type: 'tel', uri: `tel:${id}` }],
    attributes,
  };
  const body = { id, type: 'voice', queueId: 'sales', data: { order: { id: 'A-17' } }, participants: [customer] };
  await api.ok('POST', call, { body });
  await api.ok('POST', `${call}/${id}/participants`, { body: { purpose: 'agent', attributes: { desk: 'B-2' } } });
  await api.ok('PATCH', `${call}/${id}/secureattributes`, { body: { attributes: { pin: 'secret-0815' } } });
  await api.ok('POST', `${call}/${id}/flows/ivr-7/attributes`, { body: { attributes: { intent: 'secret-order' } } });
  return `#/conversations/${id}`;
}

async function makeEnded(id: string, data: object, state = 'handled'): Promise<void> {
  await api.ok('POST', call, { body: { id, type: 'voice', queueId: 'sales', data, participants: [] } });
  await api.ok('PATCH', `${call}/${id}`, { body: { state, wrapup: { code: 'sold', notes: 'Calls back.' } } });
}

beforeAll(async () => {
  const body = { savedAttributes: ['tier', 'customerId', 'outcome'], retentionDays: 30 };
  await api.ok('PUT', '/api/v2/settings/channels/voice', { body });
});

/** The line of an attribute. */
const line = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(`^${name}`) });

async function edit(page: Page, name: string, value: string): Promise<void> {
  await page.getByRole('button', { name: `Edit ${name}` }).click();
  await page.getByRole('textbox', { name: `Edit ${name}` }).fill(value);
  await page.keyboard.press('Enter');
}

describe('signing in', () => {
  test('is by a code with PKCE, leads back to the view that was asked for, and leaves no token but in memory', async () => {
    const page = await consoles.window();
    await page.goto(`${api.url}/console/#/history`);
    await page.waitForURL('**/oauth/authorize?*');
    const asked = new URL(page.url()).searchParams;
    expect(asked.get('response_type')).toBe('code');
    expect(asked.get('code_challenge_method')).toBe('S256');
    await judge(page, 'sign-in');
    await signIn(page, 'supervisor');
    await page.getByRole('heading', { name: 'Ended conversations' }).waitFor();
    expect(page.url()).toBe(`${api.url}/console/#/history`);
    const kept = await page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
    );
    expect(kept).not.toMatch(/eyJ/);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'You are signed out.' }).waitFor();
  });

  test('lasts: a token that is about to end is renewed, once for all who need it, and nobody notices', async () => {
    await makeCall('renewed-1');
    const page = await consoles.window();
    await page.clock.install();
    await page.goto(`${api.url}/console/#/conversations/renewed-1`);
    await signIn(page, 'agent');
    await line(page, 'tier').waitFor();
    const asked: (string | null)[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/oauth/token'))
        asked.push(new URLSearchParams(request.postData() ?? '').get('grant_type'));
    });
    await page.clock.fastForward(3_590_000);
    await api.ok('PATCH', `${call}/renewed-1/participants/customer/attributes`, {
      body: { attributes: { tier: 'silver' } },
    });
    await page.clock.runFor(6_000);
    await line(page, 'tier').getByText('silver').waitFor();
    expect(asked).toEqual(['refresh_token']);
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  test('again is in another window, and nothing is lost that was typed', async () => {
    const view = await makeCall('expired-1');
    const page = await consoles.open('agent', view);
    await edit(page, 'tier', 'platinum');
    // The gateway refuses this token as it would one that has expired.
    await page.route(/\/api\/|\/RI\//, (route) =>
      route.continue({ headers: { ...route.request().headers(), authorization: 'Bearer expired' } }),
    );
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Your sign-in has ended.').waitFor();
    await judge(page, 'expired');
    await page.unroute(/\/api\/|\/RI\//);
    const [popup] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('button', { name: 'Sign in again' }).click(),
    ]);
    await Promise.all([popup.waitForEvent('close'), signIn(popup, 'agent')]);
    await page.getByText('Your sign-in has ended.').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Save' }).click();
    await line(page, 'tier').getByText('platinum').waitFor();
    await expect.poll(() => readTier('expired-1')).toBe('platinum');
  });
});

const readTier = async (id: string) =>
  (await api.ok('GET', `${call}/${id}/participants/customer/attributes`)).body.attributes.tier;

describe('each view', () => {
  const views: readonly { readonly name: string; readonly view: string; readonly sees: string }[] = [
    { name: 'live', view: '#/live', sees: 'every-1' },
    { name: 'conversation', view: '#/conversations/every-1', sees: 'ivr-7' },
    { name: 'wrapup', view: '#/conversations/every-2', sees: 'outcome' },
    { name: 'handled', view: '#/conversations/every-3', sees: 'outcome' },
    { name: 'history', view: '#/history', sees: 'every-3' },
    { name: 'log', view: '#/log', sees: 'every-3' },
    { name: 'settings', view: '#/settings', sees: 'customerId' },
    { name: 'try', view: '#/try', sees: 'Try it' },
  ];
  const looks: readonly [string, Person, object][] = [
    ['wide', 'administrator', {}],
    ['narrow and dark', 'supervisor', { viewport: { width: 390, height: 800 }, colorScheme: 'dark' }],
    ['in German, dark', 'agent', { locale: 'de-DE', colorScheme: 'dark' }],
  ];
  beforeAll(async () => {
    await makeCall('every-1');
    await makeEnded('every-2', { tier: 'gold', outcome: 'sold' }, 'wrapup');
    await makeEnded('every-3', { customerId: 4711, outcome: 'sold' });
  });

  test.for(looks)('has no fault that axe knows of: %s, as %s', async ([look, person, options]) => {
    const page = await consoles.open(person, '#/live', options);
    for (const { name, view, sees } of views) {
      await page.evaluate((hash) => {
        location.hash = hash;
      }, view);
      const isForbidden = (name === 'log' && person === 'agent') || (name === 'try' && person !== 'administrator');
      await page
        .locator('#content')
        .getByText(isForbidden ? /lacks|fehlt/ : sees)
        .first()
        .waitFor();
      await judge(page, `${name}-${look.replaceAll(/\W+/g, '-')}`);
      // Nothing sticks out to the side.
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), name).toBeLessThanOrEqual(0);
    }
  });
});

describe('live', () => {
  test('shows what begins without losing what is there, and rests while it is not seen', async () => {
    await makeCall('live-1');
    const page = await consoles.window();
    await page.clock.install();
    await page.goto(`${api.url}/console/`);
    await signIn(page, 'agent');
    const row = page.getByRole('link', { name: 'live-1', exact: true });
    await row.waitFor();
    await row.evaluate((link) => link.setAttribute('data-mark', 'same'));
    await makeCall('live-2');
    await page.clock.fastForward(6_000);
    await page.getByRole('link', { name: 'live-2', exact: true }).waitFor();
    expect(await row.getAttribute('data-mark')).toBe('same');

    let asked = 0;
    page.on('request', (request) => {
      if (request.url().includes('/api/')) asked++;
    });
    const show = (hidden: boolean) =>
      page.evaluate((isHidden) => {
        Object.defineProperty(document, 'hidden', { value: isHidden, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }, hidden);
    await show(true);
    await page.clock.fastForward(60_000);
    expect(asked).toBe(0);
    await makeCall('live-3');
    await show(false);
    await page.getByRole('link', { name: 'live-3', exact: true }).waitFor();
  });

  test('finds by address and call queue, and its address in the browser says so', async () => {
    await makeCall('find-1');
    await makeCall('find-2');
    const page = await consoles.open('agent');
    await page.getByRole('searchbox', { name: 'Address' }).fill('tel:find-2');
    await page.getByText('1 shown').waitFor();
    await page.getByRole('link', { name: 'find-2' }).waitFor();
    expect(page.url()).toContain('text=tel%3Afind-2');
    await page.getByRole('searchbox', { name: 'Call queue' }).fill('nowhere');
    await page.getByText('No conversation matches.').waitFor();
  });

  test('keeps what is typed in the moment in which what was typed before is applied', async () => {
    await makeCall('typed-1');
    const page = await consoles.open('agent');
    const address = page.getByRole('searchbox', { name: 'Address' });
    await address.evaluate((field) => {
      const type = () => {
        (field as HTMLInputElement).value = 'tel:typed-1';
        field.dispatchEvent(new Event('input', { bubbles: true }));
      };
      addEventListener('hashchange', type, { once: true });
    });
    await address.fill('tel:typed');
    await page.waitForURL(/text=tel%3Atyped-1/);
    expect(await address.inputValue()).toBe('tel:typed-1');
  });

  test('finds by the value of a searchable attribute, and by what it begins with', async () => {
    const definition = '/api/v2/settings/attributes/contract';
    await api.ok('PUT', definition, { body: { searchable: true } });
    for (const id of ['value-1', 'value-2']) {
      await api.ok('POST', call, { body: { id, type: 'voice', data: { contract: `K-${id}` }, participants: [] } });
    }
    const page = await consoles.open('administrator');
    await page.getByRole('combobox', { name: 'Find by' }).selectOption('Attribute: the whole value');
    const attribute = page.getByRole('combobox', { name: 'Searchable attribute' });
    await page.locator('#searchable option[value="contract"]').waitFor({ state: 'attached' });
    await attribute.fill('contract');
    await page.getByRole('searchbox', { name: 'Value' }).fill('K-value-2');
    await page.getByText('1 shown', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'value-2' }).waitFor();
    await judge(page, 'search');
    await page.getByRole('combobox', { name: 'Find by' }).selectOption('Attribute: its beginning');
    await page.getByRole('searchbox', { name: 'Value' }).fill('K-v');
    await page.getByText('2 shown', { exact: true }).waitFor();
    await attribute.fill('tier');
    await page.getByRole('alert').getByText('is not searchable by its definition').first().waitFor();
    await api.ok('DELETE', definition);
  });

  test('says that there is no connection, keeps what it shows, and goes on by itself', async () => {
    await makeCall('offline-1');
    const page = await consoles.open('agent');
    const row = page.getByRole('link', { name: 'offline-1' });
    await row.waitFor();
    await page.context().setOffline(true);
    await page.getByText('No connection.').waitFor();
    expect(await row.isVisible()).toBe(true);
    await judge(page, 'offline');
    await makeCall('offline-2');
    await page.context().setOffline(false);
    await page.getByRole('link', { name: 'offline-2' }).waitFor();
    expect(await page.getByText('No connection.').isVisible()).toBe(false);
  });
});

describe('one conversation', () => {
  test('asks for what it has only if that has changed, and marks what is new since the last look', async () => {
    const page = await consoles.open('agent', await makeCall('look-1'));
    await line(page, 'tier').waitFor();
    await page.waitForResponse((answer) => answer.url().includes('/conversations/look-1?') && answer.status() === 304);
    const body = { attributes: { tier: 'silver', mood: 'calm' } };
    await api.ok('PATCH', `${call}/look-1/participants/customer/attributes`, { body });
    await line(page, 'tier').getByText('changed').waitFor();
    await line(page, 'mood').getByText('new').waitFor();
    await judge(page, 'changes');
    await page.getByRole('button', { name: /2 changed since your last look/ }).click();
    expect(await line(page, 'tier').getByText('changed').isVisible()).toBe(false);
    // What comes while the person is elsewhere is new when they are back.
    await page.getByRole('link', { name: 'Live', exact: true }).click();
    await page.getByRole('link', { name: 'look-1' }).waitFor();
    await api.ok('PATCH', `${call}/look-1/participants/customer/attributes`, { body: { attributes: { mood: null } } });
    await page.getByRole('link', { name: 'look-1' }).click();
    await line(page, 'mood').getByText('removed').waitFor();
  });

  test('shows names of what is pending and secured, and a secured value only after a click of somebody who may', async () => {
    const view = await makeCall('reveal-1');
    const page = await consoles.open('supervisor', view);
    const text = () => page.locator('#content').textContent();
    await page.getByRole('heading', { name: 'ivr-7' }).waitFor();
    expect(await text()).toContain('intent');
    expect(await text()).not.toContain('secret');
    const revealed = () => api.logs.filter((entry) => entry.includes('"get-secureattributes 200"')).length;
    const before = revealed();
    await page.getByRole('button', { name: 'Reveal values' }).click();
    await page.getByText('secret-0815').waitFor();
    expect(revealed()).toBe(before + 1);
    await page.getByRole('button', { name: 'Hide' }).click();
    expect(await text()).not.toContain('secret');

    const agent = await consoles.open('agent', view);
    await agent.getByText('Your role sees the names only.').waitFor();
    expect(await agent.getByRole('button', { name: 'Reveal values' }).isVisible()).toBe(false);
  });

  test('merges what two people change in different names, and asks about the same name with both values', async () => {
    const view = await makeCall('two-1');
    const [mine, theirs] = [await consoles.open('agent', view), await consoles.open('supervisor', view)];
    await edit(mine, 'tier', 'platinum');
    await edit(mine, 'customerType', 'private');
    await edit(theirs, 'tier', 'bronze');
    await edit(theirs, 'customerId', '4712');
    await theirs.getByRole('button', { name: 'Save' }).click();
    await line(theirs, 'tier').getByText('bronze').waitFor();
    await theirs.getByText('unsaved').waitFor({ state: 'detached' });

    await mine.getByRole('button', { name: 'Save' }).click();
    const conflict = mine.getByRole('alert', { name: 'Changed by somebody else meanwhile' });
    await conflict.waitFor();
    expect(await conflict.getByRole('group').count()).toBe(1);
    expect(await conflict.textContent()).toMatch(/tier.*gold.*Theirs.*bronze.*Yours.*platinum/);
    await judge(mine, 'conflict');
    await conflict.getByRole('radio', { name: /Yours/ }).check();
    await mine.getByRole('button', { name: 'Save merged' }).click();
    await conflict.waitFor({ state: 'detached' });
    const { attributes } = (await api.ok('GET', `${call}/two-1/participants/customer/attributes`)).body;
    expect(attributes).toEqual({ tier: 'platinum', customerType: 'private', customerId: '4712' });

    await edit(theirs, 'customerId', '4713');
    await edit(mine, 'customerType', 'public');
    await theirs.getByRole('button', { name: 'Save' }).click();
    await theirs.getByText('unsaved').waitFor({ state: 'detached' });
    await mine.getByRole('button', { name: 'Save' }).click();
    await expect
      .poll(async () => (await api.ok('GET', `${call}/two-1/participants/customer/attributes`)).body.attributes)
      .toEqual({ tier: 'platinum', customerType: 'public', customerId: '4713' });
  });

  test('is edited by the keyboard alone, in JSON too', async () => {
    const page = await consoles.open('agent', await makeCall('keys-1'));
    await page.getByRole('button', { name: 'Edit order' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('{"id": 12345678901234567890}');
    await page.keyboard.press('Enter');
    await line(page, 'order').getByText('{"id":12345678901234567890}').waitFor();
    await page.getByRole('button', { name: 'Save' }).focus();
    await page.keyboard.press('Enter');
    await expect
      .poll(async () => (await api.ok('GET', `${call}/keys-1`)).text)
      .toContain('"order":{"id":12345678901234567890}');
  });

  test('goes to wrap-up and on, takes code, notes and contact data, and then shows only what was saved', async () => {
    const page = await consoles.open('agent', await makeCall('end-1'));
    await page.getByRole('textbox', { name: 'Code' }).fill('resolved');
    await page.getByRole('textbox', { name: 'Notes' }).fill('Wants a van.');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect
      .poll(async () => (await api.ok('GET', `${call}/end-1?expand=wrapup`)).text)
      .toContain('"code":"resolved"');
    await page.getByRole('button', { name: 'To wrap-up' }).click();
    const dialog = page.getByRole('dialog', { name: 'To wrap-up' });
    await dialog.waitFor();
    await judge(page, 'dialog');
    await dialog.getByRole('button', { name: 'To wrap-up' }).click();
    const saved = page.getByRole('region', { name: 'Saved data' });
    await saved.getByRole('row', { name: /^tier/ }).waitFor();
    await saved.getByText('on the saved list of this channel type').waitFor();
    // How they are reached is told in wrap-up too.
    await page.getByRole('region', { name: 'Participants' }).getByText('tel:end-1').waitFor();
    await saved.getByRole('button', { name: 'Add an attribute' }).click();
    await saved.getByRole('combobox', { name: 'Name' }).fill('outcome');
    await saved.getByRole('textbox', { name: 'Value' }).fill('sold');
    await saved.getByRole('button', { name: 'Add', exact: true }).click();
    await saved.getByRole('button', { name: 'Save' }).click();
    const kept = async () => (await api.ok('GET', `/RI/cmi/contactData/end-1`)).body.data;
    await expect.poll(kept).toEqual({ tier: 'gold', customerId: '4711', outcome: 'sold' });
    await page.getByRole('button', { name: 'Handled' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Handled' }).click();
    await page.getByText('only what was saved is still there').waitFor();
    expect(await page.locator('#content').textContent()).not.toContain('customerType');
    expect(await saved.textContent()).toContain('customerId');
  });

  test('says that what is kept is by the list of its channel, where that has one', async () => {
    await api.ok('PATCH', '/api/v2/webchat/channels/hotline', {
      body: { settings: { webchat: { savedAttributes: ['outcome'] } } },
    });
    const body = { id: 'listed-1', type: 'voice', queueId: 'sales', channelId: 'hotline', participants: [] };
    await api.ok('POST', call, { body: { ...body, data: { outcome: 'order', tier: 'gold' } } });
    await api.ok('PATCH', `${call}/listed-1`, { body: { state: 'wrapup' } });
    const page = await consoles.open('agent', '#/conversations/listed-1');
    const saved = page.getByRole('region', { name: 'Saved data' });
    await saved.getByText('on the saved list of its channel').waitFor();
    await saved.getByRole('row', { name: /^outcome/ }).waitFor();
    expect(await saved.getByRole('row', { name: /^tier/ }).count()).toBe(0);
  });

  test('that is not there says so', async () => {
    const page = await consoles.open('agent', '#/conversations/missing');
    await page.getByRole('heading', { name: /There is no conversation “missing”/ }).waitFor();
  });
});

test('the contact log is shown with its saved names, and downloaded as CSV', async () => {
  await makeEnded('log-1', { tier: '=1+1', outcome: 'sold, again', customerId: 12345678901234567890n.toString() });
  await makeEnded('log-2', { tier: 'gold' });
  const page = await consoles.open('supervisor', '#/log');
  await page.getByRole('link', { name: 'log-1', exact: true }).waitFor();
  await page.getByText('Columns').click();
  await page.getByRole('checkbox', { name: 'outcome' }).uncheck();
  await page.getByRole('columnheader', { name: 'outcome' }).waitFor({ state: 'detached' });
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^contact-log-[\d-]+\.csv$/);
  const csv = await readFile(await download.path(), 'utf8');
  const [head, ...rows] = csv.split('\r\n');
  expect(head).toContain('"customerId","outcome","tier"');
  // A formula is none any more.
  expect(rows.find((row) => row.startsWith('"log-1"'))).toMatch(
    /"sold","12345678901234567890","sold, again","'=1\+1"$/,
  );
});

test('settings warn at a name that looks personal, are saved with their version, and show what others have set', async () => {
  const page = await consoles.open('administrator', '#/settings');
  await page.getByRole('combobox', { name: 'Type' }).selectOption('callback');
  await page.getByText('version 0').waitFor();
  const add = async (name: string) => {
    await page.getByRole('textbox', { name: 'Add a name' }).fill(name);
    await page.keyboard.press('Enter');
  };
  await add('customerEmail');
  await page.getByText('“customerEmail” looks like data about a person').waitFor();
  await judge(page, 'settings-warning');
  const body = { savedAttributes: ['other'], retentionDays: 7 };
  await api.ok('PUT', '/api/v2/settings/channels/callback', { body });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('they are at version 1 now').waitFor();
  await judge(page, 'settings-conflict');
  await page.getByRole('button', { name: 'Write mine over theirs' }).click();
  await page.getByText('version 2').waitFor();
  expect((await api.ok('GET', '/api/v2/settings/channels/callback')).text).toContain('"customerEmail"');

  await page.getByRole('textbox', { name: 'Id of the web channel' }).fill('shop');
  await page.keyboard.press('Enter');
  const channel = page.getByRole('region', { name: 'Web channels' });
  const addTo = async (list: string, name: string) => {
    await channel.getByRole('textbox', { name: `Add a name: ${list}` }).fill(name);
    await page.keyboard.press('Enter');
  };
  await addTo('Allowed attributes', 'orderCount');
  await channel.getByRole('combobox', { name: 'Type: orderCount' }).selectOption('integer');
  await addTo('Required of a first message', 'topic');
  await addTo('Required of a first message', 'reason');
  await channel.getByRole('textbox', { name: 'without “reason”' }).fill('Why do you write?');
  await channel.getByRole('checkbox', { name: 'A saved list of its own' }).check();
  await addTo('A saved list of its own', 'outcome');
  await channel.getByRole('spinbutton', { name: 'Kept for, in days' }).fill('3');
  await judge(page, 'settings-channel');
  await channel.getByRole('button', { name: 'Save' }).click();
  await channel.getByText('version 1').waitFor();
  const kept = async () => JSON.parse((await api.ok('GET', '/api/v2/webchat/channels/shop')).text).settings.webchat;
  const allowed = [{ name: 'orderCount', type: 'integer' }];
  expect(await kept()).toEqual({
    type: 'webmessaging',
    attributes: { allowed, required: ['topic', { name: 'reason', text: 'Why do you write?' }] },
    savedAttributes: ['outcome'],
    retentionDays: 3,
  });
  await channel.getByRole('button', { name: 'Remove topic' }).click();
  await channel.getByRole('button', { name: 'Remove reason' }).click();
  await channel.getByRole('checkbox', { name: 'A saved list of its own' }).uncheck();
  await channel.getByRole('spinbutton', { name: 'Kept for, in days' }).fill('');
  await channel.getByRole('button', { name: 'Save' }).click();
  await channel.getByText('version 2').waitFor();
  expect(await kept()).toEqual({ type: 'webmessaging', attributes: { allowed, required: [] } });
});

test('settings list the names that have rules: what their values must be, who reads and writes them, and for how long they are kept', async () => {
  const rules = '/api/v2/settings/attributes';
  await api.ok('PUT', `${rules}/card`, {
    body: {
      description: 'The card that was paid with',
      secured: true,
      type: 'string',
      maxBytes: 19,
      readers: { clients: ['payments'], queues: ['billing'] },
      mask: 'last4',
    },
  });
  await api.ok('PUT', `${rules}/level`, {
    body: { type: 'enum', values: ['basic', 'plus'], aliases: ['loyalty_level'], writers: {}, retentionDays: 7 },
  });
  const page = await consoles.open('administrator', '#/settings');
  const row = async (name: string) => {
    const cells = page.getByRole('region', { name: 'The rules' }).getByRole('row', { name: new RegExp(`^${name}`) });
    return (await cells.getByRole('cell').allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' '));
  };
  await page.getByRole('region', { name: 'The rules' }).waitFor();
  expect(await row('card')).toEqual([
    'card secured The card that was paid with',
    'text, at most 19 bytes',
    'clients payments; call queues billing',
    'the last four characters',
    'everybody',
    '–',
  ]);
  expect(await row('level')).toEqual([
    'level also written loyalty_level',
    'one of: basic, plus',
    'everybody',
    '–',
    'nobody',
    '7',
  ]);
  await judge(page, 'settings-definitions');
  for (const name of ['card', 'level']) await api.ok('DELETE', `${rules}/${name}`);
});

test('a flow is played by hand, and each step shows who sees what', async () => {
  const page = await consoles.open('administrator', '#/try');
  await page.getByRole('button', { name: 'Begin a call' }).click();
  const sees = (title: string) => page.getByRole('region', { name: title });
  const does = (name: string) => page.getByRole('button', { name, exact: true }).click();
  await does('Set');
  await sees('The flow sees').getByText('gold').waitFor();
  expect(await sees('The agent’s desktop sees').textContent()).not.toContain('gold');
  await sees('Waiting, by name').getByText('ivr-1').waitFor();
  await judge(page, 'try-set');
  await does('Flush');
  await sees('The agent’s desktop sees').getByText('gold').waitFor();
  await page.getByRole('textbox', { name: 'Name' }).fill('pin');
  await does('Set secured');
  await does('Get');
  await does('End the call');
  await sees('Kept after the end').getByText('gold').waitFor();
  await does('Handled');
  await sees('The flow sees').getByText('not any more').waitFor();
  await judge(page, 'try-handled');
  expect(await page.getByRole('region', { name: 'Requests so far' }).getByRole('listitem').count()).toBe(7);
});
