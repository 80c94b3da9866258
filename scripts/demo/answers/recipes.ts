/** Small functions that are asked for often, and the instructions they fit. */
interface Recipe {
  readonly fits: RegExp;
  /** `type` gives its argument in TypeScript and nothing in JavaScript. */
  readonly script: (type: (annotation: string) => string) => string;
  readonly python: string;
}

/** Code that does what the instruction says, or undefined if there is none for it in this language. */
export function recipeFor(instruction: string, language: string): string | undefined {
  const recipe = recipes.find(({ fits }) => fits.test(instruction));
  switch (language) {
    case 'typescript':
    case 'typescriptreact':
      return recipe?.script((annotation) => annotation);
    case 'javascript':
    case 'javascriptreact':
      return recipe?.script(() => '');
    case 'python':
      return recipe?.python;
    default:
      return undefined;
  }
}

const recipes: readonly Recipe[] = [
  {
    fits: /\bgroup/i,
    script: (
      type,
    ) => `function groupBy${type('<Item, Key>')}(items${type(': Iterable<Item>')}, keyOf${type(': (item: Item) => Key')})${type(': Map<Key, Item[]>')} {
  const groups = new Map${type('<Key, Item[]>')}();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}`,
    python: `def group_by(items, key_of):
    groups = {}
    for item in items:
        groups.setdefault(key_of(item), []).append(item)
    return groups`,
  },
  {
    fits: /\b(average|mean)\b/i,
    script: (type) => `function average(values${type(': readonly number[]')})${type(': number')} {
  if (values.length === 0) return 0;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}`,
    python: `def average(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0`,
  },
  {
    fits: /\b(sums?|totals?|adds? up)\b/i,
    script: (type) => `function total(values${type(': readonly number[]')})${type(': number')} {
  return values.reduce((sum, value) => sum + value, 0);
}`,
    python: `def total(values: list[float]) -> float:
    return sum(values)`,
  },
  {
    fits: /\bdebounce/i,
    script: (
      type,
    ) => `function debounce${type('<Args extends readonly unknown[]>')}(call${type(': (...args: Args) => void')}, milliseconds${type(': number')})${type(': (...args: Args) => void')} {
  let timer${type(': ReturnType<typeof setTimeout> | undefined')};
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => call(...args), milliseconds);
  };
}`,
    python: `import threading


def debounce(call, seconds: float):
    timer = None

    def later(*args):
        nonlocal timer
        if timer is not None:
            timer.cancel()
        timer = threading.Timer(seconds, call, args)
        timer.start()

    return later`,
  },
  {
    fits: /\bretr(y|ies)/i,
    script: (
      type,
    ) => `async function retry${type('<Result>')}(attempt${type(': () => Promise<Result>')}, tries = 3)${type(': Promise<Result>')} {
  for (let left = tries - 1; ; left -= 1) {
    try {
      return await attempt();
    } catch (error) {
      if (left <= 0) throw error;
    }
  }
}`,
    python: `def retry(attempt, tries: int = 3):
    for left in range(tries - 1, -1, -1):
        try:
            return attempt()
        except Exception:
            if left == 0:
                raise`,
  },
  {
    fits: /\b(unique|duplicates?|distinct)\b/i,
    script: (type) => `function unique${type('<Item>')}(items${type(': Iterable<Item>')})${type(': Item[]')} {
  return [...new Set(items)];
}`,
    python: `def unique(items):
    return list(dict.fromkeys(items))`,
  },
  {
    fits: /\b(slug|slugify)\b/i,
    script: (type) => `function slugify(text${type(': string')})${type(': string')} {
  const plain = text.normalize('NFKD').replace(/\\p{M}/gu, '').toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
}`,
    python: `import re


def slugify(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")`,
  },
];
