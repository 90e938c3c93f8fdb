// What Lambda starts beside a function: takes invocations from the Runtime API, and gives the answers back
// (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html). Plain JavaScript, so that no compiler is part of a start.
// With each answer it says how many microseconds of a processor the process has used.
const { createRequire } = process.getBuiltinModule('module');
const http = process.getBuiltinModule('http');

const [, , file] = process.argv;
const agent = new http.Agent({ keepAlive: true });
const api = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation`;

function send(method, path, body, headers) {
  return new Promise((resolve) => {
    const request = http.request(`${api}/${path}`, { method, agent, headers }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () => resolve({ headers: response.headers, text: Buffer.concat(parts).toString() }));
    });
    // The benchmark is over.
    request.on('error', () => process.exit()).end(body);
  });
}

const { handler } = file.endsWith('.cjs') ? createRequire(file)(file) : await import(file);

for (;;) {
  const { headers, text } = await send('GET', 'next');
  const id = headers['lambda-runtime-aws-request-id'];
  const context = {
    awsRequestId: id,
    functionName: 'benchmark',
    getRemainingTimeInMillis: () => Number(headers['lambda-runtime-deadline-ms']) - Date.now(),
  };
  try {
    const answer = JSON.stringify((await handler(JSON.parse(text), context)) ?? null);
    const { user, system } = process.cpuUsage();
    await send('POST', `${id}/response`, answer, { 'processor-microseconds': user + system });
  } catch (error) {
    await send('POST', `${id}/error`, JSON.stringify({ errorType: error.name, errorMessage: error.stack }));
  }
}
