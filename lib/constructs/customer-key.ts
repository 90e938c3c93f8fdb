import { Arn, ArnFormat, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

/** Which key it is. */
export interface CustomerKeyProps {
  /**
   * The ARN of an existing symmetric encryption key, in this account or another, in the region of the stack.
   * @default - a key is made
   */
  readonly arn: string | undefined;
  /** ARNs of those that were the key before, and still wrap data keys. */
  readonly formerArns: readonly string[];
  /** The alias of the key that is made, without `alias/`. */
  readonly alias: string;
}

/**
 * The KMS key under which the data keys of secured values are wrapped, and nothing else is encrypted: not the tables,
 * so that ordinary attributes stay usable when the key is disabled. One that is made rotates each year and stays when
 * its stack goes: without it nothing secured can be read.
 *
 * @throws Error when the key is in another region than the stack
 */
export class CustomerKey extends Construct {
  /** Its ARN, which policies name it by: an alias could be pointed at another key. */
  readonly arn: string;
  /** Those that were the key before: what they wrap is opened, and no more is wrapped under them. */
  readonly formerArns: readonly string[];

  constructor(scope: Construct, id: string, { arn, formerArns, alias }: CustomerKeyProps) {
    super(scope, id);
    this.arn = arn === undefined ? this.made(alias) : this.given('kmsKeyArn', arn);
    this.formerArns = formerArns.map((former) => this.given('formerKmsKeyArns', former));
  }

  private made(alias: string): string {
    const { keyArn } = new Key(this, 'Key', {
      description: 'Wraps the data keys of secured attributes. Without it none of them can be read.',
      alias,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    return keyArn;
  }

  private given(context: string, arn: string): string {
    const { region } = Stack.of(this);
    const { region: keyRegion } = Arn.split(arn, ArnFormat.SLASH_RESOURCE_NAME);
    if (Token.isUnresolved(region) || keyRegion === region) return arn;
    throw new Error(
      `Context "${context}" is ${JSON.stringify(arn)}, a key in ${keyRegion}, but the functions are in ${region} and call KMS there: give a key of ${region}.`,
    );
  }
}
