import { vi } from 'vitest';
import { settling } from './scenarios/settings.ts';
import { testScenarios } from './test-scenarios.ts';

// The pause between two attempts.
vi.mock('node:timers/promises', () => ({ setTimeout: async () => undefined }));

testScenarios(settling);
