import { App, Stack } from 'aws-cdk-lib';
import { bundleApp } from '../../lib/bundle/bundle.ts';
import { deploy } from '../../lib/deployment.ts';
import { JsonPathFlow } from './json-path-flow.ts';
import { RoutingFlow } from './routing-flow.ts';
import { WelcomeFlow } from './welcome-flow.ts';

// npx cdk deploy --all --app "node examples/step-functions/app.ts"
const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;
const env = account && region ? { env: { account, region } } : {};

const app = new App({ context: { stepFunctions: true } });
const { api } = deploy(app, { ...(await bundleApp()), ...env });
const stack = new Stack(app, 'conversation-attributes-flows', env);
new WelcomeFlow(stack, 'Welcome', api.flowFunctions);
new RoutingFlow(stack, 'Routing', api.flowFunctions);
new JsonPathFlow(stack, 'JsonPath', api.flowFunctions);
