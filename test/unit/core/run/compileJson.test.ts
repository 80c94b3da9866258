import assert from 'node:assert/strict';
import { compile, tool, withParameters } from '../../../support/compiling.ts';
import { request } from '../../../support/pipeline.ts';

describe('JSON', () => {
  const schema = { type: 'object', properties: { a: { type: 'number' } } };
  const bySchema = { type: 'json_schema', json_schema: { name: 'a', schema } } as const;
  const object = { type: 'json_object' } as const;

  it('is asked for by the API where it can be', () => {
    const found = withParameters({ response_format: bySchema });
    assert.deepEqual(found.parameters.response_format, bySchema);
    assert.deepEqual(found.json, bySchema);
    assert.deepEqual(found.notices, []);
  });

  it('mentions the word that JSON mode needs, unless it is there', () => {
    const added = withParameters({ response_format: object });
    assert.deepEqual(added.notices, ['added response_format']);
    assert.match(JSON.stringify(added.messages), /JSON/);
    const there = [{ role: 'system', text: 'Answer in json.' } as const, ...request.messages];
    assert.deepEqual(compile({ messages: there, parameters: { response_format: object } }).notices, []);
  });

  it('is asked for in words where the API has no form, and checked all the same', () => {
    const found = withParameters({ response_format: bySchema }, { jsonSchema: 'instructed' });
    assert.equal(found.parameters.response_format, undefined);
    assert.match(JSON.stringify(found.messages[0]), /JSON Schema/);
    assert.deepEqual(found.json, bySchema);
    assert.deepEqual(found.notices, ['emulated response_format']);
  });

  it('is asked for in words beside tools where the two exclude each other', () => {
    const parameters = { response_format: bySchema };
    const found = compile({ parameters, tools: [tool] }, { jsonWithTools: 'no' });
    assert.equal(found.parameters.response_format, undefined);
    assert.deepEqual(found.notices, ['emulated response_format']);
  });

  it('is asked for in words beside a forced tool where only that one excludes it', () => {
    const asked = (tool_choice: 'auto' | 'required') =>
      compile({ parameters: { response_format: bySchema, tool_choice }, tools: [tool] }, { jsonWithTools: 'unforced' });
    assert.deepEqual(asked('auto').parameters.response_format, bySchema);
    assert.deepEqual(asked('required').notices, ['emulated response_format']);
  });

  it('is not asked for by "text"', () => {
    const found = withParameters({ response_format: { type: 'text' } });
    assert.deepEqual([found.parameters, found.json], [{}, undefined]);
  });
});
