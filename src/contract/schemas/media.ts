import { limits } from '#domain/limits.ts';
import { described, integer, list, named, object, oneOf, textOf } from '../schema.ts';
import { masked, StringAttributes } from './attributes.ts';
import { Id, text, time, Version } from './basics.ts';

/** Conversations on a page: each is read, and may be as large as a conversation may be. */
export const MEDIA_PAGE_SIZE = 25;

const uri = textOf(512);

const MediaState = named(
  'MediaState',
  described(
    oneOf(['connected', 'disconnected']),
    '`connected` while it is present in an active conversation; `disconnected` when it has left, or the conversation is in wrap-up. After that no participant is held.',
  ),
);

const MediaParticipant = named(
  'MediaParticipant',
  object(
    {
      id: Id,
      purpose: Id,
      state: MediaState,
      attributes: described(
        StringAttributes,
        'Values that are no texts are their JSON. The first customer also has those of the conversation itself (`data`), such as what a guest has brought, where it has none of that name.',
      ),
    },
    { masked, queue: object({ id: text }), endTime: described(time, 'When it left, or the conversation ended.') },
  ),
  'A participant, in the words of Genesys Cloud.',
);

export const MediaConversation = named(
  'MediaConversation',
  object({ id: Id, version: Version, participants: list(MediaParticipant, limits.allParticipants), selfUri: uri }),
  'A conversation of a kind of media, in the words of Genesys Cloud.',
);

export const MediaConversationList = named(
  'MediaConversationList',
  object(
    {
      entities: list(MediaConversation, MEDIA_PAGE_SIZE),
      pageSize: integer(1, MEDIA_PAGE_SIZE),
      selfUri: uri,
    },
    { nextUri: described(uri, 'Of the next page; absent on the last one.') },
  ),
  'A page of conversations of a kind of media, newest first. It may be empty and not be the last.',
);
