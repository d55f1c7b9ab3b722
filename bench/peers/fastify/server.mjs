// What a Node team would write for the same job: Fastify, undici's pool, opossum's circuit breakers, retries; nothing cached.
// Tuned: one buffered access line per request instead of two written at once; a schema to serialize by; 128 upstream connections,
// since undici looks for a free one from the first on; no second timer and no snapshots in opossum, since undici already times each
// call out; the list passed on as it came.
import Fastify from 'fastify';
import CircuitBreaker from 'opossum';
import pino from 'pino';
import { Pool } from 'undici';

const timeout = Number(process.env.TIMEOUT_MS ?? 2000);
// No pipelining: when event.com closes a connection, the calls behind it would fail too.
const pool = new Pool(process.env.EVENT_API_BASE_URL, { connections: 128, pipelining: 1, headersTimeout: timeout, bodyTimeout: timeout });

const get = async (path, read) => {
  for (let retries = 0; ; retries += 1) {
    try {
      const response = await pool.request({ path, method: 'GET' });
      if (response.statusCode !== 200) {
        await response.body.dump();
        throw new Error(`event.com answered ${response.statusCode}`);
      }
      return await response.body[read]();
    } catch (e) {
      if (retries === 2) throw e;
      await new Promise((resume) => setTimeout(resume, 50 << retries));
    }
  }
};
const circuit = (call) => new CircuitBreaker(call, {
  timeout: false, errorThresholdPercentage: 50, volumeThreshold: 20, resetTimeout: 5000, enableSnapshots: false,
});
const users = circuit(() => get('/getUsers', 'text'));
const user = circuit((id) => get(`/getUserById/${encodeURIComponent(id)}`, 'json'));
const event = circuit((id) => get(`/getEventById/${encodeURIComponent(id)}`, 'json'));

const app = Fastify({
  logger: { stream: pino.destination({ dest: 1, sync: false, minLength: 4096 }) },
  disableRequestLogging: true,
});
app.addHook('onResponse', (request, reply, done) => {
  request.log.info({ method: request.method, url: request.url, status: reply.statusCode, ms: reply.elapsedTime }, 'answered');
  done();
});
app.get('/getUsers', async (request, reply) => {
  reply.type('application/json');
  return users.fire();
});
const events = {
  type: 'array',
  items: {
    type: 'object',
    properties: { id: { type: 'integer' }, name: { type: 'string' }, userId: { type: 'integer' }, details: { type: 'string' } },
  },
};
app.get('/getEventsByUserId/:id', { schema: { response: { 200: events } } }, async (request) => {
  const found = await user.fire(request.params.id);
  return Promise.all(found.events.map((id) => event.fire(id)));
});
await app.listen({ port: Number(process.env.PORT ?? 3000), host: '127.0.0.1' });
