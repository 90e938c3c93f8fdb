import { Code } from 'aws-cdk-lib/aws-lambda';

/** The code of the functions: all bundles without their source maps, which are not deployed (see lib/bundle). */
export function locateCode(bundles: string): Code {
  return Code.fromAsset(bundles, { exclude: ['**/*.map'] });
}
