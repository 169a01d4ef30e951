// A todo list by the DOM alone.
import { stepsOn } from './todo.ts';

const root = document.body.appendChild(document.createElement('main'));
root.innerHTML = '<input class=new><ul></ul>';
const list = root.querySelector('ul')!;
root.querySelector('input')!.addEventListener('keydown', ({ key, currentTarget }) => {
  if (key !== 'Enter') return;
  const item = list.appendChild(document.createElement('li'));
  const box = item.appendChild(document.createElement('input'));
  box.type = 'checkbox';
  item.append((currentTarget as HTMLInputElement).value);
  const button = item.appendChild(document.createElement('button'));
  box.addEventListener('change', () => item.classList.toggle('done', box.checked));
  button.addEventListener('click', () => item.remove());
});
stepsOn(root);
