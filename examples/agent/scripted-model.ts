import type { Model, Reply, ToolCall, Turn } from './model.ts';

const call = (name: string, args: ToolCall['arguments'] = {}): Reply => ({ calls: [{ name, arguments: args }] });
const set = (attributes: object) => call('set_conversation_data', { attributes });

/**
 * Stands for a model, which it is as far as anyone can tell from outside: it greets by what is known, keeps what it learns, mends a call that a tool
 * refuses by what the tool says, and hands over on demand.
 */
export class ScriptedModel implements Model {
  async reply(turns: readonly Turn[]): Promise<Reply> {
    const last = turns.at(-1);
    if (last === undefined) return call('get_conversation_data', { names: ['name', 'tier'] });
    return last.from === 'tool' ? this.#afterTool(last, turns) : this.#afterCustomer(last.text);
  }

  #afterCustomer(text: string): Reply {
    // Not a value that it may have: the tool says which.
    if (/bill|invoice/i.test(text)) return set({ intent: 'invoice question' });
    if (/person|agent/i.test(text)) return call('flush_conversation_data');
    return { says: 'What can I do for you?' };
  }

  #afterTool(
    { call: { name }, text, isError }: Extract<Turn, { readonly from: 'tool' }>,
    turns: readonly Turn[],
  ): Reply {
    if (isError) {
      const [, allowed] = /"intent" must be one of ([\w, ]+)/.exec(text) ?? [];
      const isFirst = turns.filter((turn) => turn.from === 'tool' && turn.isError).length === 1;
      const [first] = allowed?.split(', ') ?? [];
      if (first !== undefined && isFirst) return set({ intent: first });
      return { says: 'I cannot note that down. Let me get you a person.', handsOver: true };
    }
    switch (name) {
      case 'get_conversation_data':
        return { says: greet(JSON.parse(text).attributes) };
      case 'flush_conversation_data':
        return { says: 'I hand you over. They know what it is about.', handsOver: true };
      default:
        return { says: 'I see, it is about your bill. Shall I get a person?' };
    }
  }
}

function greet({ name, tier }: { readonly name?: string; readonly tier?: string }): string {
  const whom = name === undefined ? 'Welcome.' : `Welcome back, ${name}.`;
  return tier === 'gold' ? `${whom} As a gold customer you are first in line.` : whom;
}
