import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { bundleApp } from '../lib/bundle/bundle.ts';
import { deploy } from '../lib/deployment.ts';

const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;

const app = new App();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
deploy(app, { ...(await bundleApp()), ...(account && region && { env: { account, region } }) });
