import middy from '@middy/core';
import { type AnswerOf, type Contract, isRead } from '#contract/contract.ts';
import type { FreshValue } from '#domain/fresh-value.ts';
import type { Rules, RuleTable } from '#domain/rules.ts';
import { StoreUnavailable } from '#domain/store.ts';
import { type ApiEvent, type ApiResponse, respond } from '#http/api.ts';
import { requireAcceptable } from '#http/chain/accept.ts';
import { authorize } from '#http/chain/authorize.ts';
import { deadline } from '#http/chain/deadline.ts';
import { readJsonBody } from '#http/chain/json-body.ts';
import { answerNotModified } from '#http/chain/not-modified.ts';
import { observe } from '#http/chain/observe.ts';
import { answerProblems } from '#http/chain/problems.ts';
import { Input } from '#http/request/input.ts';
import { callerOf, hasScope } from '#http/request/rights.ts';

/** Milliseconds before the end of the function's time at which the caller is told to try again. */
const TIMEOUT_EARLY_MS = 500;

/**
 * The handler of an operation. The order of its checks is the contract's (`docs/errors.md`): 403, 415 and 413, then
 * what is wrong with the request, then what the domain refuses.
 *
 * @param read - makes a command of a request whose body has the types of the contract, and notes what else is wrong
 * @param run - does what the command says. It is not called when anything is wrong with the request
 */
export function operation<
  const Own extends Contract & { readonly attributes?: never },
  Command,
  const Answer extends AnswerOf<Own>,
>(contract: Own, read: (input: Input<Own>) => Command, run: (command: Command, input: Input<Own>) => Promise<Answer>) {
  return makeOperation(contract, read, run);
}

/** The same of an operation that may take attributes, which is given the rules for names. */
export function makeOperation<const Own extends Contract, Command, const Answer extends AnswerOf<Own>>(
  contract: Own,
  read: (input: Input<Own>) => Command,
  run: (command: Command, input: Input<Own>) => Promise<Answer>,
  rules?: FreshValue<RuleTable>,
) {
  const { gives = ['application/json'], kms = [], readScope, scope } = contract;
  const mayRead = (event: ApiEvent) => readScope === undefined || hasScope(event, readScope);
  const handle = async (event: ApiEvent, own: Promise<Rules> | undefined) => {
    const input = new Input(contract, event, mayRead(event), own);
    if (!input.hasTypedBody) input.refuse();
    // What a request reads itself goes beside the read of the rules; what it writes has to wait for them.
    if (own && event.json !== undefined) input.applyRules(await own);
    const command = read(input);
    input.refuse();
    return respond(await run(command, input));
  };
  const handleByRules = async (event: ApiEvent) => {
    const ruled = rules?.get().then((table) => table.for(callerOf(event)));
    const settled = ruled?.catch(() => undefined);
    try {
      const response = await handle(event, ruled);
      // By another rule the same version is shown otherwise; a hash is of what is shown.
      if ((await settled)?.hasDecided && !contract.isHashed) delete event.headers['if-none-match'];
      return response;
    } finally {
      // Nothing is left under way when the container is frozen.
      await settled;
    }
  };
  // Of who opens secured values the log has the name, and of nobody else: it is no record of what people do all day.
  const own = wrapHandler(contract.operation, handleByRules, kms.includes('Decrypt'));
  if (isRead(contract.method)) own.use(answerNotModified(contract.isHashed));
  return (scope === undefined || scope === 'any' ? own : own.use(authorize(scope, contract)))
    .use(requireAcceptable(gives))
    .use(readJsonBody());
}

/** Wraps every handler, also that of the default route: the log line is outermost, then come the answers to errors. */
export function wrapHandler(
  name: string,
  handle: (event: ApiEvent) => ApiResponse | Promise<ApiResponse>,
  namesSubject = false,
) {
  const timeoutEarlyResponse = () => {
    throw new StoreUnavailable('The request took longer than its function may run');
  };
  return middy<ApiEvent, ApiResponse>({ timeoutEarlyInMillis: TIMEOUT_EARLY_MS, timeoutEarlyResponse })
    .use(observe(name, namesSubject))
    .use(answerProblems())
    .handler((event, context) =>
      deadline.run(Date.now() + context.getRemainingTimeInMillis() - TIMEOUT_EARLY_MS, () => handle(event)),
    );
}
