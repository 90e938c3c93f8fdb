import { App } from 'aws-cdk-lib';
import { bundleWebsite } from '../../lib/bundle/bundle.ts';
import { locateCode } from '../../lib/code.ts';
import { SiteStack } from './site-stack.ts';

// npx cdk deploy --app "node examples/website/app.ts" -c apiUrl=<ApiUrl> -c secretArn=<ARN> -c channelId=shop
const { directory } = await bundleWebsite();
const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;

const app = new App();

function readContext(key: string): string {
  const value: unknown = app.node.tryGetContext(key);
  if (typeof value === 'string' && value !== '') return value;
  throw new Error(`The context lacks ${key}: -c ${key}=...`);
}

new SiteStack(app, 'conversation-attributes-site', {
  ...(account && region && { env: { account, region } }),
  code: locateCode(directory),
  apiUrl: readContext('apiUrl'),
  secretArn: readContext('secretArn'),
  channelId: readContext('channelId'),
});
