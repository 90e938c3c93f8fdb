import { Arn, ArnFormat, CfnOutput, Stack, Token } from 'aws-cdk-lib';
import { DomainName } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { CfnRecordSet } from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';

/** What a custom domain is made from. */
export interface CustomDomainProps {
  /** The host name of the API. */
  readonly domainName: string;
  /** The ARN of a certificate for it, of AWS Certificate Manager, in the region of the stack. */
  readonly certificateArn: string;
  /**
   * The id of the Route 53 zone that gets an alias record.
   * @default - none: point the name at the output `DomainTarget` in your DNS
   */
  readonly hostedZoneId: string | undefined;
}

/**
 * A host name for the API that stays when the API is made again, and so does what the DNS points at. The API maps itself
 * to it.
 *
 * @throws Error when the certificate is in another region than the stack
 */
export class CustomDomain extends Construct {
  constructor(scope: Construct, id: string, { domainName, certificateArn, hostedZoneId }: CustomDomainProps) {
    super(scope, id);
    requireRegion(certificateArn, Stack.of(this).region);
    const certificate = Certificate.fromCertificateArn(this, 'Certificate', certificateArn);
    const domain = new DomainName(this, 'Name', { domainName, certificate });
    if (hostedZoneId !== undefined) {
      const aliasTarget = { dnsName: domain.regionalDomainName, hostedZoneId: domain.regionalHostedZoneId };
      new CfnRecordSet(this, 'Record', { hostedZoneId, name: domainName, type: 'A', aliasTarget });
    }
    new CfnOutput(Stack.of(this), 'DomainTarget', {
      value: domain.regionalDomainName,
      description: `What a CNAME record of ${domainName} must name, unless the stack has made an alias record`,
    });
  }
}

function requireRegion(certificateArn: string, region: string): void {
  const { region: given } = Arn.split(certificateArn, ArnFormat.SLASH_RESOURCE_NAME);
  if (Token.isUnresolved(region) || given === region) return;
  throw new Error(
    `Context "certificateArn" is ${JSON.stringify(certificateArn)}, a certificate in ${given}, but API Gateway takes one of its own region: give one of ${region}.`,
  );
}
