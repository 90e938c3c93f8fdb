/** The domains of the partitions of AWS, by how the names of their regions begin; every other region is in that of the first. */
const SUFFIXES = [
  ['', 'amazonaws.com'],
  ['cn-', 'amazonaws.com.cn'],
  ['eusc-', 'amazonaws.eu'],
  ['us-iso-', 'c2s.ic.gov'],
  ['us-isob-', 'sc2s.sgov.gov'],
  ['us-isof-', 'csp.hci.ic.gov'],
  ['eu-isoe-', 'cloud.adc-e.uk'],
] as const;

/**
 * Where a service of AWS is reached: where the environment says (`AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL`), else in the region.
 *
 * @param service - as its host name begins, such as `dynamodb`
 * @param variables - the environment; `AWS_USE_FIPS_ENDPOINT` counts too
 * @throws Error when it names no region
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function findEndpoint(service: string, variables: Readonly<Record<string, string | undefined>>): URL {
  const given = variables[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] || variables.AWS_ENDPOINT_URL;
  if (given) return new URL(given);
  const region = readRegion(variables);
  const [, suffix] = SUFFIXES.findLast(([prefix]) => region.startsWith(prefix)) ?? SUFFIXES[0];
  const host = variables.AWS_USE_FIPS_ENDPOINT === 'true' ? `${service}-fips` : service;
  return new URL(`https://${host}.${region}.${suffix}`);
}

/** @throws Error when the environment names none. Lambda always does. */
export function readRegion({ AWS_REGION }: Readonly<Record<string, string | undefined>>): string {
  if (AWS_REGION) return AWS_REGION;
  throw new Error('The environment has no region of AWS: set AWS_REGION.');
}
