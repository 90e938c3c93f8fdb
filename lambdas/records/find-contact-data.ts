import { contract } from '#contract/records/find-contact-data.ts';
import { attributeOperation } from '#http/chain/attribute-operation.ts';
import { answerContactData } from '#http/response/contact-data.ts';

/** GET /RI/cmi/contactData */
export const handler = attributeOperation(
  contract,
  (input) => input.checkId('contact_id', input.parameter('contact_id') ?? ''),
  answerContactData,
);
