// Macros as text: the source of every module, and what stands on the forms that belong to them. Lists of people have
// been found in both.
import { type OleEntry, type OleFile, openOle } from '../../container/ole.ts';
import { readVbaModules } from '../../container/vba.ts';
import { textRuns } from '../../text-runs.ts';

interface MacroText {
  /** One step of a place: `module "Rota"`. */
  step: string;
  text: string;
}

/** A form is a storage of its own beside the modules: `f` says what is on it, `o` holds the controls. */
const FORM_STREAMS = /^[fo]$/i;
/** What the forms' library itself puts into every form. */
const FORM_WORDS = /^(Tahoma|MS Sans Serif|Segoe UI|Arial|Calibri|Times New Roman|MS Shell Dlg 2?)\W*$/i;

/** The texts of a project. @param project the storage that `VBA` and the forms are in. */
export async function macroTexts(
  ole: OleFile,
  project: OleEntry,
  spend: (bytes: number) => void,
): Promise<MacroText[]> {
  const texts = (await readVbaModules(ole, project, spend)).map(
    ({ name, source }): MacroText => ({ step: `module "${name}"`, text: source }),
  );
  for (const form of project.children) {
    if (form.kind !== 'storage' || form.name.toLowerCase() === 'vba') continue;
    const lines: string[] = [];
    for (const stream of form.children) {
      if (stream.kind !== 'stream' || stream.size === 0 || !FORM_STREAMS.test(stream.name)) continue;
      const bytes = await ole.bytes(stream);
      spend(bytes.length);
      lines.push(...textRuns(bytes, 4).runs.filter((line) => !FORM_WORDS.test(line)));
    }
    if (lines.length > 0) texts.push({ step: `form "${form.name}"`, text: lines.join('\n') });
  }
  return texts;
}

/** The texts of a project that is a file of its own (`vbaProject.bin`). @throws Damaged */
export async function projectTexts(file: Blob, spend: (bytes: number) => void): Promise<MacroText[]> {
  const ole = await openOle(file);
  return macroTexts(ole, ole.root, spend);
}
