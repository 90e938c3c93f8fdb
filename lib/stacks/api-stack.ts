import { join } from 'node:path';
import { type App, CfnOutput, Duration, Lazy, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import type { Code, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { AgentAttributes } from '#contract/agent-attributes.ts';
import { jobs } from '#contract/jobs.ts';
import { operations } from '#contract/operations.ts';
import { recordChanges } from '#contract/triggers/changes.ts';
import { followContact, runConnectAction } from '#contract/triggers/connect.ts';
import { publishEvents } from '#contract/triggers/events.ts';
import { describeMcp, mcpMetadataPaths, mcpRoute, serveMcp } from '#contract/triggers/mcp.ts';
import { flushEndedFlow, stepFunctionsTriggers } from '#contract/triggers/step-functions.ts';
import type { Trigger } from '#contract/triggers/trigger.ts';
import { locateCode } from '../code.ts';
import { AmazonConnect } from '../constructs/amazon-connect.ts';
import { ChangeRecorder } from '../constructs/change-recorder.ts';
import { ConsoleSite } from '../constructs/console-site.ts';
import { EventPublisher } from '../constructs/event-publisher.ts';
import { Gateway } from '../constructs/gateway.ts';
import { HandlerFunction, type HandlerFunctionProps } from '../constructs/handler-function.ts';
import { JobSchedule } from '../constructs/job-schedule.ts';
import type { Context } from '../context.ts';
import { FlowFunctions } from '../flows/flow-functions.ts';
import { functionOf, notFound, preflight, served, type Work } from '../handlers.ts';
import { defaultRouteLimits } from '../route-limits.ts';
import { makeMetricsEnvironment } from '../watch/metrics.ts';
import { Watch } from '../watch/watch.ts';
import type { DataStack } from './data-stack.ts';

/** What the stack is made from. */
export interface ApiStackProps extends StackProps {
  /** What the deployment chose. */
  readonly context: Context;
  /** The tables, the keys and the issuer. */
  readonly data: DataStack;
  /** The directory of the bundles. */
  readonly bundles: string;
  /** The directory of the bundles of integrations. */
  readonly integrations: string;
  /** The directory of the console's files. */
  readonly consoleFiles: string;
}

/**
 * How long a run of a job may take: no longer than the least time between two, so that they hardly ever overlap. Two
 * at once do no harm, each write being conditional. Reserved concurrency would rule them out, but take from what the
 * whole account has, and fail in a new account, which has ten and may reserve none of them.
 */
const JOB_TIMEOUT = Duration.seconds(60);

/** The API: gateway, a function for each operation of the contract or for a few together, and one for each job with its schedule. */
export class ApiStack extends Stack {
  private readonly context: Context;
  private readonly data: DataStack;
  private readonly code: Code;
  private readonly integrations: string;
  private readonly logs: ILogGroup[] = [];
  private readonly triggered = new Map<string, LambdaFunction>();
  private readonly flows: FlowFunctions | undefined;
  private readonly events: EventPublisher | undefined;
  private readonly changes: ChangeRecorder | undefined;

  constructor(app: App, id: string, props: ApiStackProps) {
    const { context, data, bundles, integrations, consoleFiles, ...others } = props;
    super(app, id, others);
    this.context = context;
    this.data = data;
    this.code = locateCode(bundles);
    this.integrations = integrations;
    const { issuer, cognito } = data;
    const consoleClients: string[] = [];
    const environment = {
      ...makeMetricsEnvironment(context.name),
      ...(issuer.scopePrefix && { SCOPE_PREFIX: issuer.scopePrefix }),
      ...(context.scopeClaims && { SCOPE_CLAIMS: context.scopeClaims.join(',') }),
      ...(context.queueClaims && { QUEUE_CLAIMS: context.queueClaims.join(',') }),
      ...((context.queueBoundClients || context.console) && {
        QUEUE_BOUND_CLIENTS: Lazy.string({
          produce: () => [...(context.queueBoundClients ?? []), ...consoleClients].join(','),
        }),
      }),
      ...(context.requirePreconditions && { REQUIRE_PRECONDITIONS: 'true' }),
      ...(context.definedNamesOnly && { DEFINED_NAMES_ONLY: 'true' }),
      ...(context.sharedExecutions && { SHARED_EXECUTIONS: 'true' }),
      ...((context.events || context.changes) && { RECORD_WRITERS: 'true' }),
    };
    const gateway = new Gateway(this, 'Gateway', {
      ...context,
      routeLimits: new Map([...defaultRouteLimits, ...(context.routeLimits ?? [])]),
      // The client of the console is made after the gateway, whose address the console has.
      issuer: context.console
        ? { ...issuer, audience: Lazy.list({ produce: () => [...issuer.audience, ...consoleClients] }) }
        : issuer,
      notFound: this.functionFor(
        { operation: notFound, summary: 'Answer what no route takes', dynamodb: {} },
        environment,
      ),
    });
    const functions = new Map(served.map((work) => [work.operation, this.functionFor(work, environment)]));
    for (const operation of operations) {
      const handler = functions.get(functionOf(operation));
      if (handler === undefined) throw new Error(`No function serves ${operation.operation}.`);
      if (operation.operation === 'erase-conversation') {
        new CfnOutput(this, 'EraseConversationFunctionName', {
          value: handler.functionName,
          description: 'The function that is held while restored tables are switched to (docs/restore.md)',
        });
      }
      gateway.addRoute(operation, handler);
      if (context.corsOrigins && operation.operation === preflight) gateway.addPreflightRoute(handler);
    }
    if (context.connectInstanceArn !== undefined) this.connect(context.connectInstanceArn, environment);
    if (context.mcp) this.serveAgents(gateway, context.mcp, environment);
    if (context.events) this.events = this.publishEvents();
    if (context.changes) this.changes = this.recordChanges();
    if (context.stepFunctions) this.flows = this.makeFlowFunctions(environment);
    for (const job of jobs) {
      const { operation, everyMinutes, parts, memoryMB, summary: description } = job;
      const handler = this.functionFor(job, environment, { timeout: JOB_TIMEOUT, memoryMB });
      new JobSchedule(this, `${operation}-schedule`, { handler, everyMinutes, parts, description });
      if (operation === 'sweep') this.watch(gateway, handler);
    }
    if (context.console && cognito) {
      const { ownUrl: apiUrl } = gateway;
      const site = new ConsoleSite(this, 'Console', { files: consoleFiles, apiUrl, cognito, logDays: context.logDays });
      consoleClients.push(site.clientId);
      new CfnOutput(this, 'ConsoleUrl', { value: site.url });
    }
    new CfnOutput(this, 'ApiUrl', { value: gateway.url });
    const tokenUrl = context.tokenUrl ?? issuer.tokenUrl;
    if (tokenUrl !== undefined) {
      gateway.addTokenRoute(tokenUrl);
      new CfnOutput(this, 'TokenUrl', { value: `${gateway.url}/oauth/token` });
    }
  }

  /** The function of some work, with what the work says that it uses. */
  private functionFor(
    work: Work,
    environment: Readonly<Record<string, string>>,
    { code = this.code, ...own }: Partial<Pick<HandlerFunctionProps, 'code' | 'timeout' | 'memoryMB'>> = {},
  ): LambdaFunction {
    const { operation: handler, summary: description, dynamodb, kms } = work;
    const made = new HandlerFunction(this, handler, {
      ...this.context,
      code,
      handler,
      description,
      environment: { ...environment, ...(dynamodb.conversations && makeStoreVariables(this.context)) },
      ...own,
      reservedConcurrency: this.context.reservedConcurrency?.get(handler),
    });
    for (const [name, table] of this.data.tables) {
      const actions = dynamodb[name];
      if (actions) made.useTable(name, table, actions);
    }
    if (usesIdKey(dynamodb)) made.useIdKey(this.data.idKey);
    if (kms) made.useCustomerKey(this.data.customerKey, kms);
    this.logs.push(made.function.logGroup);
    return made.function;
  }

  /**
   * What state machines of `lib/flows` need.
   *
   * @throws Error unless the context has `stepFunctions`
   */
  get flowFunctions(): FlowFunctions {
    if (this.flows !== undefined) return this.flows;
    throw new Error('There are no functions for state machines: give the context "stepFunctions": true.');
  }

  /** The MCP server of AI agents, and where their hosts learn who issues tokens. */
  private serveAgents(
    gateway: Gateway,
    attributes: AgentAttributes,
    environment: Readonly<Record<string, string>>,
  ): void {
    const hasSome = Object.keys(attributes).length > 0;
    const known = hasSome ? { MCP_ATTRIBUTES: JSON.stringify(attributes) } : {};
    const handler = this.makeTriggered(serveMcp, { ...environment, ...known });
    gateway.addPath(mcpRoute.path, mcpRoute.methods, serveMcp.operation, handler);
    const describer = this.makeTriggered(describeMcp, { ...environment, ISSUER_URL: this.data.issuer.url });
    gateway.addOpenPaths(mcpMetadataPaths, describeMcp.operation, describer);
  }

  /** A function that another service starts. */
  private makeTriggered(trigger: Trigger, environment: Readonly<Record<string, string>>): LambdaFunction {
    const { operation, folder, timeoutSeconds } = trigger;
    const code = locateCode(join(this.integrations, folder));
    const made = this.functionFor(trigger, environment, { code, timeout: Duration.seconds(timeoutSeconds) });
    this.triggered.set(operation, made);
    return made;
  }

  /** The functions that state machines start, and the one that their ends do. */
  private makeFlowFunctions(environment: Readonly<Record<string, string>>): FlowFunctions {
    const functions = stepFunctionsTriggers.map(
      (trigger) => [trigger.operation, this.makeTriggered(trigger, environment)] as const,
    );
    for (const [name, handler] of functions) {
      const reason =
        name === flushEndedFlow.operation
          ? 'What it would have flushed the sweeper flushes after an hour: a queue of events that failed would hold what is done by then.'
          : 'A state machine waits for the answer: there are no asynchronous invocations, and a failure is for it to catch.';
      Validations.of(handler).acknowledge({ id: 'Serverless-LambdaDLQ', reason });
    }
    return new FlowFunctions(new Map(functions));
  }

  /** Tells on a bus what the stream of the table of conversations says. */
  private publishEvents(): EventPublisher {
    const { name, eventValues = [] } = this.context;
    const streamArn = this.findStream();
    const publisher = this.makeTriggered(publishEvents, {
      ...makeMetricsEnvironment(name),
      EVENT_SOURCE: name,
      EVENT_VALUES: JSON.stringify(eventValues),
    });
    acknowledgeNoQueue(publisher);
    const made = new EventPublisher(this, 'Events', { busName: name, streamArn, publisher });
    new CfnOutput(this, 'EventBusArn', {
      value: made.bus.eventBusArn,
      description: 'The bus on which it is told what happens to conversations: put rules on it (docs/events.md)',
    });
    return made;
  }

  /** Keeps what the stream of the table of conversations says. */
  private recordChanges(): ChangeRecorder {
    const recorder = this.makeTriggered(recordChanges, makeMetricsEnvironment(this.context.name));
    acknowledgeNoQueue(recorder);
    return new ChangeRecorder(this, 'Changes', { streamArn: this.findStream(), recorder });
  }

  private findStream(): string {
    const { streamArn } = this.data.table('conversations');
    if (streamArn !== undefined) return streamArn;
    throw new Error('The table of conversations has no stream, which "events" and "changes" need.');
  }

  /** The functions that an instance of Amazon Connect starts. */
  private connect(instanceArn: string, environment: Readonly<Record<string, string>>): void {
    const action = this.makeTriggered(runConnectAction, environment);
    const follower = this.makeTriggered(followContact, environment);
    new AmazonConnect(this, 'AmazonConnect', { instanceArn, action, follower });
    new CfnOutput(this, 'ConnectFunctionArn', {
      value: action.functionArn,
      description: 'The function for the block "AWS Lambda function" of flows (docs/flows/amazon-connect.md)',
    });
  }

  private watch({ apiId, accessLog }: Gateway, sweeper: LambdaFunction): void {
    const { name, alarmWriteUnits: writeUnits } = this.context;
    const { cognito, alarmTopic: topic } = this.data;
    const preToken = cognito?.preToken;
    const logs = preToken ? [...this.logs, preToken.logGroup] : this.logs;
    const { triggered, events, changes } = this;
    const conversations = this.data.table('conversations');
    new Watch(this, 'Watch', {
      ...{
        name,
        apiId,
        accessLog,
        sweeper,
        preToken,
        triggered,
        events,
        changes,
        conversations,
        writeUnits,
        topic,
        logs,
      },
    });
  }
}

/** Of a function that a stream starts. */
function acknowledgeNoQueue(consumer: LambdaFunction): void {
  Validations.of(consumer).acknowledge({
    id: 'Serverless-LambdaDLQ',
    reason:
      'A mapping of a stream waits for the answer: there are no asynchronous invocations, and what it gives up goes to a queue of its own.',
  });
}

/** Whether a handler needs the key of ids: to find conversations, or to leave an operation id on settings. */
function usesIdKey({ conversations, settings = [] }: Work['dynamodb']): boolean {
  return conversations !== undefined || settings.some((action) => action !== 'GetItem');
}

/** What the functions that write conversations need: when one is due, and its places in the indexes. */
function makeStoreVariables(context: Context): Readonly<Record<string, string>> {
  const all = {
    PENDING_LEASE_SECONDS: context.pendingLeaseSeconds,
    ACTIVE_MAX_SECONDS: context.activeMaxSeconds,
    WRAPUP_MAX_SECONDS: context.wrapupMaxSeconds,
    LIST_SHARDS: context.listShards,
    // The first step of an upgrade replaces functions of 0.1.0, which would not know those ids.
    COMPACT_IDS: context.newIndexes > 0 || undefined,
  };
  const given = Object.entries(all).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}
