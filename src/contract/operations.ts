import * as getErrorDocs from './about/get-error-docs.ts';
import * as getHealth from './about/get-health.ts';
import * as getOpenapi from './about/get-openapi.ts';
import * as getToken from './about/get-token.ts';
import { type Contract, listScopes, type Reference, type Scope } from './contract.ts';
import * as addParticipant from './conversations/add-participant.ts';
import * as createConversation from './conversations/create-conversation.ts';
import * as findConversations from './conversations/find-conversations.ts';
import * as getConversation from './conversations/get-conversation.ts';
import * as getConversationChanges from './conversations/get-conversation-changes.ts';
import * as getConversationNames from './conversations/get-conversation-names.ts';
import * as getConversationProvenance from './conversations/get-conversation-provenance.ts';
import * as patchConversation from './conversations/patch-conversation.ts';
import * as deleteCustomattributes from './custom-attributes/delete-customattributes.ts';
import * as getCustomattributes from './custom-attributes/get-customattributes.ts';
import * as getCustomattributesSchemas from './custom-attributes/get-customattributes-schemas.ts';
import * as patchCustomattributes from './custom-attributes/patch-customattributes.ts';
import * as postCustomattributesSchema from './custom-attributes/post-customattributes-schema.ts';
import * as putCustomattributes from './custom-attributes/put-customattributes.ts';
import * as putCustomattributesSchema from './custom-attributes/put-customattributes-schema.ts';
import * as flushAttributes from './flows/flush-attributes.ts';
import * as getAttributes from './flows/get-attributes.ts';
import * as getFlowSecureattributes from './flows/get-flow-secureattributes.ts';
import * as setAttributes from './flows/set-attributes.ts';
import * as setFlowSecureattributes from './flows/set-flow-secureattributes.ts';
import * as getMediaConversation from './media/get-media-conversation.ts';
import * as listMediaConversations from './media/list-media-conversations.ts';
import * as getInteraction from './participants/get-interaction.ts';
import * as getParticipantAttributes from './participants/get-participant-attributes.ts';
import * as listInteractions from './participants/list-interactions.ts';
import * as patchInteraction from './participants/patch-interaction.ts';
import * as patchParticipantAttributes from './participants/patch-participant-attributes.ts';
import * as removeParticipant from './participants/remove-participant.ts';
import * as eraseConversation from './records/erase-conversation.ts';
import * as exportConversation from './records/export-conversation.ts';
import * as findContactData from './records/find-contact-data.ts';
import * as getContactData from './records/get-contact-data.ts';
import * as getContactLog from './records/get-contact-log.ts';
import * as getConversationHistory from './records/get-conversation-history.ts';
import * as postContactData from './records/post-contact-data.ts';
import * as getSecureattributes from './secured/get-secureattributes.ts';
import * as getSecuredReveals from './secured/get-secured-reveals.ts';
import * as patchSecureattributes from './secured/patch-secureattributes.ts';
import * as putSecureattributes from './secured/put-secureattributes.ts';
import * as deleteAttributeDefinition from './settings/delete-attribute-definition.ts';
import * as getAttributeDefinition from './settings/get-attribute-definition.ts';
import * as getChannelTypeSettings from './settings/get-channel-type-settings.ts';
import * as listAttributeDefinitions from './settings/list-attribute-definitions.ts';
import * as putAttributeDefinition from './settings/put-attribute-definition.ts';
import * as putChannelTypeSettings from './settings/put-channel-type-settings.ts';
import { triggers } from './triggers/triggers.ts';
import * as getWebchatChannel from './webchat/get-webchat-channel.ts';
import * as patchWebchatChannel from './webchat/patch-webchat-channel.ts';
import * as postWebchatMessage from './webchat/post-webchat-message.ts';

/** An operation: its contract, and its reference. */
export type Operation = Contract & Reference & Pick<Group, 'folder'>;

