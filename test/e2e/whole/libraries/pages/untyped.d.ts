// Libraries without types of their own.
declare module 'react';
declare module 'react-dom';
declare module 'react-dom/client';
declare module 'fine-uploader/lib/core';
declare module 'fine-uploader/lib/dnd';
declare module 'jquery';
declare module 'blueimp-file-upload';
declare module 'trix';
declare module '@vaadin/upload';
