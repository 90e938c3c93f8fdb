import { limits } from '#domain/limits.ts';
import { attributeDefinition } from '../bodies.ts';
import { writeSettings } from '../common.ts';
import { define, type Reference } from '../contract.ts';
import { AttributeDefinition } from '../schemas/definitions.ts';

/** PUT /api/v2/settings/attributes/{name} */
export const contract = define<typeof reference>()({
  operation: 'put-attribute-definition',
  servedBy: 'serve-settings',
  method: 'PUT',
  path: '/api/v2/settings/attributes/{name}',
  scope: 'settings:write',
  readScope: 'settings:read',
  dynamodb: { settings: ['GetItem', 'PutItem'] },
  body: attributeDefinition,
  isConditional: true,
});

export const reference = () =>
  ({
    summary: 'Define an attribute',
    description:
      'Replaces the definition of the name. It counts for requests that begin a minute later or more, wherever they are served, and for what is written from then on: values that are there stay as they are. A name with a slash can not be defined. The version 0 means that there is no definition yet.',
    bodySchema: {
      name: 'AttributeDefinitionInput',
      description: 'The rules for a name. A field that is left out sets no rule.',
      fields: {
        name: 'As in the path, or left out.',
        description: 'What the name means, for people.',
        aliases:
          'Other spellings: what is written or asked for under one is the name, and answers call it so. None may mean another name too.',
        type: 'What its values must be. A text is converted where it fits: "5" to an integer, number or the elements of a list as JSON text. A `date` is a text such as 2026-01-31, or a time of RFC 3339. A `list` is one of texts.',
        values: 'Of an `enum`, and of no other type: the texts that it may be.',
        maxBytes:
          'What a value may have: of a text its bytes of UTF-8, of another value those of its JSON text. Default: 8192, of JSON text.',
        minLength: 'Of a `string`, and of no other type: the characters (code points) that it has at least.',
        maxLength: 'The same: at most.',
        minimum: 'Of an `integer` or `number`, and of no other type: the least that it may be.',
        maximum: 'The same: the greatest.',
        readers:
          'Who may read its values: one of these clients, or a token with one of these scopes or the right to one of these call queues. Empty: nobody. Left out: everybody who may read attributes.',
        writers: 'Who may write it, or remove it. Left out: everybody who may write attributes.',
        mask: 'What those see who may not read, computed here: `last4` `****` and the last four characters, of 9 or more; `all` `****`; `email` `a****@example.com`. Left out: for them the name is not there.',
        retentionDays:
          'For how many days a saved value is kept, from the end of the conversation; then it is removed, and the record stays. The longest of a saved list counts for the record. Left out: as the channel, or its type, says.',
        secured: 'True: it is a secured attribute, and can not be set as an ordinary one.',
        searchable: `True: conversations are found by its values, which are texts, from what is written a minute later on. At most ${limits.searchableNames} names; no secured one, and none of another type than \`string\` or \`enum\`.`,
        version: 'The version that was read: refused when it is not current.',
      },
    },
    answers: { 200: AttributeDefinition },
    hasVersion: true,
    refusals: writeSettings,
    client: 'putAttributeDefinition',
    example: {
      path: { name: 'loyaltyLevel' },
      body: { description: 'Level of the loyalty programme', type: 'enum', values: ['basic', 'plus'] },
      status: 200,
    },
  }) satisfies Reference;
