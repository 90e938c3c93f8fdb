/** What the SDK signs requests with. */
interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * Stands in for the SDK's chain of credential providers in the bundles. Lambda gives a function the credentials of its
 * role in the environment and nowhere else, so files, profiles, SSO and metadata services would only be weight. They
 * outlive the environment they are given to, hence no expiry.
 *
 * @returns a provider, as `@aws-sdk/credential-provider-node` does under the same name
 * @throws Error, by the provider, when the environment has no credentials
 */
export function defaultProvider(): () => Promise<Credentials> {
  return async () => {
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
    if (AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY) {
      return {
        accessKeyId: AWS_ACCESS_KEY_ID,
        secretAccessKey: AWS_SECRET_ACCESS_KEY,
        ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
      };
    }
    throw new Error('The environment has no AWS credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.');
  };
}
