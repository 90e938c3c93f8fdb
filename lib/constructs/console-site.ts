import { readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { Duration, Fn, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { type AwsSdkCall, PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { headersOfPage } from '../../console/build.ts';
import type { ConsoleSettings } from '../../console/settings.ts';
import type { CognitoIssuer } from './cognito-issuer.ts';
import { SdkCalls } from './sdk-calls.ts';

/** What the console is made from. */
export interface ConsoleSiteProps {
  /** The directory of its files, as `bundleApp` has made them. */
  readonly files: string;
  /** The address of the API: `https://` and a host name. */
  readonly apiUrl: string;
  /** Where people sign in. */
  readonly cognito: CognitoIssuer;
  /** Days for which the log of what copies its files is kept. */
  readonly logDays: RetentionDays;
}

/** Where the console is, on its own host and in its bucket. */
const FOLDER = 'console';

/** Browsers ask each time whether it is still the same. */
const ALWAYS_ASKED = 'no-cache';

/** The name of such a file changes with what is in it. */
const NEVER_ASKED = 'public, max-age=31536000, immutable';

const kinds: Readonly<Record<string, { readonly id: string; readonly type: string; readonly cache: string }>> = {
  '.html': { id: 'Page', type: 'text/html; charset=utf-8', cache: ALWAYS_ASKED },
  '.js': { id: 'Script', type: 'text/javascript; charset=utf-8', cache: NEVER_ASKED },
  '.css': { id: 'Style', type: 'text/css; charset=utf-8', cache: NEVER_ASKED },
};

/** Gives the page its name: a bucket knows no folders. */
const findPage = `function handler(event) {
  var request = event.request;
  if (request.uri === '/${FOLDER}') {
    return { statusCode: 308, statusDescription: 'Permanent Redirect', headers: { location: { value: '/${FOLDER}/' } } };
  }
  if (request.uri === '/${FOLDER}/') request.uri = '/${FOLDER}/index.html';
  return request;
}
`;

/**
 * The console at an address of CloudFront, and the API at the same one, so that the page needs no CORS. Its files are in a bucket
 * that nobody but this distribution may read. Nothing in here lasts: with the stack go the address and the client by which the page
 * signs people in, but no person.
 */
export class ConsoleSite extends Construct {
  /** The address of the page. */
  readonly url: string;
  /** The client of its access tokens, for whom the API must be open. */
  readonly clientId: string;
  private readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { files, apiUrl, cognito, logDays }: ConsoleSiteProps) {
    super(scope, id);
    this.bucket = this.makeBucket();
    const distribution = this.makeDistribution(apiUrl);
    this.url = `https://${distribution.distributionDomainName}/${FOLDER}/`;
    this.clientId = cognito.addConsoleClient(this, this.url);
    const settings: ConsoleSettings = {
      issuer: cognito.url,
      authorizationEndpoint: `${cognito.signInUrl}/oauth2/authorize`,
      // By the API, which passes it on: the page talks to its own origin only.
      tokenEndpoint: '/oauth/token',
      logoutEndpoint: `${cognito.signInUrl}/logout`,
      clientId: this.clientId,
      scope: 'openid profile',
    };
    this.putFiles(files, settings, logDays);
  }

  private makeBucket(): Bucket {
    const bucket = new Bucket(this, 'Files', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'It holds the files of the page, which are the same for everybody and open to all: who read them says nothing.',
    });
    return bucket;
  }

  private makeDistribution(apiUrl: string): Distribution {
    const edge = new EdgeFunction(this, 'FindPage', {
      code: FunctionCode.fromInline(findPage),
      runtime: FunctionRuntime.JS_2_0,
      comment: 'Gives the page of the console its name',
    });
    const distribution = new Distribution(this, 'Distribution', {
      comment: 'The console of Conversation Attributes, and the API that it calls',
      priceClass: PriceClass.PRICE_CLASS_100,
      defaultBehavior: {
        origin: new HttpOrigin(Fn.parseDomainName(apiUrl), {
          protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
          originSslProtocols: [OriginSslPolicy.TLS_V1_2],
        }),
        // Not led from http to https: the token would have been sent in the clear by then.
        viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
        allowedMethods: AllowedMethods.ALLOW_ALL,
        cachePolicy: CachePolicy.CACHING_DISABLED,
        // Every header, and so Authorization, If-Match, If-None-Match and Idempotency-Key: Authorization is passed on in no other way.
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        // It would make strong ETags weak ones.
        compress: false,
      },
      additionalBehaviors: {
        [`/${FOLDER}*`]: {
          // The CDK's own types don't fit one another under exactOptionalPropertyTypes.
          origin: S3BucketOrigin.withOriginAccessControl(this.bucket as IBucket),
          viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
          cachePolicy: CachePolicy.CACHING_OPTIMIZED,
          responseHeadersPolicy: this.makeHeaders(),
          functionAssociations: [{ function: edge, eventType: FunctionEventType.VIEWER_REQUEST }],
        },
      },
    });
    Validations.of(distribution).acknowledge(
      { id: 'AwsSolutions-CFR1', reason: 'Where people work from is known to who deploys, and not to this construct.' },
      {
        id: 'AwsSolutions-CFR2',
        reason:
          'The API behind it has its own rates and checks every token, and is open without it too; the page is static. A firewall costs more than all the rest, and can be put before it.',
      },
      {
        id: 'AwsSolutions-CFR3',
        reason:
          'A log would have the paths of the API, with ids of conversations, which may be telephone numbers. The gateway logs each request by its route.',
      },
      {
        id: 'AwsSolutions-CFR4',
        reason:
          'The certificate of CloudFront for its own names takes the oldest versions too. Browsers that know TLS 1.2 use it.',
      },
    );
    return distribution;
  }

  /** The headers of the page, which are those of the local server, and that browsers come by https only. */
  private makeHeaders(): ResponseHeadersPolicy {
    const {
      'content-security-policy': contentSecurityPolicy = '',
      'referrer-policy': _,
      'x-content-type-options': __,
      'x-frame-options': ___,
      ...others
    } = headersOfPage();
    const override = true;
    return new ResponseHeadersPolicy(this, 'Headers', {
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy, override },
        contentTypeOptions: { override },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override },
        strictTransportSecurity: { accessControlMaxAge: Duration.days(365), override },
      },
      customHeadersBehavior: {
        customHeaders: Object.entries(others).map(([header, value]) => ({ header, value, override })),
      },
    });
  }

  /**
   * Copies the files of the page from where the CDK has put them, and writes `settings.json`. The page comes last: what it names is
   * there by then. What a deployment no longer has is removed after it.
   */
  private putFiles(files: string, settings: ConsoleSettings, logDays: RetentionDays): void {
    const calls = SdkCalls.of(this, logDays);
    const put = (id: string, name: string, sdkCall: Pick<AwsSdkCall, 'action' | 'parameters'>) => {
      const at = { Bucket: this.bucket.bucketName, Key: `${FOLDER}/${name}` };
      return calls.make(this, id, {
        resourceType: 'Custom::ConsoleFile',
        // A creation does the same.
        onUpdate: {
          service: 'S3',
          action: sdkCall.action,
          parameters: { ...at, ...sdkCall.parameters },
          physicalResourceId: PhysicalResourceId.of(at.Key),
          outputPaths: ['ETag'],
        },
        onDelete: { service: 'S3', action: 'DeleteObject', parameters: at },
      });
    };
    const made = readdirSync(files).map((name) => {
      const { id, type, cache } = kinds[extname(name)] ?? {};
      if (id === undefined)
        throw new Error(`${name} is no file of the console: there are ${Object.keys(kinds).join(', ')}.`);
      const asset = new Asset(this, `${id}Asset`, { path: join(files, name) });
      calls.allow(
        new PolicyStatement({ actions: ['s3:GetObject'], resources: [asset.bucket.arnForObjects(asset.s3ObjectKey)] }),
      );
      const file = put(id, name, {
        action: 'CopyObject',
        parameters: {
          CopySource: `${asset.s3BucketName}/${asset.s3ObjectKey}`,
          MetadataDirective: 'REPLACE',
          ContentType: type,
          CacheControl: cache,
        },
      });
      return { id, file };
    });
    const written = put('Settings', 'settings.json', {
      action: 'PutObject',
      parameters: {
        Body: Stack.of(this).toJsonString(settings),
        ContentType: 'application/json',
        CacheControl: ALWAYS_ASKED,
      },
    });
    const [page, others] = [made.filter(({ id }) => id === 'Page'), made.filter(({ id }) => id !== 'Page')];
    for (const { file } of page) file.node.addDependency(written, ...others.map((other) => other.file));
    calls.allow(
      new PolicyStatement({
        actions: ['s3:PutObject', 's3:DeleteObject'],
        resources: [this.bucket.arnForObjects(`${FOLDER}/*`)],
      }),
    );
    const bucketId = Stack.of(this).resolve((this.bucket.node.defaultChild as CfnBucket).logicalId);
    Validations.of(calls).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<${bucketId}.Arn>/${FOLDER}/*]`,
      reason:
        'A file has another name when there is something else in it, and the one of before is removed after its successor is there: by then no template names it.',
    });
  }
}
