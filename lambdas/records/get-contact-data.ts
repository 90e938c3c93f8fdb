import { contract } from '#contract/records/get-contact-data.ts';
import { answerContactData } from '#http/contact-data.ts';
import { operation } from '#http/operation.ts';

/** GET /RI/cmi/contactData/{conversationId} */
export const handler = operation(contract, (input) => input.id('conversationId'), answerContactData);
