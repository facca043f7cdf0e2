// The page of the article, with its mistakes mended: an album is a key with a slash at its end, an empty one can be
// deleted, thumbnails are signed, several files of any type go up with their progress, and no name becomes markup.

AWS.config.update({
  region: settings.region,
  credentials: new AWS.CognitoIdentityCredentials(
    { IdentityPoolId: settings.identityPoolId }, settings.endpoint ? { endpoint: settings.endpoint } : {}),
});

const s3 = new AWS.S3({
  apiVersion: "2006-03-01",
  params: { Bucket: settings.bucket },
  ...(settings.endpoint && { endpoint: settings.endpoint, s3ForcePathStyle: true }),
});

const place = () => document.getElementById("app");

function make(tag, text = "", onclick = null) {
  const made = document.createElement(tag);
  made.textContent = text;
  made.onclick = onclick;
  return made;
}

/** Runs what may fail, and says why if it does. */
async function attempt(what, work) {
  try {
    return await work();
  } catch (error) {
    alert(`There was an error ${what}: ${error.message}`);
    throw error;
  }
}

async function everything(prefix) {
  const found = [];
  let token;
  do {
    const page = await s3.listObjectsV2({ Prefix: prefix, ContinuationToken: token }).promise();
    found.push(...page.Contents);
    token = page.NextContinuationToken;
  } while (token);
  return found;
}

async function listAlbums() {
  const data = await attempt("listing your albums", () => s3.listObjectsV2({ Delimiter: "/" }).promise());
  const list = make("ul");
  for (const { Prefix } of data.CommonPrefixes) {
    const album = Prefix.slice(0, -1);
    const line = make("li");
    line.append(make("button", "X", () => deleteAlbum(album)), make("button", album, () => viewAlbum(album)));
    list.append(line);
  }
  place().replaceChildren(
    make("h2", "Albums"), list, make("button", "Create New Album", () => createAlbum(prompt("Enter Album Name:"))));
}

async function createAlbum(name) {
  const album = (name ?? "").trim();
  if (!album || album.includes("/")) return alert("Album names contain a letter at least, and no slashes.");
  await attempt("creating your album", () => s3.putObject({ Key: `${album}/` }).promise());
  viewAlbum(album);
}

async function viewAlbum(album) {
  const objects = await attempt("viewing your album", () => everything(`${album}/`));
  const photos = make("div");
  for (const { Key } of objects.filter((object) => object.Key !== `${album}/`)) {
    const picture = document.createElement("img");
    picture.src = await s3.getSignedUrlPromise("getObject", { Key });
    picture.alt = "";
    picture.width = 128;
    const figure = make("figure");
    figure.append(picture, make("figcaption", Key.slice(album.length + 1)), make("button", "X", () => deletePhoto(album, Key)));
    photos.append(figure);
  }
  const chooser = document.createElement("input");
  chooser.type = "file";
  chooser.multiple = true;
  place().replaceChildren(
    make("h2", `Album: ${album}`), photos, chooser,
    make("button", "Add", () => addFiles(album, [...chooser.files])), make("button", "Back To Albums", listAlbums));
}

async function addFiles(album, files) {
  const line = document.getElementById("uploadinfo");
  for (const [number, file] of files.entries()) {
    const upload = s3.upload({ Key: `${album}/${file.name}`, Body: file, ContentType: file.type });
    upload.on("httpUploadProgress", ({ loaded, total }) => {
      line.textContent = `${file.name} ${((loaded / total) * 100).toFixed(2)}% (${number + 1}/${files.length})`;
    });
    await attempt("uploading your file", () => upload.promise());
  }
  viewAlbum(album);
}

async function deletePhoto(album, Key) {
  await attempt("deleting your file", () => s3.deleteObject({ Key }).promise());
  viewAlbum(album);
}

async function deleteAlbum(album) {
  const objects = await attempt("deleting your album", () => everything(`${album}/`));
  for (let start = 0; start < objects.length; start += 1000) {
    const Objects = objects.slice(start, start + 1000).map(({ Key }) => ({ Key }));
    await attempt("deleting your album", () => s3.deleteObjects({ Delete: { Objects, Quiet: true } }).promise());
  }
  listAlbums();
}

listAlbums();
