import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { AwsCustomResource, type AwsCustomResourceProps } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';

const name = 'SdkCalls';

/**
 * The calls to AWS that a deployment of a stack makes itself. The CDK makes one function for all of a stack, so they share
 * a role and a log too. The role may do what its callers let it do, and nothing else.
 */
export class SdkCalls extends Construct {
  private readonly role: Role;
  private readonly logGroup: LogGroup;

  /** Those of the stack in which something is. @param logDays days for which their log is kept */
  static of(scope: Construct, logDays: RetentionDays): SdkCalls {
    const stack = Stack.of(scope);
    const made = stack.node.tryFindChild(name);
    return made instanceof SdkCalls ? made : new SdkCalls(stack, logDays);
  }

  private constructor(stack: Stack, logDays: RetentionDays) {
    super(stack, name);
    this.logGroup = new LogGroup(this, 'Log', { retention: logDays, removalPolicy: RemovalPolicy.DESTROY });
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.logGroup.grantWrite(this.role);
  }

  /** Lets the calls do what a statement says. */
  allow(statement: PolicyStatement): void {
    this.role.addToPolicy(statement);
  }

  /** Makes a call at the deployments that its properties say. */
  make(scope: Construct, id: string, props: AwsCustomResourceProps): AwsCustomResource {
    const { role, logGroup } = this;
    // What the runtime has will do, and needs no registry.
    const call = new AwsCustomResource(scope, id, {
      ...props,
      installLatestAwsSdk: false,
      memorySize: 256,
      role,
      logGroup,
    });
    this.acknowledge();
    return call;
  }

  private acknowledge(): void {
    const caller = Stack.of(this).node.findChild(`AWS${AwsCustomResource.PROVIDER_FUNCTION_UUID.replaceAll('-', '')}`);
    Validations.of(caller).acknowledge(
      {
        id: 'Serverless-LambdaDLQ',
        reason:
          'CloudFormation waits for the answer of each invocation: one that is lost fails the deployment, which is rolled back.',
      },
      {
        id: 'Serverless-LambdaTracing',
        reason: 'It runs in deployments only, and logs what it was asked for and, where that is no secret, the answer.',
      },
    );
  }
}
