import './styles/main.css';
import { effect } from '@preact/signals';
import { render } from 'preact';
import { App } from './components/app.tsx';
import { copyDraft } from './draft.ts';
import { focusInputWithPanel } from './focus.ts';
import { listen, post } from './host.ts';
import { isComposing } from './keys.ts';
import { tellFields } from './sheet.ts';
import { composer, receive, settings } from './state.ts';

effect(() => {
  if (settings.value) document.documentElement.lang = settings.value.language;
});

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape' || isComposing(event) || composer.value.busy !== 'answering') return;
  event.preventDefault();
  post({ type: 'stop' });
});

// The page may be gone a moment later.
for (const type of ['pagehide', 'blur']) {
  window.addEventListener(type, () => {
    copyDraft();
    tellFields();
  });
}

focusInputWithPanel();
listen(receive);
const root = document.getElementById('panel');
if (root) render(<App />, root);
post({ type: 'ready' });
