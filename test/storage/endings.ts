import type { Api } from '../support/api.ts';
import type { Paths } from '../support/paths.ts';
import { canary } from './canaries.ts';
import { listed } from './story.ts';

/** A way for a conversation to end, and what may stay of it. */
export interface Ending {
  readonly ending: string;
  readonly stays: 'what is listed' | 'the record' | 'nothing';
  end(api: Api, made: Paths): Promise<unknown>;
}

const to = (api: Api, made: Paths, state: string) => api.ok('PATCH', made.conversation, { body: { state } });

/** Data that is added after the end. */
const add = (api: Api, { id }: Paths) => {
  const data = { [listed[0] ?? '']: canary() };
  return api.ok('POST', '/RI/cmi/contactData', { body: { contact_id: id, data } });
};

const erase = (api: Api, made: Paths) => api.ok('DELETE', made.conversation);

/** Every way to end. */
export const endings: readonly Ending[] = [
  { ending: 'handled', stays: 'what is listed', end: (api, made) => to(api, made, 'handled') },
  {
    ending: 'wrap-up, then handled',
    stays: 'what is listed',
    end: async (api, made) => {
      await to(api, made, 'wrapup');
      await add(api, made);
      await to(api, made, 'handled');
      await add(api, made);
    },
  },
  { ending: 'abandoned', stays: 'the record', end: (api, made) => to(api, made, 'abandoned') },
  { ending: 'erased', stays: 'nothing', end: erase },
  {
    ending: 'wrap-up, then erased',
    stays: 'nothing',
    end: async (api, made) => {
      await to(api, made, 'wrapup');
      await erase(api, made);
    },
  },
  {
    ending: 'handled, then erased',
    stays: 'nothing',
    end: async (api, made) => {
      await to(api, made, 'handled');
      await erase(api, made);
    },
  },
];
