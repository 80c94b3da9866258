// The real fetch with its response's bytes cut or parcelled differently: where pieces end is then exact, whatever the socket did.

type Fetch = typeof globalThis.fetch;

async function* bytesOf(response: Response): AsyncGenerator<number> {
  for await (const piece of response.body ?? []) yield* piece as Uint8Array;
}

/** Delivers the body in pieces that end at `cuts` (offsets in bytes, ascending). */
export function fetchInPieces(cuts: readonly number[]): Fetch {
  return tampered((bytes) => {
    const edges = [0, ...cuts.filter((cut) => cut > 0 && cut < bytes.length), bytes.length];
    return edges.slice(1).map((edge, n) => bytes.slice(edges[n] ?? 0, edge));
  });
}

/** Delivers every byte as a piece of its own. */
export const fetchByBytes: Fetch = tampered((bytes) => [...bytes].map((byte) => Uint8Array.of(byte)));

/** Ends the body cleanly after `length` bytes. */
export function fetchCutAt(length: number): Fetch {
  return tampered((bytes) => (length === 0 ? [] : [bytes.slice(0, length)]));
}

function tampered(parcel: (bytes: Uint8Array) => readonly Uint8Array[]): Fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    const bytes: number[] = [];
    for await (const byte of bytesOf(response)) bytes.push(byte);
    const { status, headers } = response;
    const pieces = [...parcel(Uint8Array.from(bytes))];
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        const piece = pieces.shift();
        if (piece) controller.enqueue(piece);
        else controller.close();
      },
    });
    return new Response(body, { status, headers });
  };
}
