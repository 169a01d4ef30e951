// What both pages with Uppy share: its dashboard, sending at once.
import Uppy from '@uppy/core';
import coreCss from '@uppy/core/css/style.min.css?inline';
import Dashboard from '@uppy/dashboard';
import dashboardCss from '@uppy/dashboard/css/style.min.css?inline';
import { log, put, style } from './page.ts';

export function dashboard(): Uppy {
  style(coreCss);
  style(dashboardCss);
  put('<div id=zone></div>');
  // The same file is offered twice by the test.
  const uppy = new Uppy({ autoProceed: true, onBeforeFileAdded: () => true });
  uppy.use(Dashboard, {
    target: '#zone',
    inline: true,
    width: 600,
    height: 400,
    disableThumbnailGenerator: true,
    fileManagerSelectionType: 'files',
  });
  uppy.on('file-added', (file) => log('added', file.name));
  uppy.on('upload-success', (file) => log('success', file?.name ?? ''));
  uppy.on('upload-error', (file) => log('error', file?.name ?? ''));
  // Back to the empty dashboard, as a page does that goes on.
  uppy.on('complete', () => uppy.clear());
  return uppy;
}
