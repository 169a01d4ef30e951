// What a page can think of to get round the gate (turns.ts): refused all the same, and what is released arrives.
import { until } from '../harness/driver.ts';
import { expect, test } from '../harness/test.ts';
import { BAD, LONG, pause } from '../harness/texts.ts';
import { TURNS } from '../turns.ts';

test.use({ background: 'double' });

for (const [name, { html = '', send, needs }] of Object.entries(TURNS))
  test(`turn (${name}): refused, released`, async ({ tab, server }) => {
    for (const [at, text, arrives] of [
      ['/upload/bad', BAD, false],
      ['/upload/fine', LONG, true],
    ] as const) {
      await tab.open(server.page('/', `<body>${html}`));
      if (needs) test.skip(!(await tab.evaluate<boolean>(needs)), 'this browser has no such thing');
      const to = JSON.stringify(server.origin + at);
      await tab.evaluate(`void ((to, text) => { ${send} })(${to}, ${JSON.stringify(text)})`);
      if (arrives)
        await until(
          () => server.received.some(({ path }) => path.startsWith(at)),
          'what is released arrives',
          10_000,
        );
      else {
        await pause(500);
        expect(server.received.filter(({ path, body }) => (path + body).includes('roster'))).toEqual([]);
      }
    }
  });
