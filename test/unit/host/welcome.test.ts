import assert from 'node:assert/strict';
import { welcomeView } from '../../../src/host/panel/welcome.ts';

describe('the empty panel', () => {
  it('offers every way in while nothing is connected', () => {
    const view = welcomeView({ connection: 'none', openFile: 'none', previousChat: 'none', found: [] });
    assert.ok(view.type === 'connect');
    assert.deepEqual(
      view.offers.map(({ id }) => id),
      ['addKey', 'local', 'editorModels', 'custom'],
    );
  });

  it('offers the way back to the last chat, connected or not', () => {
    for (const connection of ['none', 'some'] as const) {
      for (const previousChat of ['none', 'kept'] as const) {
        const view = welcomeView({ connection, openFile: 'none', previousChat, found: [] });
        const offers = view.type === 'connect' ? view.offers : view.starters;
        const isOffered = offers.some((offer) => offer.id === 'previous');
        assert.equal(isOffered, previousChat === 'kept', `${connection}, ${previousChat}`);
      }
    }
  });
});
