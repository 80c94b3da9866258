import assert from 'node:assert/strict';
import { otherAddresses } from '../../../src/core/models/address.ts';
import { type ProviderEntry, readProviderSettings } from '../../../src/core/models/providerSettings.ts';
import type { KeysDeps } from '../../../src/host/keys/keysDeps.ts';
import { type Listing, listingSentence, listWithProof } from '../../../src/host/keys/listing.ts';
import { type ModelServer, startModelServer } from '../../support/modelServer.ts';
import { listModels } from './listModels.ts';

const key = 'secret-0123456789';

function entryAt(baseUrl: string): ProviderEntry {
  const entry = readProviderSettings({ own: { baseUrl } }).entries.find((one) => one.row.id === 'own');
  assert.ok(entry);
  return entry;
}

function list(baseUrl: string, apiKey: string | undefined, signal = new AbortController().signal): Promise<Listing> {
  return listWithProof({ listModels }, entryAt(baseUrl), { apiKey, headers: {} }, signal);
}

async function failureOf(listing: Promise<Listing>): Promise<string> {
  const result = await listing;
  assert.equal(result.type, 'failed');
  return result.error.kind;
}

describe('listing models to test a key', () => {
  let server: ModelServer;
  beforeEach(async () => {
    server = await startModelServer({ key, models: ['a', 'b'] });
  });
  afterEach(() => server.close());

  it('proves a key where the list needs one', async () => {
    const listing = await list(server.baseUrl, key);
    assert.ok(listing.type === 'listed');
    assert.deepEqual(
      listing.models.map((model) => model.id),
      ['a', 'b'],
    );
    assert.equal(listing.key, 'proven');
  });

  it('proves nothing where anyone gets the list', async () => {
    server.behave({ type: 'open' });
    const listing = await list(server.baseUrl, 'no key at all');
    assert.equal(listing.type === 'listed' && listing.key, 'unproven');
  });

  it('asks once where there is no key to prove', async () => {
    server.behave({ type: 'open' });
    const listing = await list(server.baseUrl, undefined);
    assert.equal(listing.type === 'listed' && listing.key, 'none');
    assert.equal(server.requests.length, 1);
  });

  it('tells a wrong key, a web page, a redirect, a wrong path and a refused connection apart', async () => {
    assert.equal(await failureOf(list(server.baseUrl, 'wrong')), 'auth');
    assert.equal(await failureOf(list(server.origin, key)), 'notFound');
    server.behave({ type: 'webPage' });
    assert.equal(await failureOf(list(server.baseUrl, key)), 'notAnApi');
    server.behave({ type: 'redirect', to: 'https://elsewhere.example/v1/models' });
    assert.equal(await failureOf(list(server.baseUrl, key)), 'redirect');
    await server.close();
    assert.equal(await failureOf(list(server.baseUrl, key)), 'network');
  });

  it('can be stopped', async () => {
    server.behave({ type: 'hang' });
    const stop = new AbortController();
    const listing = list(server.baseUrl, key, stop.signal);
    await server.seen(1);
    stop.abort();
    assert.equal(await failureOf(listing), 'cancelled');
  });

  it('has its own words for a list that is not there', async () => {
    const listing = await list(server.origin, key);
    assert.ok(listing.type === 'failed');
    const deps: Pick<KeysDeps, 'sentence'> = { sentence: () => 'does not know the model' };
    const host = new URL(server.origin).host;
    assert.equal(
      listingSentence(deps, entryAt(server.origin), listing.error),
      `${host} answers, but lists no models under ${server.origin}. A wrong base URL?`,
    );
  });

  it('finds the address with the missing or doubled /v1 among the others', async () => {
    for (const wrong of [server.origin, `${server.origin}/v1/v1`, `${server.origin}/v1/chat/completions`]) {
      assert.equal(await failureOf(list(wrong, key)), 'notFound');
      const [first = ''] = otherAddresses(wrong);
      assert.equal((await list(first, key)).type, 'listed');
    }
  });
});
