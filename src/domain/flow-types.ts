/** The types of flows, as Genesys Cloud names them. */
export const flowTypes = [
  'bot',
  'commonmodule',
  'digitalbot',
  'inboundcall',
  'inboundchat',
  'inboundemail',
  'inboundshortmessage',
  'inqueuecall',
  'inqueueemail',
  'inqueueshortmessage',
  'outboundcall',
  'securecall',
  'surveyinvite',
  'voice',
  'voicemail',
  'voicesurvey',
  'workflow',
  'workitem',
] as const;
export type FlowType = (typeof flowTypes)[number];

/** The flow type that a text in a request names, in any case; undefined if it names none. */
export function flowTypeOf(text: string): FlowType | undefined {
  const written = text.toLowerCase();
  return flowTypes.find((type) => type === written);
}

/** Whether flows of a type are bots, which may not use secured attributes. */
export function isBotType(type: FlowType | undefined): boolean {
  return type === 'bot' || type === 'digitalbot';
}
