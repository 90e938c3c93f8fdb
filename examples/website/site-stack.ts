import { type App, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { type CfnStage, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { GuestForwarder, type GuestForwarderProps } from '../../lib/website/guest-forwarder.ts';

/** What the site needs of the API. */
interface SiteStackProps extends StackProps, Pick<GuestForwarderProps, 'code' | 'apiUrl' | 'channelId'> {
  readonly secretArn: string;
}

/** A site's route for the messages of its guests, `POST /messages`: give it the domain of the site, or let its CloudFront pass it on. */
export class SiteStack extends Stack {
  constructor(app: App, id: string, { code, apiUrl, channelId, secretArn, ...props }: SiteStackProps) {
    super(app, id, props);
    const credentials = Secret.fromSecretCompleteArn(this, 'Credentials', secretArn);
    const forwarder = new GuestForwarder(this, 'Forwarder', { code, apiUrl, channelId, credentials });
    const site = new HttpApi(this, 'Site');
    site.addRoutes({
      path: '/messages',
      methods: [HttpMethod.POST],
      integration: new HttpLambdaIntegration('Forward', forwarder.function),
    });
    // Anybody may write: no more at once than the API is to bear.
    const stage = site.defaultStage?.node.defaultChild as CfnStage;
    stage.defaultRouteSettings = { throttlingRateLimit: 20, throttlingBurstLimit: 40 };
    new CfnOutput(this, 'MessagesUrl', { value: `${site.apiEndpoint}/messages` });
  }
}
