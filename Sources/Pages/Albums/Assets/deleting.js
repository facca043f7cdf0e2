// Deletions, which are asked about first.

import { visible } from "./dom.js";
import { confirm } from "./dialog.js";
import { prefixOf } from "./names.js";

/** Deletes an album with all that is in it, a page of its list at a time. An empty one has its own object alone. */
export async function deleteAlbum({ s3, text, notices, language }, album, done) {
  const shown = visible(album);
  const isAgreed = await confirm({
    title: text.deleteAlbumTitle, message: text.deleteAlbumMessage(shown), action: text.delete, cancel: text.cancel,
  });
  if (!isAgreed) return;
  try {
    const refused = [];
    let count = 0;
    let next = "";
    do {
      const page = await s3.list({ prefix: prefixOf(album), next });
      refused.push(...(await s3.deleteMany(page.objects.map((object) => object.key))));
      count += page.objects.length;
      next = page.next;
      if (next) notices.say(text.deleting(language.number(count)));
    } while (next);
    if (refused.length) return notices.say(text.notAllDeleted(refused.length, refused[0].code));
    notices.say(text.albumDeleted(shown));
    done();
  } catch (error) {
    notices.fail(error);
  }
}

/** Deletes some files of an album. @param done Hears which are gone. */
export async function deleteFiles({ s3, text, notices }, keys, nameOf, done) {
  const isAgreed = await confirm({
    title: text.deleteFilesTitle(keys.length), action: text.delete, cancel: text.cancel,
    message: text.deleteFilesMessage(keys.length, visible(nameOf(keys[0]))),
  });
  if (!isAgreed) return;
  try {
    const refused = await s3.deleteMany(keys);
    const left = new Set(refused.map((one) => one.key));
    const gone = keys.filter((key) => !left.has(key));
    notices.say(refused.length ? text.notAllDeleted(refused.length, refused[0].code) : text.filesDeleted(gone.length));
    done(gone);
  } catch (error) {
    notices.fail(error);
  }
}
