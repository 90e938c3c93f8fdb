import { contract } from '#contract/records/find-contact-data.ts';
import { operation } from '#http/chain/operation.ts';
import { answerContactData } from '#http/response/contact-data.ts';

/** GET /RI/cmi/contactData */
export const handler = operation(
  contract,
  (input) => input.checkId('contact_id', input.parameter('contact_id') ?? ''),
  answerContactData,
);
