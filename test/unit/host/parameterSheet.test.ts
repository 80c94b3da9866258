import assert from 'node:assert/strict';
import type { Capabilities, CapabilityRules } from '../../../src/core/models/capabilities.ts';
import { withRules } from '../../../src/core/models/capabilities.ts';
import { wireStandards } from '../../../src/core/models/wireStandards.ts';
import { ParameterSheet } from '../../../src/host/panel/parameterSheet.ts';
import { parameterProblem } from '../../../src/host/run/chatRequest.ts';
import type { FieldView } from '../../../src/protocol/panel.ts';

interface Around {
  readonly kept?: unknown;
  readonly parameters?: unknown;
  readonly preset?: string;
  readonly rules?: CapabilityRules;
  readonly presets?: readonly { readonly id: string; readonly name: string }[];
}

function openSheet({
  kept,
  parameters,
  preset = '',
  rules = {},
  presets = [{ id: 'code', name: 'Code' }],
}: Around = {}) {
  const memory = new Map<string, unknown>(kept === undefined ? [] : [['parley.chatParameters', kept]]);
  let capabilities: Capabilities | undefined = withRules(wireStandards['openai-chat'], rules);
  const sheet = new ParameterSheet({
    memory: {
      get: (key) => memory.get(key),
      update: async (key, value) => void memory.set(key, value),
    },
    settings: () => ({ parameters, preset }),
    presets: () => presets,
    capabilities: () => capabilities,
    problem: parameterProblem,
  });
  const field = (name: string): FieldView => {
    const found = sheet.view().fields.find((one) => one.name === name);
    assert.ok(found, name);
    return found;
  };
  const forgetModel = () => {
    capabilities = undefined;
  };
  return { sheet, field, memory, forgetModel };
}

describe('the parameter sheet', () => {
  it('sends what is set, as the values they are', () => {
    const { sheet } = openSheet();
    for (const [name, text] of Object.entries({
      preset: 'code',
      temperature: '0.7',
      reasoning_effort: 'low',
      max_tokens: '512',
      stop: 'END\n\n\\n\\n\n',
      seed: '0',
      response_format: 'json_object',
    }))
      sheet.set(name, text);
    assert.deepEqual(sheet.overrides(), {
      preset: 'code',
      parameters: {
        temperature: 0.7,
        reasoning_effort: 'low',
        max_tokens: 512,
        stop: ['END', '\n\n'],
        seed: 0,
        response_format: { type: 'json_object' },
      },
    });
    assert.equal(sheet.view().summary, '7 set');
  });

  it('sends nothing that was not set', () => {
    const { sheet } = openSheet({ parameters: { temperature: 0.2 }, preset: 'code' });
    assert.deepEqual(sheet.overrides(), { parameters: {}, preset: undefined });
    assert.equal(sheet.view().summary, '');
  });

  it('never sends what is wrong, and says what is wrong with it', () => {
    const { sheet, field } = openSheet();
    sheet.set('temperature', '3');
    sheet.set('max_tokens', 'many');
    sheet.set('preset', 'gone');
    sheet.set('seed', '4');
    assert.deepEqual(sheet.overrides(), { parameters: { seed: 4 }, preset: undefined });
    assert.match(field('temperature').problem, /temperature.*0 to 2/);
    assert.match(field('max_tokens').problem, /max_tokens/);
    assert.equal(field('preset').problem, 'There is no preset "gone" any more.');
    assert.equal(field('seed').problem, '');
    assert.equal(field('temperature').value, '3', 'as it was typed');
  });

  it('holds no preset for wrong while none are known', () => {
    const { sheet } = openSheet({ kept: { preset: 'code' }, presets: [] });
    assert.equal(sheet.overrides().preset, 'code');
  });

  it('takes back one field, or all, and tells of each change', () => {
    const { sheet, field } = openSheet();
    let changes = 0;
    sheet.onDidChange(() => {
      changes += 1;
    });
    sheet.set('seed', '1');
    sheet.set('temperature', '1');
    sheet.set('seed', '  ');
    assert.equal(field('seed').value, '');
    sheet.reset();
    assert.deepEqual(sheet.overrides(), { parameters: {}, preset: undefined });
    assert.equal(changes, 4);
  });

  it('ignores names that are none of its fields', () => {
    const { sheet, memory } = openSheet();
    for (const name of ['extra_body', '__proto__', 'constructor', '']) sheet.set(name, '1');
    assert.deepEqual(sheet.overrides(), { parameters: {}, preset: undefined });
    assert.equal(memory.size, 0);
  });

  it('remembers, and starts empty from what it can not read', () => {
    const { sheet, memory } = openSheet();
    sheet.set('seed', '1');
    const kept = memory.get('parley.chatParameters');
    assert.equal(openSheet({ kept }).field('seed').value, '1');
    for (const broken of ['x', 7, [], { seed: 1 }, null])
      assert.equal(openSheet({ kept: broken }).sheet.view().summary, '');
  });

  it('says what holds otherwise', () => {
    const { field } = openSheet({ parameters: { temperature: 0.7, stop: ['END'] }, preset: 'code' });
    const names = ['preset', 'temperature', 'stop', 'seed', 'max_tokens', 'response_format'];
    assert.deepEqual(
      names.map((name) => field(name).otherwise),
      ['code (settings)', '0.7 (settings)', '["END"] (settings)', 'none', "the model's own", 'text'],
    );
  });

  it('turns off what the model does not take, and leaves what was set where it is', () => {
    const rules: CapabilityRules = { takes: { temperature: 'no', seed: 'effortNone' }, efforts: [] };
    const { sheet, field } = openSheet({ rules, kept: { temperature: '0.2' } });
    assert.equal(field('temperature').off, 'The model does not take it.');
    assert.equal(field('temperature').value, '0.2');
    assert.equal(field('reasoning_effort').off, 'The model does not take it.');
    assert.equal(field('seed').off, 'Only with reasoning effort none.');
    sheet.set('reasoning_effort', 'none');
    assert.equal(field('seed').off, '');
    assert.equal(field('max_tokens').off, '');
  });

  it('offers the efforts and the temperatures the model takes, and all while that is not known', () => {
    const { field, forgetModel } = openSheet({ rules: { efforts: ['low', 'high'], temperatureMost: 1 } });
    const efforts = () => {
      const { input } = field('reasoning_effort');
      return input.type === 'choice' ? input.options.map(({ value }) => value) : [];
    };
    assert.deepEqual(efforts(), ['low', 'high']);
    assert.deepEqual(field('temperature').input, { type: 'number', min: 0, max: 1, step: 0.1 });
    forgetModel();
    assert.equal(efforts().length, 7);
    assert.equal(field('temperature').off, '');
  });
});
