import { CrossStackReferences, ReferenceStrength } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Lets a resource go, or change, while another stack still names it: CloudFormation refuses that of an export in use. The
 * other stack reads the output when it is deployed, which is after this one.
 */
export function referWeakly(...resources: readonly IConstruct[]): void {
  for (const resource of resources) CrossStackReferences.of(resource).produce(ReferenceStrength.WEAK);
}
