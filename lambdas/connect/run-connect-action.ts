import { runConnectAction as trigger } from '#contract/triggers/connect.ts';
import { claimsOfClient, type InvocationContext, makeLocalApi } from '#http/in-process/call.ts';
import { actions } from './contact/actions.ts';
import { answerRefusal, answerRefused, type FlowAnswer } from './contact/answer.ts';
import { connectClient, conversationOf } from './contact/contact.ts';
import { askInConversation, isRefusal } from './contact/conversation.ts';
import { type FlowEvent, readFlowRequest } from './contact/flow-event.ts';

const claims = claimsOfClient(connectClient, trigger.scopes);

/**
 * Started by the block "AWS Lambda function" of a flow: does what its parameter `action` says, in the conversation of the contact.
 * A refusal is an answer, with `ok` "false". What may go better in a moment is thrown: Amazon Connect starts the function again, up to three
 * times within its 8 seconds, then the flow takes the block's Error branch.
 *
 * @throws Unavailable when the store or the key service does not answer in time.
 * @see https://docs.aws.amazon.com/connect/latest/adminguide/invoke-lambda-function-block.html
 */
export async function handler(event: FlowEvent, context: InvocationContext): Promise<FlowAnswer> {
  const { contact, action: name, parameters } = readFlowRequest(event);
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (action === undefined) {
    const right = Object.keys(actions).join(', ');
    return answerRefused(
      'bad-request',
      `The parameter "action" is ${JSON.stringify(name)}; it must be one of ${right}`,
    );
  }
  const isOption = ([option]: readonly [string, string]) => action.options.includes(option);
  const given = {
    path: { conversationId: conversationOf(contact), flowExecutionId: contact.id },
    options: Object.fromEntries([...parameters].filter(isOption)),
    attributes: Object.fromEntries([...parameters].filter((one) => !isOption(one))),
  };
  const api = makeLocalApi(claims, context);
  const answered = await askInConversation(api, contact, () => action.ask(api, given));
  return isRefusal(answered) ? answerRefusal(answered) : action.answer(answered, given);
}
