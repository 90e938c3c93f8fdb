import type { FunctionAnswer } from './service.ts';

interface Transition {
  readonly event: string;
  readonly next?: string;
  readonly conditions?: readonly { readonly arguments: readonly string[]; readonly value: string }[];
}

/** A flow, as Studio exports and imports it. */
export interface Flow {
  readonly initial_state: string;
  readonly states: readonly {
    readonly name: string;
    readonly type: string;
    readonly transitions: readonly Transition[];
    readonly properties: {
      readonly url?: string;
      readonly say?: string;
      readonly parameters?: readonly { readonly key: string; readonly value: string }[];
    };
  }[];
}

type State = Flow['states'][number];

/**
 * Plays a flow of the widgets that greet, for an incoming call.
 *
 * @returns what it says to the caller.
 */
export async function play(
  flow: Flow,
  given: object,
  run: (name: string, parameters: Readonly<Record<string, string>>) => Promise<FunctionAnswer>,
): Promise<readonly string[]> {
  const said: string[] = [];
  const widgets: Record<string, unknown> = {};
  const fill = (template: string) =>
    template.replaceAll(/\{\{([\w.]+)\}\}/g, (_, path: string) => lookUp({ ...given, widgets }, path));
  const eventOf = async ({ name, type, transitions, properties }: State): Promise<Transition | undefined> => {
    const on = (event: string) => transitions.find((one) => one.event === event);
    switch (type) {
      case 'trigger':
        return on('incomingCall');
      case 'run-function': {
        const parameters = (properties.parameters ?? []).map(({ key, value }) => [key, fill(value)]);
        const path = new URL(properties.url ?? '').pathname.slice(1);
        const { status, body } = await run(path, Object.fromEntries(parameters));
        widgets[name] = { parsed: body, status_code: status };
        return on(status < 300 ? 'success' : 'fail');
      }
      case 'split-based-on': {
        const meets = ({ conditions = [] }: Transition) =>
          conditions.every((one) => one.arguments.every((argument) => fill(argument) === one.value));
        return transitions.find((one) => one.event === 'match' && meets(one)) ?? on('noMatch');
      }
      case 'say-play':
        said.push(fill(properties.say ?? ''));
        return on('audioComplete');
      default:
        throw new Error(`This player knows no widget ${type}.`);
    }
  };
  for (let at: string | undefined = flow.initial_state; at !== undefined; ) {
    const state = flow.states.find(({ name }) => name === at);
    if (!state) throw new Error(`The flow has no widget ${JSON.stringify(at)}.`);
    at = (await eventOf(state))?.next;
  }
  return said;
}

/** What has no value is an empty text in Liquid. */
function lookUp(context: object, path: string): string {
  let value: unknown = context;
  for (const name of path.split('.')) value = (value as Record<string, unknown> | undefined)?.[name];
  return value === undefined ? '' : `${value}`;
}
