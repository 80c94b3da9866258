import { announcement, settings, turnIds } from '../state.ts';
import { Composer } from './composer.tsx';
import { Transcript } from './transcript.tsx';
import { Welcome } from './welcome.tsx';

/** The panel. Shows nothing until the host has said what there is. */
export function App() {
  if (!settings.value) return null;
  return (
    <>
      <main class="conversation">
        <h1 class="visually-hidden">Parley</h1>
        {turnIds.value.length === 0 ? <Welcome /> : <Transcript />}
      </main>
      <Composer />
      <Status />
    </>
  );
}

/** Tells a screen reader what has happened. Streaming text is not announced. */
function Status() {
  const { text, number } = announcement.value;
  return (
    <div class="visually-hidden" role="status">
      <span key={number}>{text}</span>
    </div>
  );
}
