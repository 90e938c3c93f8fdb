import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { expect, test } from 'vitest';
import { findEndpoint, readRegion } from '#aws/endpoint.ts';

/** One of each partition, and more of the first. */
const regions = [
  ...['us-east-1', 'eu-central-1', 'ap-southeast-7', 'il-central-1', 'mx-central-1', 'us-gov-west-1'],
  ...['cn-north-1', 'eusc-de-east-1', 'us-iso-east-1', 'us-isob-east-1', 'us-isof-south-1', 'eu-isoe-west-1'],
];

test.each(regions.flatMap((region) => [false, true].map((isFips) => ({ region, isFips }))))(
  'in $region the services are where the SDK finds them (FIPS: $isFips)',
  ({ region, isFips }) => {
    const variables = { AWS_REGION: region, ...(isFips && { AWS_USE_FIPS_ENDPOINT: 'true' }) };
    const asked = { Region: region, UseFIPS: isFips, UseDualStack: false };
    const dynamoDb = new DynamoDBClient({ region }).config.endpointProvider(asked).url;
    // The SDK leaves "-fips" out where the partition's only end point is one.
    if (!(isFips && region.startsWith('us-gov'))) expect(findEndpoint('dynamodb', variables).href).toBe(dynamoDb.href);
    expect(findEndpoint('kms', variables).href).toBe(new KMSClient({ region }).config.endpointProvider(asked).url.href);
  },
);

test('the environment may name the end point of one service, or of all', () => {
  const both = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_ENDPOINT_URL_KMS: 'http://127.0.0.1:2' };
  expect(findEndpoint('dynamodb', both).host).toBe('127.0.0.1:1');
  expect(findEndpoint('kms', both).host).toBe('127.0.0.1:2');
});

test('an environment without a region is told what is missing', () => {
  expect(() => readRegion({})).toThrow('set AWS_REGION');
  expect(() => findEndpoint('kms', { AWS_REGION: '' })).toThrow('set AWS_REGION');
});
