import type { Answer } from './answer.ts';
import type { Api } from './api.ts';
import { type Paths, pathsOf } from './paths.ts';

/** What came of a bag of attributes that was sent. */
interface Written {
  readonly answer: Answer;
  /** Of the conversation that it was sent to. */
  readonly made: Paths;
  /** What another reader gets: an answer that holds the attributes. */
  read(): Promise<Answer>;
}

/** One way for attributes to get into a conversation. */
export interface Write {
  /** For a test's title. */
  readonly write: string;
  /** What values it takes. */
  readonly values: 'json' | 'string';
  /** Whether `null` removes a name. */
  readonly removes: boolean;
  /** What `errors` have before a name. */
  readonly at: string;
  /** Sends a bag of attributes, as JSON text, to a conversation of its own. */
  send(api: Api, bag: string): Promise<Written>;
}

/** How a write is told: its path or paths, and how the bag stands in its body. */
interface Shape {
  /** @default the attributes of the customer */
  readonly read?: (made: Paths) => string;
  readonly body: (bag: string) => string;
  /** @default nothing */
  readonly at?: string;
}

const ofCustomer = (made: Paths) => made.attributes();

/** A patch of a conversation with one customer. */
function patch(write: string, path: (made: Paths) => string, { read = ofCustomer, body, at = '' }: Shape): Write {
  return {
    write,
    values: 'json',
    removes: true,
    at,
    send: async (api, bag) => {
      const made = await api.make();
      const answer = await api.call('PATCH', path(made), { body: body(bag) });
      return { answer, made, read: () => api.ok('GET', read(made)) };
    },
  };
}

/** A write that makes a conversation. */
function creation(write: string, { read = ofCustomer, body, at = '' }: Shape): Write {
  return {
    write,
    values: 'json',
    removes: false,
    at,
    send: async (api, bag) => {
      const made = pathsOf(`made-${crypto.randomUUID()}`);
      const text = `{"id":"${made.id}","type":"voice",${body(bag)}}`;
      const answer = await api.call('POST', '/api/v2/conversations', { body: text });
      return { answer, made, read: () => api.ok('GET', read(made)) };
    },
  };
}

/** A set and its flush, or a flush with a last batch. */
function flow(write: string, path: (made: Paths) => string, { read = ofCustomer, body }: Shape): Write {
  return {
    write,
    values: 'string',
    removes: true,
    at: '',
    send: async (api, bag) => {
      const made = await api.make();
      const answer = await api.call('POST', path(made), { body: body(bag) });
      const readAfterFlush = async () => {
        await api.ok('POST', made.flush());
        return api.ok('GET', read(made));
      };
      return { answer, made, read: readAfterFlush };
    },
  };
}

/** Every way for attributes to get into a conversation. */
export const writes: readonly Write[] = [
  patch('a patch of a participant', (made) => made.attributes(), { body: (bag) => `{"attributes":${bag}}` }),
  patch('a patch of an interaction', (made) => made.interaction, {
    body: (bag) => `{"participants":[{"id":"customer","attributes":${bag}}]}`,
    at: 'participants.0.attributes.',
  }),
  patch('a patch of data', (made) => made.conversation, {
    body: (bag) => `{"data":${bag}}`,
    read: (made) => made.conversation,
    at: 'data.',
  }),
  creation('creation with participants', {
    body: (bag) => `"participants":[{"purpose":"customer","attributes":${bag}}]`,
    at: 'participants.0.attributes.',
  }),
  creation('creation with data', {
    body: (bag) => `"participants":[],"data":${bag}`,
    read: (made) => made.conversation,
    at: 'data.',
  }),
  {
    write: 'a participant who joins',
    values: 'json',
    removes: false,
    at: '',
    send: async (api, bag) => {
      const made = await api.make();
      const body = `{"id":"a1","purpose":"agent","attributes":${bag}}`;
      const answer = await api.call('POST', made.participants, { body });
      return { answer, made, read: () => api.ok('GET', made.attributes('a1')) };
    },
  },
  flow('a set on a participant', (made) => made.flow(), { body: (bag) => `{"attributes":${bag}}` }),
  flow('a set on the conversation', (made) => made.flow(), {
    body: (bag) => `{"target":"conversation","attributes":${bag}}`,
    read: (made) => made.conversation,
  }),
  flow('a flush with a last batch', (made) => made.flush(), { body: (bag) => `{"attributes":${bag}}` }),
];

/** What there is of a conversation that should be as it was made, or not be: nothing that was sent to it. */
export async function traces(api: Api, made: Paths): Promise<readonly object[]> {
  const reads = [made.conversation, made.flow(), `${made.flow()}?target=conversation`];
  const answers = await Promise.all(reads.map((path) => api.call('GET', path)));
  const present = answers.filter(({ status }) => status !== 404).map(({ body }) => body);
  return present.flatMap(({ version, data = {}, attributes = {}, participants = [] }) => [
    ...(version === 1 ? [] : [{ version }]),
    ...[data, attributes, ...participants.map((one) => one.attributes)].filter((bag) => Object.keys(bag).length > 0),
  ]);
}
