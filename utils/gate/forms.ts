// Forms and fields as the browser knows them. A form shows its fields by their names ahead of its own members (`<input
// name=elements>`), and an element that was made in a frame is no instance of this frame's classes.

const getter = <T>(prototype: object, key: string): ((self: unknown) => T) => {
  const { get } = Object.getOwnPropertyDescriptor(prototype, key) ?? {};
  return (self) => Reflect.apply(get!, self, []) as T;
};

const localName = getter<string>(Element.prototype, 'localName');
export const elementsOf: (form: unknown) => HTMLFormControlsCollection = getter(
  HTMLFormElement.prototype,
  'elements',
);
export const isConnected: (node: unknown) => boolean = getter(Node.prototype, 'isConnected');

export function isElement<N extends keyof HTMLElementTagNameMap>(
  value: unknown,
  name: N,
): value is HTMLElementTagNameMap[N] {
  try {
    return localName(value) === name;
  } catch {
    return false;
  }
}

export function attributeOf(element: Element, name: string): string | null {
  return Reflect.apply(Element.prototype.getAttribute, element, [name]) as string | null;
}

export function submit(form: HTMLFormElement, button: HTMLElement | null): void {
  Reflect.apply(HTMLFormElement.prototype.requestSubmit, form, [button]);
}
