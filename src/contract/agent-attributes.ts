import * as v from 'valibot';

/** The types that a value which an AI agent sets may have. All are stored as texts, as those of flows are. */
const TYPES = ['string', 'integer', 'number', 'boolean'] as const;

const attribute = v.strictObject({
  /** What the model is told of it. */
  description: v.optional(v.string()),
  /** @default 'string' */
  type: v.optional(v.picklist(TYPES)),
  /** The values that it may have. @default any of the type */
  enum: v.optional(v.pipe(v.array(v.string()), v.minLength(1))),
  /** The model gets it, and may not set it. @default false */
  readOnly: v.optional(v.boolean()),
});

/** An attribute that an AI agent may use. */
export type AgentAttribute = v.InferOutput<typeof attribute>;

/** The attributes that AI agents may use, by their names; none: any, with any text. */
export type AgentAttributes = Readonly<Record<string, AgentAttribute>>;

/** What `readAgentAttributes` takes. */
export const AGENT_ATTRIBUTES_FORMAT =
  '"true", or a JSON object of attributes: {"intent": {"description": "...", "type": "string", "enum": ["..."], "readOnly": true}}';

/** Reads the attributes that agents may use, as text or as JSON; `true` names none. @returns undefined when it is something else */
export function readAgentAttributes(given: unknown): AgentAttributes | undefined {
  const value = typeof given === 'string' ? parseOrNothing(given) : given;
  if (value === true) return {};
  const { success, output } = v.safeParse(v.record(v.string(), attribute), value);
  return success && !Array.isArray(value) ? output : undefined;
}

function parseOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