/** A group in which the reference shows operations. */
interface Group {
  readonly name: string;
  readonly description: string;
  /** Where contracts and handlers are: `src/contract/<folder>`, `lambdas/<folder>`. */
  readonly folder: string;
  readonly operations: readonly { readonly contract: Contract; readonly reference: () => Reference }[];
}

/** Every operation, in groups. The examples play one call in this order. */
export const groups: readonly Group[] = [
  {
    name: 'Settings',
    folder: 'settings',
    description: 'What is kept of conversations, and how long; what values names may have.',
    operations: [
      putChannelTypeSettings,
      getChannelTypeSettings,
      putAttributeDefinition,
      getAttributeDefinition,
      listAttributeDefinitions,
      deleteAttributeDefinition,
    ],
  },
  {
    name: 'Conversations',
    folder: 'conversations',
    description: 'From the first ring to the wrap-up.',
    operations: [
      createConversation,
      findConversations,
      getConversation,
      patchConversation,
      addParticipant,
      getConversationNames,
      getConversationChanges,
      getConversationProvenance,
    ],
  },
  {
    name: 'Flows',
    folder: 'flows',
    description: 'Set, get and flush, for IVR, chat and task flows.',
    operations: [setAttributes, getAttributes, setFlowSecureattributes, getFlowSecureattributes, flushAttributes],
  },
  {
    name: 'Participants',
    folder: 'participants',
    description: 'Attributes of participants.',
    operations: [
      getParticipantAttributes,
      patchParticipantAttributes,
      listInteractions,
      getInteraction,
      patchInteraction,
      removeParticipant,
    ],
  },
  {
    name: 'Media',
    folder: 'media',
    description: 'What programs for Genesys Cloud call by its SDKs, in its words.',
    operations: [listMediaConversations, getMediaConversation],
  },
  {
    name: 'Custom attributes',
    folder: 'custom-attributes',
    description:
      'What programs for Genesys Cloud call by its SDKs: schemas, which group defined names, and records of them.',
    operations: [
      postCustomattributesSchema,
      getCustomattributesSchemas,
      putCustomattributesSchema,
      putCustomattributes,
      getCustomattributes,
      patchCustomattributes,
      deleteCustomattributes,
    ],
  },
  {
    name: 'Secured',
    folder: 'secured',
    description: 'Attributes under the key of the customer.',
    operations: [getSecureattributes, putSecureattributes, patchSecureattributes, getSecuredReveals],
  },
  {
    name: 'Webchat',
    folder: 'webchat',
    description: 'Web channels, and what their guests bring.',
    operations: [patchWebchatChannel, getWebchatChannel, postWebchatMessage],
  },
  {
    name: 'Records',
    folder: 'records',
    description: 'What is kept after the end; giving it out, and erasing it.',
    operations: [
      getConversationHistory,
      postContactData,
      getContactData,
      findContactData,
      getContactLog,
      exportConversation,
      eraseConversation,
    ],
  },
  {
    name: 'About',
    folder: 'about',
    description: 'The API about itself.',
    operations: [getOpenapi, getHealth, getErrorDocs, getToken],
  },
];

/** Every operation of the API but the token end point, which the issuer serves. */
export const operations: readonly Operation[] = groups.flatMap((group) =>
  group.operations.map(({ contract, reference }) => ({ ...contract, ...reference(), folder: group.folder })),
);

/** Every scope that an operation asks for, without the prefix of an issuer. */
export const scopes: readonly Scope[] = listScopes(operations);

const folders = new Map<string, string>([
  ...[...operations, ...triggers].map(({ operation, folder }) => [operation, folder] as const),
  ...operations.flatMap(({ servedBy, folder }) => (servedBy === undefined ? [] : [[servedBy, folder] as const])),
]);

/** Where a handler is: `lambdas/<file>.ts`. One that no request starts is in no folder. */
export function handlerFile(name: string): string {
  const folder = folders.get(name);
  return folder === undefined ? name : `${folder}/${name}`;
}
