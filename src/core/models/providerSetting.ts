import { catalogRow } from './catalog.ts';
import type { ProviderEntry } from './providerSettings.ts';

/** A provider of the catalogue as it is to stand in `parley.providers`: its address, and what differs from its row. */
export function providerSetting({
  row,
  baseUrl,
  headerNames,
  models,
}: ProviderEntry): Readonly<Record<string, unknown>> {
  const known = catalogRow(row.id);
  return {
    ...(row.name === known?.name ? {} : { name: row.name }),
    baseUrl,
    ...(row.wireApi === known?.wireApi ? {} : { wireApi: row.wireApi }),
    ...(row.key === known?.key ? {} : { key: row.key }),
    ...(headerNames.length === 0 ? {} : { headers: headerNames }),
    ...(models.length === 0 ? {} : { models }),
  };
}
