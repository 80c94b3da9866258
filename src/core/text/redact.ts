/** Secrets shorter than this are too likely to be ordinary words; no provider issues such keys. */
const shortestSecret = 8;

/** The forms in which a secret turns up in other people's messages. */
function formsOf(secret: string): string[] {
  const forms = [secret, encodeURIComponent(secret)];
  // btoa takes Latin-1 only; a header can carry nothing else either.
  if (/^[\u0020-\u00ff]*$/.test(secret)) forms.push(btoa(secret));
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
}

/** `text` with every secret replaced, as it is, URL-encoded or in base64. Secrets under 8 characters are left alone. */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret.length < shortestSecret) continue;
    for (const form of formsOf(secret)) clean = clean.replaceAll(form, '[redacted]');
  }
  return clean;
}
