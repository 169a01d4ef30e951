// TinyMCE 6 (the last under the MIT licence): a pasted picture is uploaded, and its address goes into the text.
import tinymce from 'tinymce';
import 'tinymce/icons/default';
import 'tinymce/models/dom';
import 'tinymce/themes/silver';
import css from 'tinymce/skins/ui/oxide/skin.min.css?inline';
import { put, style } from './page.ts';

style(css);
const [editor] = await tinymce.init({
  target: put('<textarea id=editor></textarea>'),
  skin: false,
  content_css: false,
  promotion: false,
  convert_urls: false,
  paste_data_images: true,
  images_upload_handler: async (picture) => {
    const body = new FormData();
    body.append('picture', picture.blob(), picture.filename());
    await fetch('/receive', { method: 'POST', body });
    return '/stored';
  },
});
window.editor = { focus: () => editor!.focus(), html: () => editor!.getContent() };
