// @ts-check
// Reads the files of a zip, as learning platforms give them: with what the browser has, and within bounds.

const END = 0x06054b50, // the record that ends a zip and says where its list of files is
  ENTRY = 0x02014b50,
  LOCAL = 0x04034b50,
  STORED = 0,
  DEFLATED = 8,
  ENCRYPTED = 1,
  IN_UTF8 = 0x800,
  MOST = 5000, // files
  IN_4_GB = 0xffffffff; // stands where a number did not fit: that is the newer form, for huge files

/** What is wrong with a zip; the reason is an entry of words.class_page.problems. */
export class ZipError extends Error {}

/** @typedef {{ path: string, size: number, changed: number, read: () => Promise<Uint8Array> }} Entry  size: bytes once unpacked, as the zip says; changed: milliseconds */

/** The files that a zip lists; nothing is unpacked before it is read. @param {Blob} file @returns {Promise<Entry[]>} */
export async function entries(file) {
  const tail = await view(file, Math.max(0, file.size - 22 - 0xffff), file.size),
    end = lastEnd(tail);
  if (end < 0) throw new ZipError('no_zip');
  const count = tail.getUint16(end + 10, true),
    size = tail.getUint32(end + 12, true),
    start = tail.getUint32(end + 16, true);
  if (start === IN_4_GB || count === 0xffff) throw new ZipError('zip_64');
  if (count > MOST) throw new ZipError('zip_many');
  if (start + size > file.size) throw new ZipError('no_zip');
  const list = await view(file, start, start + size),
    found = [];
  for (let at = 0, n = 0; n < count; n++) {
    if (at + 46 > list.byteLength || list.getUint32(at, true) !== ENTRY) throw new ZipError('no_zip');
    const [name, more, comment] = [28, 30, 32].map(place => list.getUint16(at + place, true));
    if (at + 46 + name > list.byteLength) throw new ZipError('no_zip');
    found.push(entry(file, list, at, name));
    at += 46 + name + more + comment;
  }
  return found.filter(one => !one.path.endsWith('/'));
}
/** @param {Blob} file @param {number} start @param {number} end */
const view = async (file, start, end) => new DataView(await file.slice(start, end).arrayBuffer());

/** @param {DataView} tail */
function lastEnd(tail) {
  for (let at = tail.byteLength - 22; at >= 0; at--) if (tail.getUint32(at, true) === END) return at;
  return -1;
}
/** @param {Blob} file @param {DataView} list @param {number} at @param {number} length of the name @returns {Entry} */
function entry(file, list, at, length) {
  const flags = list.getUint16(at + 8, true),
    method = list.getUint16(at + 10, true),
    packed = list.getUint32(at + 20, true),
    size = list.getUint32(at + 24, true),
    local = list.getUint32(at + 42, true);
  const name = new Uint8Array(list.buffer, list.byteOffset + at + 46, length);
  return {
    path: new TextDecoder(flags & IN_UTF8 ? 'utf-8' : guess(name)).decode(name),
    size,
    changed: time(list.getUint16(at + 14, true), list.getUint16(at + 12, true)),
    async read() {
      if (flags & ENCRYPTED) throw new ZipError('zip_locked');
      if (method !== STORED && method !== DEFLATED) throw new ZipError('zip_method');
      const head = await view(file, local, local + 30);
      if (head.byteLength < 30 || head.getUint32(0, true) !== LOCAL) throw new ZipError('no_zip');
      const start = local + 30 + head.getUint16(26, true) + head.getUint16(28, true),
        data = file.slice(start, start + packed);
      return method === STORED ? new Uint8Array(await data.arrayBuffer()) : inflate(data, size);
    },
  };
}
/** Names without a flag are in UTF-8 all the same, or in an old code page. @param {Uint8Array} name */
function guess(name) {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(name);
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}
/** MS-DOS's date and time, in the zone of this device. @param {number} date @param {number} clock */
const time = (date, clock) =>
  new Date((date >> 9) + 1980, ((date >> 5) & 15) - 1, date & 31, clock >> 11, (clock >> 5) & 63, (clock & 31) * 2) //
    .getTime();

/** Unpacks, and stops where there is more than the zip said: such a file was made to fill the memory. @param {Blob} packed @param {number} size */
async function inflate(packed, size) {
  const reader = packed.stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader(),
    whole = new Uint8Array(size);
  let filled = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (filled + value.length > size) {
      await reader.cancel();
      throw new ZipError('no_zip');
    }
    whole.set(value, filled);
    filled += value.length;
  }
  return whole.subarray(0, filled);
}
