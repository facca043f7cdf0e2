// What is done with files and folders once somebody was asked: new folders, other names, other places, deletions.

import { ask, confirm } from "./dialog.js";
import { visible } from "./dom.js";
import { folderOf, nameOf, problemOfName, problemOfPath, titleOf } from "./names.js";

export async function newFolder(view) {
  const { page, bucket, folder } = view;
  const { text } = page;
  const name = await ask({
    title: text.newFolder, label: text.folderName, action: text.create, cancel: text.cancel,
    check: (value) => problemOfName(value, folder, text),
  });
  if (name === null) return;
  const key = `${folder}${name}/`;
  try {
    await page.server.post("make-folder", { bucket, key });
    view.addFolder(key);
  } catch (error) {
    page.notices.fail(error);
  }
}

/** Another name in the same folder. */
export async function rename(view, key) {
  const { page } = view;
  const { text } = page;
  const folder = folderOf(key);
  const name = await ask({
    title: text.rename, label: text.newName, action: text.rename, cancel: text.cancel, value: nameOf(key),
    check: (value) => (value === nameOf(key) ? text.nameSame : problemOfName(value, folder, text)),
  });
  if (name === null) return;
  await moveTo(view, [key], () => folder + name + (key.endsWith("/") ? "/" : ""));
}

/** Another folder of the same bucket, by its path. */
export async function move(view, keys) {
  const { page, folder } = view;
  const { text } = page;
  const given = await ask({
    title: text.moveTitle(keys.length), label: text.moveTo, hint: text.moveHint, action: text.move,
    cancel: text.cancel, value: folder,
    check: (value) => {
      const target = folderPath(value);
      if (target === folder) return text.placeSame;
      if (keys.some((key) => key.endsWith("/") && target.startsWith(key))) return text.placeInside;
      return problemOfPath(target, text);
    },
  });
  if (given === null) return;
  const target = folderPath(given);
  await moveTo(view, keys, (key) => target + nameOf(key) + (key.endsWith("/") ? "/" : ""));
}

const folderPath = (text) => {
  const path = text.trim().replace(/^\/+/, "");
  return path && !path.endsWith("/") ? `${path}/` : path;
};

async function moveTo(view, keys, target) {
  const { page, bucket } = view;
  const { text } = page;
  let count = 0;
  try {
    for (const key of keys) {
      for await (const [from, to] of pairs(page, bucket, key, target(key))) {
        if (!(await moveOne(page, bucket, from, to))) continue;
        count += 1;
        if (count % 50 === 0) page.notices.say(text.moving(count));
      }
    }
    if (count) page.notices.say(text.moved(count));
  } catch (error) {
    page.notices.fail(error);
  }
  view.reload();
}

/** What a folder holds, a page at a time from its beginning: what was moved is in no page that follows. */
async function* pairs(page, bucket, key, target) {
  if (!key.endsWith("/")) {
    yield [key, target];
    return;
  }
  let token = "";
  do {
    const list = await page.server.get("below", { bucket, prefix: key, token });
    for (const inner of list.keys) yield [inner, target + inner.slice(key.length)];
    token = list.next ?? "";
  } while (token);
}

async function moveOne(page, bucket, key, to) {
  const { text } = page;
  try {
    // A folder that is there already is the same folder: nothing is lost.
    await page.server.post("move", { bucket, key, to, replace: key.endsWith("/") });
    return true;
  } catch (error) {
    if (error.code !== "Exists") throw error;
    const isAgreed = await confirm({
      title: text.existsTitle, message: text.existsMessage(visible(titleOf(to))), action: text.replace,
      cancel: text.skipIt,
    });
    if (!isAgreed) return false;
    await page.server.post("move", { bucket, key, to, replace: true });
    return true;
  }
}

export async function remove(view, keys) {
  const { page, bucket } = view;
  const { text, language } = page;
  const hasFolder = keys.some((key) => key.endsWith("/"));
  const isAgreed = await confirm({
    title: text.deleteTitle(keys.length), action: text.delete, cancel: text.cancel,
    message: text.deleteMessage(keys.length, visible(titleOf(keys[0])), hasFolder),
  });
  if (!isAgreed) return;
  const failures = [];
  let count = 0;
  try {
    const files = keys.filter((key) => !key.endsWith("/"));
    for (let start = 0; start < files.length; start += 1000) {
      const some = files.slice(start, start + 1000);
      const answer = await page.server.post("delete", { bucket, keys: some });
      failures.push(...answer.failures);
      count += some.length - answer.failures.length;
    }
    for (const key of keys.filter((one) => one.endsWith("/"))) {
      for (let more = true; more;) {
        const answer = await page.server.post("delete-folder", { bucket, key });
        failures.push(...answer.failures);
        count += answer.deleted;
        more = answer.more;
        if (more) page.notices.say(text.deleting(language.number(count)));
      }
    }
    page.notices.say(
      failures.length ? text.notAllDeleted(failures.length, failures[0].code) : text.deleted(language.number(count)));
  } catch (error) {
    page.notices.fail(error);
  }
  view.reload();
}
