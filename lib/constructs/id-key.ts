import { RemovalPolicy, SecretValue, Validations } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { type ISecret, ResourcePolicy, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Logging, PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import { Construct, DependencyGroup, type IDependable } from 'constructs';
import { SdkCalls } from './sdk-calls.ts';

/** What the id key is made from. */
export interface IdKeyProps {
  /** Days for which the log of the deployment's own call is kept. */
  readonly logDays: RetentionDays;
  /**
   * The ARN of an existing secret with the key under which the tables were written.
   * @default - one is made
   */
  readonly existing?: string | undefined;
}

/**
 * The secret under which conversation ids become partition keys. Made once, by AWS, for the life of the tables: with
 * another key no conversation would be found again (`docs/id-key.md`). So it stays when its stack goes, and with it a
 * policy that denies everyone to change or delete it; to do so, remove the policy first. Only a first deployment that
 * fails takes both away again.
 */
export class IdKey extends Construct {
  /** Where AWS Secrets Manager keeps it. */
  readonly secretArn: string;
  /** The secret and its policy where they are made, for what is to be made after them. */
  readonly secret: IDependable;
  /** Which version of the secret every function has: the one that was current when the data stack first had it. */
  readonly versionId: string;

  constructor(scope: Construct, id: string, { logDays, existing }: IdKeyProps) {
    super(scope, id);
    const secret = existing === undefined ? this.made() : undefined;
    this.secret = secret ?? new DependencyGroup();
    this.secretArn = secret?.secretArn ?? existing ?? '';
    this.versionId = this.currentVersion(logDays);
  }

  /** A dynamic reference: CloudFormation puts the value in when it deploys, so it is in no template. */
  get value(): string {
    return SecretValue.secretsManager(this.secretArn, { versionId: this.versionId }).unsafeUnwrap();
  }

  private made(): Secret {
    const secret = new Secret(this, 'Secret', {
      description: 'Conversation ids become partition keys under this. Without it no stored conversation is found.',
      // 43 letters and digits are 256 bits.
      generateSecretString: { passwordLength: 43, excludePunctuation: true },
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    // The CDK's own types don't fit one another under exactOptionalPropertyTypes.
    const policy = new ResourcePolicy(secret, 'Policy', { secret: secret as ISecret });
    // Not UpdateSecret: CloudFormation calls it for a tag.
    policy.document.addStatements(
      new PolicyStatement({
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['DeleteSecret', 'PutSecretValue', 'RotateSecret', 'UpdateSecretVersionStage'].map(
          (action) => `secretsmanager:${action}`,
        ),
        resources: ['*'],
      }),
    );
    policy.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'Conversation ids become partition keys by an HMAC under this secret. After a rotation no stored conversation would be found under its id, and erased ids could be taken again. It protects ids from being read out of table keys, not access, so its age weakens nothing.',
    });
    return secret;
  }

  /**
   * Asked for once. A reference without a version is resolved anew for each function that a deployment changes: if
   * another value had been written meanwhile, some functions would find what the others do not.
   */
  private currentVersion(logDays: RetentionDays): string {
    const calls = SdkCalls.of(this, logDays);
    calls.allow(new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [this.secretArn] }));
    const version = calls.make(this, 'Version', {
      resourceType: 'Custom::IdKeyVersion',
      // A creation does the same. It happens again only when the secret is another one.
      onUpdate: {
        service: 'SecretsManager',
        action: 'GetSecretValue',
        parameters: { SecretId: this.secretArn },
        physicalResourceId: PhysicalResourceId.fromResponse('ARN'),
        // Nothing else of the answer reaches CloudFormation, and nothing of it the log.
        outputPaths: ['ARN', 'VersionId'],
        logging: Logging.withDataHidden(),
      },
    });
    return version.getResponseField('VersionId');
  }
}
