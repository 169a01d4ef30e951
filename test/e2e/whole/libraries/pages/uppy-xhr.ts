import XHRUpload from '@uppy/xhr-upload';
import { dashboard } from './uppy.ts';

dashboard().use(XHRUpload, { endpoint: '/receive' });
