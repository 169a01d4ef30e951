import Resumable from 'resumablejs';
import { log, put } from './page.ts';

const button = put('<button id=pick>pick</button>');
const zone = put('<div id=zone>zone</div>');
const resumable = new Resumable({
  target: '/receive',
  chunkSize: 1000,
  forceChunkSize: true,
  testChunks: false,
  simultaneousUploads: 3,
  generateUniqueIdentifier: () => String(Math.random()),
});
resumable.assignBrowse(button, false);
resumable.assignDrop(zone);
resumable.on('filesAdded', (files) => {
  for (const { fileName } of files) log('added', fileName);
  resumable.upload();
});
resumable.on('fileSuccess', ({ fileName }) => log('success', fileName));
resumable.on('fileError', ({ fileName }) => log('error', fileName));
