import { contract } from '#contract/participants/patch-participant-attributes.ts';
import { OwnerGuess } from '#domain/operations/owner.ts';
import { patchConversation } from '#domain/operations/patch-conversation.ts';
import { getConversationOfType } from '#domain/operations/read-conversation.ts';
import { attributeOperation } from '#http/chain/attribute-operation.ts';
import { readRepeatedFields } from '#http/request/as-read.ts';
import { findMedia } from '#http/request/media.ts';
import { readOperationId } from '#http/request/operation-id.ts';
import { matchBodyVersion, namesAll, requirePrecondition } from '#http/request/preconditions.ts';
import { representTexts } from '#http/response/media.ts';
import { representAttributes, representWritten } from '#http/response/representations.ts';
import { store } from '#http/wiring/indexing-store.ts';

/** What earlier patches in this container have found out. */
const guess = new OwnerGuess();

/** PATCH /api/v2/conversations/{conversationId}/participants/{participantId}/attributes */
export const handler = attributeOperation(
  contract,
  (input) => ({
    operation: readOperationId(input),
    media: findMedia(input.event),
    conversationId: input.id('conversationId'),
    whyNotMerged: input.whyNotMerged,
    mayCompare: input.mayCompare,
    participant: {
      participant: input.id('participantId'),
      attributes: input.body.attributes,
      expected: input.body.if,
      versions: [...input.ifMatch, ...matchBodyVersion(input.body.version)],
      ...readRepeatedFields(input, input.body),
    },
  }),
  async ({ participant, media, ...patch }, input) => {
    requirePrecondition(participant.versions.length > 0 || namesAll(participant.expected, participant.attributes));
    // A conversation keeps its type.
    if (media) await getConversationOfType(store, patch.conversationId, media.types);
    const { conversation, participants } = await patchConversation(store, {
      ...patch,
      guess,
      participants: [participant],
      versions: [],
    });
    const patched = conversation.participants.find(({ id }) => participants.includes(id));
    // A repeated delivery after the end: the patch was applied, and nothing is left of the participant.
    const { id, version, attributes } = patched ?? { id: participant.participant, attributes: new Map() };
    const view = await input.view;
    const shown = media ? representTexts(attributes, view) : representAttributes(attributes, view);
    const answer = { attributes: shown, masked: view.listMasked(attributes.keys()), version };
    const written = representWritten({ id, version }, participant.attributes.keys());
    return { status: 200, body: input.mayShow(conversation) ? answer : written, version };
  },
);
