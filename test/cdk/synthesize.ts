import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll } from 'vitest';
import { triggers } from '#contract/triggers/triggers.ts';
import { type Deployment, deploy } from '../../lib/deployment.ts';
import { readContext } from '../../lib/read-context.ts';
import { DataStack } from '../../lib/stacks/data-stack.ts';

type Values = Readonly<Record<string, unknown>>;

// `npm run synth` validates the templates against CloudFormation's schemas, which costs a second to load.
process.env.CDK_VALIDATION = 'false';

const { context: flags } = JSON.parse(readFileSync('cdk.json', 'utf8'));

// Left to itself, each app leaves a directory behind.
const assemblies = mkdtempSync(join(tmpdir(), 'assemblies-'));
afterAll(() => rmSync(assemblies, { recursive: true }));

/** An app with the feature flags of cdk.json, without what only the console of the CDK reads. */
export function newApp(context: Values = {}): App {
  return new App({
    context: { ...flags, ...context },
    outdir: mkdtempSync(join(assemblies, 'app-')),
    treeMetadata: false,
  });
}

const handlers = join(import.meta.dirname, 'handlers');

/** Where the code of the functions is for these tests. */
export const code = {
  bundles: handlers,
  integrations: mkdtempSync(join(assemblies, 'integrations-')),
  consoleFiles: join(assemblies, 'console'),
};
mkdirSync(code.consoleFiles);
for (const name of ['index.html', 'main-1A2B.js', 'main-3C4D.css']) writeFileSync(join(code.consoleFiles, name), name);
for (const { folder } of triggers) cpSync(handlers, join(code.integrations, folder), { recursive: true });

/** The deployment in an app; the code of the functions is a directory of the tests, so nothing is bundled. */
export function deployInto(app: App): Deployment {
  return withoutStackTraces(() => deploy(app, code));
}

/** Does what makes constructs. The CDK keeps a stack trace of each, and of each token: they take as long as all else. */
export function withoutStackTraces<T>(act: () => T): T {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 1;
  try {
    return act();
  } finally {
    Error.stackTraceLimit = limit;
  }
}

interface Templates {
  readonly data: Template;
  readonly api: Template;
  /** Of the targets of events; that of the API where there are none. */
  readonly targets: Template;
}

const worker = globalThis as { templates?: Map<string, Templates> };
worker.templates ??= new Map();
const made = worker.templates;

/** The templates under this context: made once in a worker, since that takes a quarter of a second. */
export function synthesize(context: Values = {}): Templates {
  return made.get(JSON.stringify(context)) ?? synthesizeApp(context).templates;
}

/** The same, made anew, with the app that has them. */
export function synthesizeApp(context: Values = {}): { readonly app: App; readonly templates: Templates } {
  const app = newApp(context);
  const templates = withoutStackTraces(() => templatesOf(deploy(app, code)));
  made.set(JSON.stringify(context), templates);
  return { app, templates };
}

/** The template of the data stack alone: without what the stack of the API takes from it. */
export function synthesizeData(context: Values): Template {
  const app = newApp(context);
  const props = { context: readContext(app), bundles: code.bundles };
  return withoutStackTraces(() => Template.fromStack(new DataStack(app, 'data', props)));
}

function templatesOf({ data, api, targets }: Deployment): Templates {
  const own = Template.fromStack(api);
  return { data: Template.fromStack(data), api: own, targets: targets ? Template.fromStack(targets) : own };
}

/** The properties of our functions, by logical id: all but the one of the CDK that writes rows when it is deployed. */
export function functionsOf(api: Template) {
  const functions = Object.entries(propertiesOf(api, 'AWS::Lambda::Function'));
  return Object.fromEntries(functions.filter(([id]) => !id.startsWith('AWS')));
}

/** The properties of every resource of a type, by logical id. */
export function propertiesOf(template: Template, type: string) {
  const resources: ReturnType<Template['findResources']> = template.toJSON().Resources;
  const ofType = Object.entries(resources).filter(([, { Type }]) => Type === type);
  return Object.fromEntries(ofType.map(([id, { Properties }]) => [id, Properties]));
}

/** The statements of every policy, of its own or within a role. */
export function statementsOf(template: Template) {
  const within = Object.values(propertiesOf(template, 'AWS::IAM::Role')).flatMap(({ Policies = [] }) => Policies);
  const policies = [...Object.values(propertiesOf(template, 'AWS::IAM::Policy')), ...within];
  return policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}

/** What a stack has in its template for an output of another one, which is there, and not an export, which would hold it. */
export function outputOf(template: Template, value: object): object {
  const outputs = Object.entries(template.findOutputs('*'));
  const ofOthers = outputs.filter(([name]) => name.startsWith('PublishOutput'));
  const [name] = ofOthers.find(([, { Value }]) => JSON.stringify(Value) === JSON.stringify(value)) ?? [];
  return {
    'Fn::GetStackOutput': {
      StackName: 'conversation-attributes-data',
      OutputName: name,
      Region: { Ref: 'AWS::Region' },
    },
  };
}
