// Fine Uploader without its template, with its own drop zone, sending in chunks.
import { FineUploaderBasic } from 'fine-uploader/lib/core';
import { DragAndDrop } from 'fine-uploader/lib/dnd';
import { log, put } from './page.ts';

const uploader = new FineUploaderBasic({
  button: put('<div id=pick>pick</div>'),
  request: { endpoint: '/receive' },
  chunking: { enabled: true, partSize: 1000, mandatory: true },
  callbacks: {
    onSubmitted: (_id: number, name: string) => log('added', name),
    onComplete: (_id: number, name: string, { success }: { success?: boolean }) =>
      log(success ? 'success' : 'error', name),
  },
});
new DragAndDrop({
  dropZoneElements: [put('<div id=zone>zone</div>')],
  callbacks: { processingDroppedFilesComplete: (files: File[]) => uploader.addFiles(files) },
});
