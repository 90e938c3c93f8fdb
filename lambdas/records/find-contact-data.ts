import { contract } from '#contract/records/find-contact-data.ts';
import { answerContactData } from '#http/contact-data.ts';
import { operation } from '#http/operation.ts';

/** GET /RI/cmi/contactData */
export const handler = operation(
  contract,
  (input) => input.checkedId('contact_id', input.parameter('contact_id') ?? ''),
  answerContactData,
);
