import { expect, test } from 'vitest';
import { operations } from '#contract/operations.ts';
import { scenes, setStage } from '../contract/play.ts';
import { useApi } from '../support/api.ts';
import { worstBodies } from '../support/worst-bodies.ts';

const kilobyte = 1024;

/** Below the limit of a body, with what stands around. */
const largest = 254 * kilobyte;

/** Milliseconds of the processor for a quarter of that, below which nothing is looked at closely. */
const negligible = 20;

/** Four times the body takes four times the time, and 16 times where the time is quadratic. */
const mostRatio = 9;

const names = new Set(operations.map(({ operation }) => operation));

/** Of the worst bodies the suite sends one of sixteen: each kind of them to many operations, and in many places. */
const share = 16;

/** Sends the worst bodies to every operation that takes one. @param wantsAll in all places, not only in those that differ */
export function testLinearBodies(wantsAll: boolean): void {
  const api = useApi();

  test('a body of four times the size takes an operation no more than about four times as long, whatever it is', {
    timeout: 3_600_000,
  }, async () => {
    await setStage(api);
    let seen = 0;
    let sent = 0;
    for (const { operation, request } of scenes) {
      const { method, path, headers } = request;
      // Another path of an operation is the same code.
      const body = names.has(operation.operationId) ? request.body : undefined;
      // The processor's time of this process, gateway and store too: other processes do not count.
      const time = async (worst: string) => {
        const before = process.cpuUsage();
        const { status, body: answer } = await api.send(method, path, { headers, body: worst });
        const { user, system } = process.cpuUsage(before);
        expect(status, `${operation.operationId}: ${worst.slice(0, 200)}`).toBeLessThan(500);
        expect(answer?.code).not.toBe('body-too-large');
        return (user + system) / 1000;
      };
      const least = async (worst: string) => Math.min(await time(worst), await time(worst), await time(worst));
      for (const { title, ofBytes } of body === undefined ? [] : worstBodies(body, wantsAll)) {
        seen += 1;
        if (!wantsAll && seen % share !== 0) continue;
        const quarter = ofBytes(largest / 4);
        sent += 1;
        const ofQuarter = await time(quarter);
        if (ofQuarter < negligible || (await time(ofBytes(largest))) < mostRatio * ofQuarter) continue;
        // The garbage collector takes its time now and then, but not each time.
        const ratio = async () => (await least(ofBytes(largest))) / (await least(quarter));
        if ((await ratio()) < mostRatio) continue;
        expect(await ratio(), `${operation.operationId}: ${title}`).toBeLessThan(mostRatio);
      }
      await api.send(method, path, { headers, ...(request.body !== undefined && { body: request.body }) });
    }
    expect(sent).toBeGreaterThan(wantsAll ? 500 : 35);
  });
}
