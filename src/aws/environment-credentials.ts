/** What requests to AWS are signed with. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * The only credentials that a function has: Lambda gives it those of its role in the environment and nowhere else, so files, profiles,
 * SSO and metadata services would only be weight. They outlive the environment they are given to, hence no expiry.
 *
 * @throws Error when the environment has none
 */
export function readCredentials(): Credentials {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY) {
    return {
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
    };
  }
  throw new Error('The environment has no AWS credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.');
}

/** The same as `@aws-sdk/credential-provider-node` gives it: in the bundles it stands in for the SDK's chain of providers. */
export function defaultProvider(): () => Promise<Credentials> {
  return async () => readCredentials();
}
