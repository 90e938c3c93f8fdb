import { vi } from 'vitest';
import { leaving } from './scenarios/leaving.ts';
import { testScenarios } from './test-scenarios.ts';

// The pause between two attempts.
vi.mock('node:timers/promises', () => ({ setTimeout: async () => undefined }));

testScenarios(leaving);
