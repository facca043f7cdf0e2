// Files that people drop or choose, with the folders they are in.

/** More are not taken at once: their list alone would be too much for a page. */
const MOST = 20_000;

/** @returns Whether all were taken, and `{ file, path }` of each, the path with its folders. */
export async function droppedFiles(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  const found = [];
  if (!entries.length) {
    found.push(...[...transfer.files].map((file) => ({ file, path: file.name })));
  }
  for (const entry of entries) await collect(entry, "", found);
  return { found, isWhole: found.length < MOST };
}

export function chosenFiles(input) {
  const found = [...input.files].slice(0, MOST).map((file) => ({ file, path: file.webkitRelativePath || file.name }));
  return { found, isWhole: input.files.length <= MOST };
}

async function collect(entry, folder, found) {
  if (found.length >= MOST) return;
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject)).catch(() => null);
    if (file) found.push({ file, path: folder + file.name });
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    // A reader gives a hundred at a time, and none at its end.
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject)).catch(() => []);
    if (!some.length) return;
    for (const inner of some) await collect(inner, `${folder}${entry.name}/`, found);
  }
}
