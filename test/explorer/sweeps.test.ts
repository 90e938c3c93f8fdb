import { vi } from 'vitest';
import { sweeping } from './scenarios/sweeps.ts';
import { testScenarios } from './test-scenarios.ts';

// The pause between two attempts.
vi.mock('node:timers/promises', () => ({ setTimeout: async () => undefined }));

testScenarios(sweeping);
