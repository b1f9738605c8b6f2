import { BrowserWindow, dialog, session, type Session } from 'electron';
import { lockSession } from './lock-session.ts';
import { lockedPreferences } from './locked-preferences.ts';
import { origin } from './origin.ts';
import { serveScheme } from './protocol.ts';
import { writeWhole } from './write-whole.ts';

type ReportPage = (run: string) => Promise<string>;
/** The same for what is saved, which the journal records first. */
type ExportPage = (run: string, as: 'html' | 'pdf') => Promise<string>;

/** Asks where, and saves a run's report as it lies in the package, or printed. False when the dialog was cancelled. */
export async function saveReport(
  window: BrowserWindow,
  run: string,
  as: 'html' | 'pdf',
  reportPage: ReportPage,
  exportPage: ExportPage,
): Promise<boolean> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: 'Save the report',
    defaultPath: `${run}.${as}`,
    filters: [{ name: as === 'pdf' ? 'PDF' : 'Web page', extensions: [as] }],
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  });
  if (canceled || filePath === '') return false;
  const html = await exportPage(run, as);
  await writeWhole(filePath, as === 'pdf' ? await printed(run, reportPage) : html);
  return true;
}

/** The report on A4, by a window that nobody sees: no preload, no script, and a session that has the report alone. */
async function printed(run: string, reportPage: ReportPage): Promise<Uint8Array> {
  const window = new BrowserWindow({
    show: false,
    webPreferences: { ...lockedPreferences(false), javascript: false, session: printSession(reportPage) },
  });
  try {
    await window.loadURL(`${origin}/report/${run}`);
    return await window.webContents.printToPDF({ pageSize: 'A4', printBackground: true, generateTaggedPDF: true });
  } finally {
    window.destroy();
  }
}

let made: Session | null = null;
function printSession(reportPage: ReportPage): Session {
  if (made !== null) return made;
  made = session.fromPartition('print'); // in memory: nothing of it is kept
  lockSession(made);
  serveScheme(made, new Map(), reportPage);
  return made;
}
