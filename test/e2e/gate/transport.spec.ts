// WebTransport: streams and datagrams are held piece by piece. A refused piece breaks its stream off, a refused datagram is left out.
import { until } from '../harness/driver.ts';
import { expect, test } from '../harness/test.ts';
import { BAD, LONG, pause } from '../harness/texts.ts';
import { startTransport, type TransportServer } from '../harness/webtransport.ts';

test.use({ background: 'double' });

const transport = test.extend<{ transport: TransportServer }>({
  transport: async ({ tab, server }, use) => {
    const started = await startTransport();
    test.skip(!started, 'no QUIC server for this kind of machine');
    await tab.open(
      server.page(
        '/',
        `<script>window.bytes = (text) => new TextEncoder().encode(text);
window.connected = new Promise((resolve) => addEventListener('load', resolve)).then(async () => { window.transport = new WebTransport('https://127.0.0.1:${started!.port}/', { serverCertificateHashes:
  [{ algorithm: 'sha-256', value: Uint8Array.from(atob('${started!.hash}'), (char) => char.charCodeAt(0)).buffer }] }); await transport.ready; return true; });
window.send = async (stream, pieces) => { const writer = stream.getWriter(); try { for (const piece of pieces) await writer.write(bytes(piece)); await writer.close(); return 'sent'; } catch (error) { return error.name; } };
</script>`,
      ),
    );
    expect(await tab.evaluate('connected')).toBe(true);
    await use(started!);
    await started!.close();
  },
});

const text = (value: string) => JSON.stringify(value);

for (const [kind, made] of [
  ['unidirectional', 'transport.createUnidirectionalStream()'],
  ['bidirectional', 'transport.createBidirectionalStream().then(({ writable }) => writable)'],
] as const)
  transport(`WebTransport (${kind} stream): refused, released`, async ({ tab, transport: { streams } }) => {
    const send = (pieces: string[]) =>
      tab.evaluate(`${made}.then((stream) => send(stream, ${JSON.stringify(pieces)}))`);
    expect(await send(['head ', BAD, ' tail'])).toBe('TypeError');
    expect(await send(['one ', `slow400 ${LONG}`, ' three'])).toBe('sent');
    await until(() => streams.some(({ ended }) => ended), 'the released stream arrives');
    const ended = streams.filter((stream) => stream.ended);
    expect(ended.map(({ bytes }) => bytes.toString())).toEqual([`one slow400 ${LONG} three`]);
    expect(Buffer.concat(streams.map(({ bytes }) => bytes)).includes('roster')).toBe(false);
  });

transport('WebTransport (datagrams): refused, released', async ({ tab, transport: { datagrams } }) => {
  const sent = `(transport.datagrams.writable ?? transport.datagrams.createWritable())`;
  expect(await tab.evaluate(`send(${sent}, [${text(BAD)}, 'short', ${text(LONG)}])`)).toBe('sent');
  await until(() => datagrams.length >= 2, 'the datagrams arrive');
  await pause(300);
  expect(datagrams.map(String).sort()).toEqual([LONG, 'short'].sort());
});
