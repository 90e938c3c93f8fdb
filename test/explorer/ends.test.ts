import { vi } from 'vitest';
import { ending } from './scenarios/ends.ts';
import { testScenarios } from './test-scenarios.ts';

// The pause between two attempts.
vi.mock('node:timers/promises', () => ({ setTimeout: async () => undefined }));

testScenarios(ending);
