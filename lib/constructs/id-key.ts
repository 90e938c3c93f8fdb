import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

/**
 * The secret under which conversation ids become partition keys. Made once, by AWS, for the life of the tables: with
 * another key no conversation would be found again. So it stays when its stack goes, and its policy refuses everybody
 * who would change or delete it; who must, removes the policy first.
 */
export class IdKey extends Construct {
  private readonly secret: Secret;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.secret = new Secret(this, 'Secret', {
      description: 'Conversation ids become partition keys under this. Without it no stored conversation is found.',
      // 43 letters and digits are 256 bits.
      generateSecretString: { passwordLength: 43, excludePunctuation: true },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    // Not UpdateSecret: CloudFormation calls it for a tag.
    this.secret.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['DeleteSecret', 'PutSecretValue', 'RotateSecret', 'UpdateSecretVersionStage'].map(
          (action) => `secretsmanager:${action}`,
        ),
        resources: ['*'],
      }),
    );
    Validations.of(this.secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'Conversation ids become partition keys by an HMAC under this secret. After a rotation no stored conversation would be found under its id, and erased ids could be taken again. It protects ids from being read out of table keys, not access, so its age weakens nothing.',
    });
  }

  /** Where AWS Secrets Manager keeps it. */
  get secretArn(): string {
    return this.secret.secretArn;
  }

  /** A dynamic reference: CloudFormation puts the value in when it deploys, so it is in no template. */
  get value(): string {
    return this.secret.secretValue.unsafeUnwrap();
  }
}
