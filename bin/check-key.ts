import { checkKey } from '../lib/key-check/check-key.ts';
import { isUsable, report } from '../lib/key-check/finding.ts';

const [keyId = process.env.KMS_KEY_ID, ...more] = process.argv.slice(2);
if (!keyId || more.length > 0) {
  process.stderr.write('Say which key: npm run check-key -- <its ARN, or alias/name>; or set KMS_KEY_ID.\n');
  process.exitCode = 1;
} else {
  const findings = await checkKey(keyId);
  process.stdout.write(report(findings));
  process.exitCode = isUsable(findings) ? 0 : 1;
}
