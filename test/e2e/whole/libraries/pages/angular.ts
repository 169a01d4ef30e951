// ng2-file-upload in an Angular application that is compiled in the browser, so that the bundler needs no Angular.
import '@angular/compiler';
import { Component, provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { FileUploader, FileUploadModule } from 'ng2-file-upload';
import { log, put } from './page.ts';

class App {
  uploader = new FileUploader({ url: '/receive', autoUpload: true });

  constructor() {
    this.uploader.onAfterAddingFile = (item) => {
      item.withCredentials = false;
      log('added', item._file.name);
    };
    this.uploader.onSuccessItem = (item) => log('success', item._file.name);
    this.uploader.onErrorItem = (item) => log('error', item._file.name);
  }
}

Component({
  selector: 'upload-app',
  imports: [FileUploadModule],
  template: `<input id="pick" type="file" ng2FileSelect [uploader]="uploader" multiple>
<div id="zone" ng2FileDrop [uploader]="uploader">zone</div>`,
})(App);

put('<upload-app></upload-app>');
void bootstrapApplication(App, { providers: [provideZonelessChangeDetection()] });
