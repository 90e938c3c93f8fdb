import { Code } from 'aws-cdk-lib/aws-lambda';

/** The code of the functions: all bundles but their source maps, which stay with whoever deploys (see lib/bundle). */
export function locateCode(bundles: string): Code {
  return Code.fromAsset(bundles, { exclude: ['**/*.map'] });
}
