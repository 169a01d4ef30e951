import 'blueimp-file-upload';
import $ from 'jquery';
import { log, put } from './page.ts';

const zone = put('<div id=zone>zone</div>');
const nameOf = (data: { files: File[] }) => data.files[0]?.name ?? '';
$(put('<input id=pick type=file name=document multiple>'))
  .fileupload({ url: '/receive', dataType: 'json', dropZone: $(zone) })
  .on('fileuploadadd', (_event: unknown, data: { files: File[] }) => log('added', nameOf(data)))
  .on('fileuploaddone', (_event: unknown, data: { files: File[] }) => log('success', nameOf(data)))
  .on('fileuploadfail', (_event: unknown, data: { files: File[] }) => log('error', nameOf(data)));
