import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { expect, test } from 'vitest';
import { deployInto, newApp } from './synthesize.ts';
import { variants } from './variants.ts';

function violations(app: App): string[] {
  const reports = [new AwsSolutionsChecks(app), new ServerlessChecks(app)].map((pack) => pack.validateScope(app));
  return [...new Set(reports.flatMap((report) => report.violations.map(({ ruleName }) => ruleName)))].sort();
}

test.each(Object.entries(variants))('with %s no rule of the two packs is broken', (_, context) => {
  const app = newApp(context);
  deployInto(app);
  expect(violations(app)).toEqual([]);
});

test('acknowledges no rule that would not be broken, and each with a reason', () => {
  const app = newApp();
  deployInto(app);
  const key = Validations.ACKNOWLEDGED_RULES_METADATA_KEY;
  const acknowledged: Record<string, string> = {};
  for (const { node } of app.node.findAll()) {
    for (const { type, data } of node.metadata) if (type === key) Object.assign(acknowledged, data);
    Object.defineProperty(node, 'metadata', { get: () => [] });
  }
  const rules = Object.keys(acknowledged).map((id) => id.replace(/^Annotation::/, ''));
  expect(rules.sort()).toEqual(violations(app));
  for (const reason of Object.values(acknowledged)) expect(reason.length).toBeGreaterThan(60);
});
