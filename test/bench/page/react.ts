// The same in React, with a controlled field and keyed items.
import { createElement as h, useState } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { stepsOn } from './todo.ts';

interface Item {
  id: number;
  text: string;
  done: boolean;
}

let lastId = 0;

function Todo() {
  const [text, setText] = useState('') as [string, (text: string) => void];
  const [items, setItems] = useState([]) as [Item[], (change: (all: Item[]) => Item[]) => void];
  const now = (change: () => void) => flushSync(change);
  const add = () => now(() => setItems((all) => [...all, { id: ++lastId, text, done: false }]));
  return h(
    'div',
    null,
    h('input', {
      className: 'new',
      value: text,
      onChange: (event: { target: HTMLInputElement }) => now(() => setText(event.target.value)),
      onKeyDown: ({ key }: { key: string }) => key === 'Enter' && add(),
    }),
    h(
      'ul',
      null,
      items.map((item) =>
        h(
          'li',
          { key: item.id, className: item.done ? 'done' : '' },
          h('input', {
            type: 'checkbox',
            checked: item.done,
            onChange: () =>
              now(() =>
                setItems((all) => all.map((one) => (one.id === item.id ? { ...one, done: !one.done } : one))),
              ),
          }),
          item.text,
          h('button', {
            type: 'button',
            onClick: () => now(() => setItems((all) => all.filter(({ id }) => id !== item.id))),
          }),
        ),
      ),
    ),
  );
}

const root = document.body.appendChild(document.createElement('main'));
const app = createRoot(root);
flushSync(() => app.render(h(Todo)));
stepsOn(root);
