import { contract } from '#contract/records/get-contact-data.ts';
import { operation } from '#http/chain/operation.ts';
import { answerContactData } from '#http/response/contact-data.ts';

/** GET /RI/cmi/contactData/{conversationId} */
export const handler = operation(contract, (input) => input.id('conversationId'), answerContactData);
