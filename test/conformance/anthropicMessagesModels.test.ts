// What the list of the Messages API tells of its models.
import assert from 'node:assert/strict';
import { ChaosServer, reply } from '../support/chaos.ts';
import { providerAt, wireOf } from '../support/wires.ts';

/** What becomes of one entry. */
async function entry(model: object) {
  const body = JSON.stringify({ data: [{ id: 'm', type: 'model', ...model }], has_more: false });
  await using server = await ChaosServer.start(() => reply(200, body));
  const provider = await providerAt(wireOf('anthropic-messages'), server.origin);
  const [info] = await provider.listModels(new AbortController().signal);
  assert.equal(server.requests[0]?.headers['anthropic-version'], '2026-10-21');
  return info;
}

const yes = { supported: true };
const no = { supported: false };
const efforts = { ...yes, low: yes, medium: yes, high: yes, xhigh: null, max: yes };

describe('anthropic-messages: what the list tells', () => {
  it('reads what a model takes, its sizes, and when it goes', async () => {
    const info = await entry({
      display_name: 'Model 5.5',
      max_input_tokens: 1_000_000,
      max_tokens: 128_000,
      lifecycle: 'deprecated',
      retires_at: '2026-11-30T00:00:00Z',
      capabilities: {
        image_input: yes,
        pdf_input: no,
        structured_outputs: yes,
        effort: efforts,
        thinking: { ...yes, types: { adaptive: yes, disabled: no, enabled: no, between_tools: no } },
      },
    });
    assert.deepEqual(info, {
      id: 'm',
      name: 'Model 5.5',
      contextWindow: 1_000_000,
      maxOutput: 128_000,
      rules: {
        image: 'yes',
        pdf: 'no',
        jsonSchema: 'native',
        thinks: 'always',
        efforts: ['low', 'medium', 'high', 'max'],
        takes: { reasoning_effort: 'yes' },
      },
      retiresOn: '2026-11-30',
    });
  });

  it('knows the effort none where thinking can be switched off', async () => {
    const thinking = { ...yes, types: { adaptive: yes, disabled: yes } };
    const info = await entry({ capabilities: { effort: efforts, thinking } });
    assert.deepEqual(info?.rules?.efforts, ['none', 'low', 'medium', 'high', 'max']);
    assert.equal(info.rules.thinks, 'byEffort');
  });

  it('knows a model without effort and without thinking', async () => {
    const info = await entry({ capabilities: { effort: no, thinking: no, structured_outputs: no } });
    assert.deepEqual(info?.rules, {
      jsonSchema: 'instructed',
      thinks: 'never',
      efforts: [],
      takes: { reasoning_effort: 'no' },
    });
  });

  for (const capabilities of [undefined, null, {}, 'all', { effort: true, thinking: {} }]) {
    it(`knows nothing from capabilities of ${JSON.stringify(capabilities)}`, async () => {
      assert.deepEqual(await entry({ capabilities, max_input_tokens: null, retires_at: null }), { id: 'm' });
    });
  }
});
