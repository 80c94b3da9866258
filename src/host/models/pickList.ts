import type * as vscode from 'vscode';
import { addKeyItem, type Item, refOf, separator, typedItem } from './pickerItems.ts';

/** The part of a quick pick that the list looks at and changes. */
export type ItemPick = Pick<vscode.QuickPick<Item>, 'items' | 'activeItems' | 'value'>;

/**
 * The models in a quick pick, as their sections come in. The cursor stays where the user put it; until then it is on the model in
 * use, or on the first one that is listed.
 */
export class PickList {
  readonly #pick: ItemPick;
  readonly #current: string;
  readonly #automatic: readonly Item[];
  readonly #sections: Item[][];
  #typed: readonly Item[] = [];
  /** Where this list put the cursor last. */
  #placed: string | undefined;

  /** @param automatic what stands above the models; not alone, for Enter should not take it before there is anything else */
  constructor(pick: ItemPick, current: string, automatic: readonly Item[], names: readonly string[]) {
    this.#pick = pick;
    this.#current = current;
    this.#automatic = automatic;
    this.#sections = names.map((name) => [separator(name)]);
    this.#pick.items = this.#items();
  }

  /** Replaces a section. */
  fill(at: number, items: Item[]): void {
    const active = refOf(this.#pick.activeItems[0]);
    const isMoved = this.#isMoved(active);
    this.#sections[at] = items;
    this.#pick.items = this.#items();
    this.#moveTo(isMoved ? active : this.#home());
    if (!isMoved) this.#placed = refOf(this.#pick.activeItems[0]);
  }

  /** Looks at what is in the filter now. Long lists are sent again only if that changes them. */
  typed(): void {
    const before = this.#typed;
    const items = this.#items();
    if (before.length > 0 || this.#typed.length > 0) this.#pick.items = items;
    if (this.#pick.value === '') this.#moveTo(this.#home());
  }

  #items(): Item[] {
    const listed = this.#sections.flat();
    const automatic = listed.some((one) => refOf(one) !== undefined) ? this.#automatic : [];
    this.#typed = typedItem(this.#pick.value, [...automatic, ...listed]);
    return [...this.#typed, ...automatic, ...listed, separator(''), addKeyItem];
  }

  /** VS Code itself puts the cursor on the first item of a new list. */
  #isMoved(active: string | undefined): boolean {
    const first = refOf(this.#pick.items.find((one) => one.choice));
    return this.#pick.value !== '' || (active !== undefined && active !== this.#placed && active !== first);
  }

  #home(): string | undefined {
    const listed = this.#sections.flat();
    const isListed = [...this.#automatic, ...listed].some((one) => refOf(one) === this.#current);
    return isListed ? this.#current : refOf(listed.find((one) => refOf(one) !== undefined));
  }

  #moveTo(ref: string | undefined): void {
    const found = ref === undefined ? undefined : this.#pick.items.find((one) => refOf(one) === ref);
    if (found) this.#pick.activeItems = [found];
  }
}
