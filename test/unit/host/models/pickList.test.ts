import assert from 'node:assert/strict';
import { type Item, refOf, separator } from '../../../../src/host/models/pickerItems.ts';
import { type ItemPick, PickList } from '../../../../src/host/models/pickList.ts';

function model(ref: string): Item {
  return { label: ref, choice: { type: 'model', ref } };
}

/** What VS Code does with a list: the cursor goes to the first item of a new one. */
class Screen implements ItemPick {
  activeItems: readonly Item[] = [];
  value = '';
  sent = 0;
  #items: readonly Item[] = [];

  get items(): readonly Item[] {
    return this.#items;
  }

  set items(items: readonly Item[]) {
    this.#items = items;
    this.sent += 1;
    this.activeItems = items.filter((item) => item.choice).slice(0, 1);
  }

  get refs(): readonly (string | undefined)[] {
    return this.#items.filter((item) => item.choice).map((item) => refOf(item) ?? item.label);
  }

  get cursor(): string | undefined {
    return refOf(this.activeItems[0]);
  }

  moveTo(ref: string): void {
    this.activeItems = this.#items.filter((item) => refOf(item) === ref);
  }
}

const automatic = [separator('Parley chooses'), model('parley/cheapest')];
const addKey = '$(key) Add API Key…';

function setUp(current: string) {
  const screen = new Screen();
  return { screen, list: new PickList(screen, current, automatic, ['A', 'B']) };
}

describe('the list of models', () => {
  it('grows by section, in their order, below the models that Parley chooses', () => {
    const { screen, list } = setUp('');
    assert.deepEqual(screen.refs, [addKey]);
    list.fill(1, [separator('B'), model('b/1')]);
    list.fill(0, [separator('A'), model('a/1')]);
    assert.deepEqual(screen.refs, ['parley/cheapest', 'a/1', 'b/1', addKey]);
  });

  it('has the cursor on the model in use as soon as it is there, else on the first model of a provider', () => {
    const { screen, list } = setUp('b/2');
    list.fill(0, [model('a/1'), model('a/2')]);
    assert.equal(screen.cursor, 'a/1');
    list.fill(1, [model('b/1'), model('b/2')]);
    assert.equal(screen.cursor, 'b/2');
  });

  it('has it on an automatic model where that is in use', () => {
    const { screen, list } = setUp('parley/cheapest');
    list.fill(0, [model('a/1')]);
    assert.equal(screen.cursor, 'parley/cheapest');
  });

  it('leaves the cursor where the user put it', () => {
    const { screen, list } = setUp('b/2');
    list.fill(0, [model('a/1'), model('a/2')]);
    screen.moveTo('a/2');
    list.fill(1, [model('b/1'), model('b/2')]);
    assert.equal(screen.cursor, 'a/2');
    list.fill(0, [model('a/1'), model('a/2')]);
    assert.equal(screen.cursor, 'a/2');
  });

  it('offers a typed ref that no list names, and only then sends a long list again', () => {
    const { screen, list } = setUp('a/1');
    list.fill(0, [model('a/1')]);
    const type = (value: string): void => {
      screen.value = value;
      list.typed();
    };
    const before = screen.sent;
    for (const value of ['a', 'a/1', 'son']) type(value);
    assert.equal(screen.sent, before);
    type('a/new');
    assert.equal(screen.refs[0], 'a/new');
    type('parley/cheapest');
    assert.deepEqual(screen.refs, ['parley/cheapest', 'a/1', addKey]);
    type('');
    assert.equal(screen.cursor, 'a/1');
  });
});
