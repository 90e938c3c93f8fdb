/** Who takes part in the call: access tokens, each with the scopes that its holder needs and no more. */
export interface Tokens {
  /** An administrator, who decides what is kept. */
  readonly admin: string;
  /** The telephone system, which makes and ends conversations. */
  readonly telephony: string;
  /** The engine that runs the call flows. */
  readonly flows: string;
  /** The integration with the CRM and the billing system. */
  readonly backEnd: string;
  /** The agent's desktop. */
  readonly desktop: string;
}

/** The path of the conversation. */
export const conversation = '/api/v2/conversations/call-4711';
/** The path of the customer's attributes. */
export const customer = `${conversation}/participants/customer/attributes`;
/** The path of the first flow's execution. */
export const greeting = `${conversation}/flows/greeting-81`;
/** The path of the second flow's execution. */
export const billing = `${conversation}/flows/billing-82`;
