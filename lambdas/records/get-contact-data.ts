import { contract } from '#contract/records/get-contact-data.ts';
import { attributeOperation } from '#http/chain/attribute-operation.ts';
import { answerContactData } from '#http/response/contact-data.ts';

/** GET /RI/cmi/contactData/{conversationId} */
export const handler = attributeOperation(contract, (input) => input.id('conversationId'), answerContactData);
