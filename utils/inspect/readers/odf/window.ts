// Which sheet of an OpenDocument workbook its window shows, where it has no tabs of sheets: nobody gets to the others.
import type { XmlHandlers } from '../../xml/reader.ts';

export class WindowSettings implements XmlHandlers {
  private item = '';
  private value = '';
  private hasTabs = true;
  private active: string | undefined;

  open(name: string, attributes: { get(name: string): string | undefined }): void {
    this.item = name === 'config:config-item' ? (attributes.get('config:name') ?? '') : '';
    this.value = '';
  }

  text(text: string): void {
    if (this.item !== '' && this.value.length < 1000) this.value += text;
  }

  close(name: string): void {
    if (name !== 'config:config-item') return;
    const value = this.value.trim();
    if (this.item === 'HasSheetTabs') this.hasTabs = value !== 'false';
    else if (this.item === 'ActiveTable') this.active = value;
    this.item = '';
  }

  /** The one sheet that is seen; undefined where there are tabs, or nothing says which it is. */
  get onlySheet(): string | undefined {
    return this.hasTabs ? undefined : this.active;
  }
}
