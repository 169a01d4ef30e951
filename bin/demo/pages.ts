// The demo's pages: an FOI publishing page in the manner of WhatDoTheyKnow and a supplier's portal. Plain pages that
// know nothing of Cordon.
import type { Received } from './site.ts';

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
  :root { color-scheme: light dark; }
  body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 Georgia, serif; }
  h1 { font-size: 1.6rem; line-height: 1.2; }
  label { display: block; margin-block: 1rem 0.25rem; font-weight: 700; }
  textarea { width: 100%; min-height: 9rem; font: inherit; box-sizing: border-box; }
  button, input { font: inherit; }
  form > button { margin-block-start: 1.5rem; padding: 0.4rem 1rem; }
  #drop { margin-block: 1rem; padding: 3rem 1rem; border: 2px dashed; text-align: center; }
  .note { opacity: 0.8; }
  table { width: 100%; border-collapse: collapse; }
  td, th { padding: 0.3rem 0.6rem 0.3rem 0; border-block-end: 1px solid; text-align: start; vertical-align: top;
    overflow-wrap: anywhere; }
</style>
${body}
</html>`;
}

function receivedTable(received: readonly Received[]): string {
  if (received.length === 0) return '<p id="received">Nothing has arrived yet.</p>';
  const rows = received.flatMap(({ files, fields }) => [
    ...files.map((file) => [file.name, `${file.bytes.byteLength} bytes`, file.sha256.slice(0, 16)]),
    ...Object.entries(fields)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => [`(${name})`, `${value.length} characters`, value.slice(0, 60)]),
  ]);
  return `<table id="received"><tr><th>What</th><th>Size</th><th>SHA-256 or text</th></tr>${rows
    .map((row) => `<tr>${row.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`)
    .join('')}</table>`;
}

/** Where an authority answers a request; names and shape of the form as on WhatDoTheyKnow. */
export function publicationForm(): string {
  return page(
    'Respond to an FOI request (demo)',
    `<h1>Respond to the FOI request “Staff numbers by rank and grade”</h1>
<p class="note">A demo page on this computer. What is sent here would be <strong>published on the internet at once</strong>.</p>
<form id="upload_response_form" action="/request/staff_numbers/upload" method="post" enctype="multipart/form-data">
  <input type="hidden" name="incoming_message_id" value="">
  <label for="body">Response</label>
  <textarea id="body" name="body"></textarea>
  <label for="file_1">Attachments (optional)</label>
  <input type="file" id="file_1" name="file_1" size="35" multiple>
  <input type="hidden" name="submitted_upload_response" value="1">
  <br><button type="submit" id="upload">Upload</button>
</form>`,
  );
}

/** What the world sees of the answer. */
export function publicationPage(received: readonly Received[]): string {
  return page(
    'Staff numbers by rank and grade (demo)',
    `<h1>Staff numbers by rank and grade</h1>
<p class="note">This is what the world can see now.</p>
${receivedTable(received)}
<p><a href="/request/staff_numbers/upload">Respond again</a></p>`,
  );
}

/** A portal with a drop area (fetch) and a file field (XMLHttpRequest), both driven by script. */
export function supplierPage(received: readonly Received[]): string {
  return page(
    'Warrant card orders (demo)',
    `<h1>Warrant card orders</h1>
<p class="note">A demo page on this computer, in the place of a supplier’s portal. It sends files the moment it gets them.</p>
<div id="drop">Drop order files here</div>
<label for="order">or choose them</label>
<input type="file" id="order" multiple>
<p id="status" role="status">Ready.</p>
<h2>Received by the supplier</h2>
${receivedTable(received)}
<script>
  const status = document.getElementById('status');
  const drop = document.getElementById('drop');
  const order = document.getElementById('order');
  const pack = (files) => {
    const body = new FormData();
    for (const file of files) body.append('order', file, file.name);
    return body;
  };
  const done = (count) => { status.textContent = 'Sent ' + count + ' file' + (count === 1 ? '' : 's') + '.'; };
  for (const type of ['dragenter', 'dragover']) drop.addEventListener(type, (event) => event.preventDefault());
  drop.addEventListener('drop', async (event) => {
    event.preventDefault();
    const files = [...event.dataTransfer.files];
    if (files.length === 0) return;
    status.textContent = 'Sending…';
    await fetch('/supplier/upload', { method: 'POST', body: pack(files) });
    done(files.length);
  });
  order.addEventListener('change', () => {
    const files = [...order.files];
    if (files.length === 0) return;
    status.textContent = 'Sending…';
    const request = new XMLHttpRequest();
    request.open('POST', '/supplier/upload');
    request.onload = () => done(files.length);
    request.send(pack(files));
  });
</script>`,
  );
}
