// What the todo pages share: the user's steps, made by events as a browser test of a framework makes them, and their time.

declare global {
  interface Window {
    /** One run of the steps: milliseconds. */
    work(): number;
  }
}

const ITEMS = 100;

/** `list` is emptied by the steps; `field` takes Enter for a new item; each item has a box and a button. */
export function stepsOn(root: HTMLElement): void {
  const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!;
  window.work = () => {
    const begin = performance.now();
    const field = root.querySelector<HTMLInputElement>('input.new')!;
    for (let i = 0; i < ITEMS; i += 1) {
      setValue.call(field, `Thing to do, number ${i}`);
      field.dispatchEvent(new Event('input', { bubbles: true }));
      field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    }
    for (const box of root.querySelectorAll<HTMLInputElement>('li input')) box.click();
    // Layout is a part of every step that a user sees.
    const height = root.offsetHeight;
    for (const button of root.querySelectorAll<HTMLButtonElement>('li button')) button.click();
    if (height === 0 || root.querySelector('li')) throw new Error('The steps did not do what they should.');
    return performance.now() - begin;
  };
}
