import { transportLimits } from '../../../src/core/run/limits.ts';
import type { KeysDeps } from '../../../src/host/keys/keysDeps.ts';
import { loadProvider } from '../../../src/providers/load.ts';

/** Lists models with the real adapters, as the extension does. */
export const listModels: KeysDeps['listModels'] = async ({ row, baseUrl }, { apiKey, headers }, signal) => {
  const { id: providerId, name, wireApi } = row;
  const connection = {
    providerId,
    name,
    wireApi,
    baseUrl,
    apiKey,
    headers,
    keyHeader: row.keyHeader ?? 'bearer',
    plainHttp: 'loopbackOnly',
  } as const;
  const provider = await loadProvider(connection, { fetch: globalThis.fetch, limits: transportLimits });
  return provider.listModels(signal);
};
