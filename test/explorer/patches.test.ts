import { vi } from 'vitest';
import { patches } from './scenarios/patches.ts';
import { testScenarios } from './test-scenarios.ts';

// The pause between two attempts.
vi.mock('node:timers/promises', () => ({ setTimeout: async () => undefined }));

testScenarios(patches);
