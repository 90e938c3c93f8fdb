/** What a channel type may do. */
interface ChannelTypeRules {
  /** Its conversations have attributes. */
  readonly takesAttributes: boolean;
  /** Its conversations keep the names on the saved list. */
  readonly saves: boolean;
  /** With which of a guest's messages attributes come; undefined: no messages of guests come on it. */
  readonly guests?: 'first message' | 'any message';
  /** Days after the last write at which an active conversation ends, unless settings or deployment say otherwise. */
  readonly activeDays: number;
}

/** People may answer days later. */
const messaging = { takesAttributes: true, saves: true, guests: 'any message', activeDays: 7 } as const;

const rules = {
  // Callers wait on the line.
  voice: { takesAttributes: true, saves: true, activeDays: 1 },
  callback: { takesAttributes: true, saves: true, activeDays: 7 },
  // So do guests who chat.
  webchat: { takesAttributes: true, saves: true, guests: 'first message', activeDays: 1 },
  webmessaging: messaging,
  sms: messaging,
  mms: messaging,
  whatsapp: messaging,
  rcs: messaging,
  messenger: messaging,
  instagram: messaging,
  viber: messaging,
  telegram: messaging,
  line: messaging,
  applebc: messaging,
  email: { takesAttributes: false, saves: false, activeDays: 7 },
  task: { takesAttributes: true, saves: false, activeDays: 30 },
} as const satisfies Readonly<Record<string, ChannelTypeRules>>;

/** What kind of contact a conversation is. */
export type ChannelType = keyof typeof rules;

/** What each channel type may do. */
export const channelTypeRules: Readonly<Record<ChannelType, ChannelTypeRules>> = rules;

/** The channel types. */
export const channelTypes = Object.keys(rules) as readonly ChannelType[];

/** A channel type on which messages of guests come in. */
export type WebChannelType = {
  readonly [Type in ChannelType]: (typeof rules)[Type] extends { readonly guests: string } ? Type : never;
}[ChannelType];

/** The types of a web channel, which are those of its conversations. */
export const webChannelTypes = channelTypes.filter(takesGuests);

/** The channel types whose conversations have no attributes. */
export const typesWithoutAttributes = channelTypes.filter((type) => !rules[type].takesAttributes);

/** The channel types whose conversations keep no attribute. */
export const typesWithoutSavedList = channelTypes.filter((type) => !rules[type].saves);

/** Whether messages of guests come on a channel type. */
export function takesGuests(type: ChannelType): type is WebChannelType {
  return 'guests' in rules[type];
}
