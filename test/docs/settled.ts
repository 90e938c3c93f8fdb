/** Makes the same of answers that differ in nothing but times and ids. */
export function settled(value: unknown): unknown {
  const text = JSON.stringify(value)
    .replace(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, '"a time"')
    .replace(/call-\d+/g, 'a call')
    .replace(/"contextId":"[^"]+"/, '"contextId":"an id"');
  return JSON.parse(text);
}
