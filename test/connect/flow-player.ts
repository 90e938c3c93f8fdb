/** A block of a flow, as Amazon Connect exports it. */
interface Block {
  readonly Identifier: string;
  readonly Type: string;
  readonly Parameters: {
    readonly LambdaInvocationAttributes?: Readonly<Record<string, string | undefined>>;
    readonly ComparisonValue?: string;
    readonly Text?: string;
  };
  readonly Transitions: {
    readonly NextAction?: string;
    readonly Errors?: readonly Branch[];
    readonly Conditions?: readonly (Branch & { readonly Condition: { readonly Operands: readonly string[] } })[];
  };
}

interface Branch {
  readonly NextAction: string;
}

/** A flow, as Amazon Connect exports and imports it. */
export interface Flow {
  readonly StartAction: string;
  readonly Actions: readonly Block[];
}

/**
 * Plays a flow of the blocks that greet: what its function answers is under `$.External`, what it throws takes the Error branch.
 *
 * @returns what it says to the customer.
 */
export async function play(
  flow: Flow,
  act: (parameters: Readonly<Record<string, string>>) => Promise<Readonly<Record<string, string>>>,
): Promise<readonly string[]> {
  const said: string[] = [];
  let external: Readonly<Record<string, string>> = {};
  const textOf = (text: string) => {
    const [, name] = /^\$\.External\.([\w-]+)$/.exec(text) ?? [];
    return name === undefined ? text : external[name];
  };
  const nextOf = async ({ Type, Parameters: given, Transitions: next }: Block) => {
    switch (Type) {
      case 'InvokeLambdaFunction':
        try {
          external = await act((given.LambdaInvocationAttributes ?? {}) as Readonly<Record<string, string>>);
          return next.NextAction;
        } catch {
          return next.Errors?.[0]?.NextAction;
        }
      case 'Compare': {
        const value = textOf(given.ComparisonValue ?? '') ?? '';
        const met = next.Conditions?.find(({ Condition }) => Condition.Operands.includes(value));
        return (met ?? next.Errors?.[0])?.NextAction;
      }
      case 'MessageParticipant':
        said.push(given.Text ?? '');
        return next.NextAction;
      case 'DisconnectParticipant':
        return undefined;
      default:
        throw new Error(`This player knows no block ${Type}.`);
    }
  };
  for (let at: string | undefined = flow.StartAction; at !== undefined; ) {
    const block = flow.Actions.find(({ Identifier }) => Identifier === at);
    if (!block) throw new Error(`The flow has no block ${JSON.stringify(at)}.`);
    at = await nextOf(block);
  }
  return said;
}
