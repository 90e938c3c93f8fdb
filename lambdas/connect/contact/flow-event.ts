import type { Contact } from './contact.ts';

/** What a flow asks for. */
export interface FlowRequest {
  readonly contact: Contact;
  readonly action: string;
  /** All parameters but the action. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** What is used of the event of a flow: fields that are not used may be of any shape, or missing. */
export interface FlowEvent {
  readonly Details: {
    readonly ContactData: {
      readonly ContactId: string;
      readonly InitialContactId?: string | null;
      readonly Channel: string;
      readonly InitiationMethod?: string;
      readonly CustomerEndpoint?: { readonly Type: string; readonly Address: string } | null;
      readonly Queue?: { readonly ARN?: string } | null;
    };
    readonly Parameters?: Readonly<Record<string, string>> | null;
  };
}

/** @see https://docs.aws.amazon.com/connect/latest/adminguide/connect-lambda-functions.html */
export function readFlowRequest({ Details: { ContactData: data, Parameters } }: FlowEvent): FlowRequest {
  const { action = '', ...parameters } = Parameters ?? {};
  const { CustomerEndpoint: endpoint } = data;
  return {
    contact: {
      id: data.ContactId,
      initialId: data.InitialContactId ?? '',
      channel: data.Channel,
      initiationMethod: data.InitiationMethod ?? '',
      ...(endpoint && { customerEndpoint: { type: endpoint.Type, address: endpoint.Address } }),
      queueArn: data.Queue?.ARN,
    },
    action,
    parameters: new Map(Object.entries(parameters)),
  };
}
