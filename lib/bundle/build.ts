import { bundle, bundleIntegrations } from './bundle.ts';

await bundle();
await bundleIntegrations();
