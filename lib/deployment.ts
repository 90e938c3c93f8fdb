import { Annotations, type App, type Environment } from 'aws-cdk-lib';
import { readContext } from './read-context.ts';
import { ApiStack } from './stacks/api-stack.ts';
import { DataStack } from './stacks/data-stack.ts';
import { TargetsStack } from './stacks/targets-stack.ts';

/** What a deployment needs besides its context. */
export interface DeployProps {
  /** The directory of the bundles. */
  readonly bundles: string;
  /** The directory of the bundles of integrations. */
  readonly integrations: string;
  /** The directory of the console's files. */
  readonly consoleFiles: string;
  /**
   * The account and region of the stacks.
   * @default - those of the credentials that deploy
   */
  readonly env?: Environment;
}

/** The stacks of one deployment. */
export interface Deployment {
  readonly data: DataStack;
  readonly api: ApiStack;
  /** Where events go; undefined where the context names no targets. */
  readonly targets: TargetsStack | undefined;
}

/**
 * Puts the stacks of a deployment into an app: what must last apart from what may be made again.
 *
 * @throws Error when the context is not right
 */
export function deploy(app: App, { bundles, integrations, consoleFiles, ...env }: DeployProps): Deployment {
  const context = readContext(app);
  const data = new DataStack(app, `${context.name}-data`, { ...env, context, bundles });
  const api = new ApiStack(app, `${context.name}-api`, { ...env, context, data, bundles, integrations, consoleFiles });
  Annotations.of(api).acknowledgeWarning(
    '@aws-cdk/core:crossStackReferencesBothTransitional',
    'The exports stay for one release: deployments of 0.1.0 import them.',
  );
  const { eventTargets } = context;
  const targets = eventTargets
    ? new TargetsStack(app, `${context.name}-targets`, {
        ...env,
        context,
        targets: eventTargets,
        data,
        api,
        integrations,
      })
    : undefined;
  return { data, api, targets };
}
