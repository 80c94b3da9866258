/** Asks for the answer of the model called `model` and resolves with its text. */
export type ReadAnswer = (model: string) => Promise<string>;

/** What every reader asks. */
export const prompt = 'Go.';
