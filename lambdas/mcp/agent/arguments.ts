import type { AgentAttribute, AgentAttributes } from '#contract/agent-attributes.ts';

/** The arguments of a call are not what the tool takes. The message is for the model: it says what would be right. */
export class WrongArguments extends Error {
  override readonly name = 'WrongArguments';
}

/** The arguments of a call, by their names. */
export type Arguments = Readonly<Record<string, unknown>>;

/** Refuses arguments that a tool does not have. @throws WrongArguments */
export function checkNames(given: Arguments, known: readonly string[]): void {
  const unknown = Object.keys(given).filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new WrongArguments(
    `There is no argument ${quote(unknown)}. Call the tool again with these only: ${known.join(', ') || 'none'}.`,
  );
}

/** The values that a call sets, as texts; `null` removes. @throws WrongArguments that names each that is not right */
export function readValues(given: unknown, attributes: AgentAttributes): Readonly<Record<string, string | null>> {
  if (typeof given !== 'object' || given === null || Array.isArray(given) || Object.keys(given).length === 0) {
    throw new WrongArguments(
      'The argument "attributes" must be an object of names and values, such as {"attributes": {"intent": "billing"}}.',
    );
  }
  const wrong = Object.entries(given).flatMap(([name, value]) => whyNot(name, value, attributes));
  if (wrong.length > 0)
    throw new WrongArguments(`Nothing was set. ${wrong.join(' ')} Call the tool again with all of them right.`);
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, value === null ? null : String(value)]),
  );
}

/** The names that a call gets; none means all that it may. @throws WrongArguments */
export function readNames(given: unknown, attributes: AgentAttributes): readonly string[] {
  const known = Object.keys(attributes);
  if (given === undefined) return known;
  if (!Array.isArray(given) || !given.every((one) => typeof one === 'string')) {
    throw new WrongArguments(
      'The argument "names" must be a list of texts, such as {"names": ["tier"]}. Leave it out for all.',
    );
  }
  const unknown = given.filter((name) => known.length > 0 && !known.includes(name));
  if (unknown.length === 0) return given.length === 0 ? known : given;
  throw new WrongArguments(`There is no attribute ${quote(unknown)} here. Ask for some of these: ${known.join(', ')}.`);
}

/** A text among the arguments. @throws WrongArguments */
export function readText(given: Arguments, name: string): string | undefined {
  const value = given[name];
  if (value === undefined || typeof value === 'string') return value;
  throw new WrongArguments(`The argument "${name}" must be a text.`);
}

function whyNot(name: string, value: unknown, attributes: AgentAttributes): readonly string[] {
  const known = Object.keys(attributes);
  const attribute = known.length === 0 ? {} : Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  if (attribute === undefined) {
    return [`There is no attribute "${name}" here: use some of ${settable(attributes).join(', ') || 'none'}.`];
  }
  if (attribute.readOnly) return [`"${name}" can be got, and not set: leave it out.`];
  if (value === null || isOf(attribute, value)) return [];
  return [`"${name}" must be ${rightFor(attribute)}, or null to remove it.`];
}

function isOf({ type = 'string', enum: values }: AgentAttribute, value: unknown): boolean {
  const hasType = type === 'integer' ? Number.isSafeInteger(value) : typeof value === type;
  return hasType && (values === undefined || values.includes(String(value)));
}

function rightFor({ type = 'string', enum: values }: AgentAttribute): string {
  if (values) return `one of ${values.join(', ')}`;
  return type === 'string' ? 'a text (put numbers in quotation marks)' : `${type === 'integer' ? 'an' : 'a'} ${type}`;
}

/** The names that may be set. */
export function settable(attributes: AgentAttributes): readonly string[] {
  return Object.keys(attributes).filter((name) => !attributes[name]?.readOnly);
}

function quote(names: readonly string[]): string {
  return names.map((name) => JSON.stringify(name)).join(', ');
}
