// QR codes (ISO/IEC 18004:2015) in byte mode, levels L and M, versions 1 to 40. Own code: see decisions/0006.
// Tests compare every module with segno and read drawings back with zxing-cpp.

/** @typedef {"L" | "M"} Level how much of it may be spoilt */
/** @typedef {{ grid: Uint8Array[], taken: Uint8Array[] }} Symbol modules, 1 for dark, and where no data go */

const EC_WORDS = {
  L: [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30],
  M: [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28],
};
const EC_BLOCKS = {
  L: [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25],
  M: [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49],
};
const LEVEL_BITS = { L: 1, M: 0 };
/** @type {((row: number, column: number) => boolean)[]} */
const MASKS = [
  (row, column) => (row + column) % 2 === 0,
  (row) => row % 2 === 0,
  (row, column) => column % 3 === 0,
  (row, column) => (row + column) % 3 === 0,
  (row, column) => (Math.floor(row / 2) + Math.floor(column / 3)) % 2 === 0,
  (row, column) => ((row * column) % 2) + ((row * column) % 3) === 0,
  (row, column) => (((row * column) % 2) + ((row * column) % 3)) % 2 === 0,
  (row, column) => (((row + column) % 2) + ((row * column) % 3)) % 2 === 0,
];
const QUIET = 4; // light modules around the symbol

/**
 * Modules that hold data or error correction: all but the function patterns.
 * @param {number} version
 */
function rawModules(version) {
  let count = (16 * version + 128) * version + 64;
  if (version >= 2) {
    const aligned = Math.floor(version / 7) + 2;
    count -= (25 * aligned - 10) * aligned - 55;
    if (version >= 7) count -= 36;
  }
  return count;
}

/**
 * @param {number} version
 * @param {Level} level
 */
function dataWords(version, level) {
  return Math.floor(rawModules(version) / 8) - EC_WORDS[level][version - 1] * EC_BLOCKS[level][version - 1];
}

/**
 * The smallest version that holds `length` bytes, or undefined.
 * @param {number} length
 * @param {Level} level
 */
function versionFor(length, level) {
  for (let version = 1; version <= 40; version++) {
    if (12 + (version > 9 ? 8 : 0) + length * 8 <= dataWords(version, level) * 8) return version;
  }
  return undefined;
}

/**
 * Mode, length, bytes and padding as code words.
 * @param {Uint8Array} bytes
 * @param {number} version
 * @param {Level} level
 */
function packed(bytes, version, level) {
  /** @type {number[]} */
  const bits = [];
  /**
   * @param {number} value
   * @param {number} count
   */
  const put = (value, count) => {
    for (let i = count - 1; i >= 0; i--) bits.push((value >>> i) & 1);
  };
  const room = dataWords(version, level) * 8;
  put(4, 4);
  put(bytes.length, version > 9 ? 16 : 8);
  for (const byte of bytes) put(byte, 8);
  put(0, Math.min(4, room - bits.length));
  put(0, -bits.length & 7);
  for (let pad = 0xec; bits.length < room; pad ^= 0xec ^ 0x11) put(pad, 8);
  return Uint8Array.from({ length: room / 8 }, (_, i) => bits.slice(i * 8, i * 8 + 8).reduce((word, bit) => word * 2 + bit));
}

/**
 * Product in the field GF(256) with the polynomial 0x11d.
 * @param {number} a
 * @param {number} b
 */
function multiply(a, b) {
  let product = 0;
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d);
    product ^= ((b >>> bit) & 1) * a;
  }
  return product;
}

/**
 * Coefficients of the Reed-Solomon generator, without the leading 1.
 * @param {number} degree
 */
function generator(degree) {
  const result = new Uint8Array(degree);
  result[degree - 1] = 1;
  let root = 1;
  for (let i = 0; i < degree; i++) {
    for (let j = 0; j < degree; j++) {
      result[j] = multiply(result[j], root);
      if (j + 1 < degree) result[j] ^= result[j + 1];
    }
    root = multiply(root, 2);
  }
  return result;
}

/**
 * @param {Uint8Array} data
 * @param {Uint8Array} divisor
 */
function correction(data, divisor) {
  const rest = new Uint8Array(divisor.length);
  for (const word of data) {
    const factor = word ^ rest[0];
    rest.copyWithin(0, 1);
    rest[rest.length - 1] = 0;
    divisor.forEach((coefficient, i) => (rest[i] ^= multiply(coefficient, factor)));
  }
  return rest;
}

/**
 * `data` cut into blocks, each with its error correction, interleaved.
 * @param {Uint8Array} data
 * @param {number} version
 * @param {Level} level
 */
function interleaved(data, version, level) {
  const count = EC_BLOCKS[level][version - 1];
  const words = EC_WORDS[level][version - 1];
  const divisor = generator(words);
  const short = Math.floor(data.length / count);
  const blocks = [];
  for (let i = 0, at = 0; i < count; i++) {
    const size = short + (i < count - (data.length % count) ? 0 : 1);
    blocks.push(data.subarray(at, at + size));
    at += size;
  }
  const checks = blocks.map((block) => correction(block, divisor));
  const result = [];
  for (let i = 0; i <= short; i++) for (const block of blocks) if (i < block.length) result.push(block[i]);
  for (let i = 0; i < words; i++) for (const check of checks) result.push(check[i]);
  return result;
}

/** @param {number} version */
function alignmentCentres(version) {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.floor((version * 8 + count * 3 + 5) / (count * 4 - 4)) * 2;
  const centres = Array.from({ length: count - 1 }, (_, i) => version * 4 + 10 - i * step);
  return [6, ...centres.reverse()];
}

/**
 * The symbol without data: `grid` of modules and `taken`, which says where no data go.
 * @param {number} version
 * @returns {Symbol}
 */
function functionPatterns(version) {
  const size = version * 4 + 17;
  const grid = Array.from({ length: size }, () => new Uint8Array(size));
  const taken = Array.from({ length: size }, () => new Uint8Array(size));
  /**
   * @param {number} row
   * @param {number} column
   * @param {number | boolean} dark
   */
  const put = (row, column, dark) => {
    if (row < 0 || column < 0 || row >= size || column >= size) return;
    grid[row][column] = Number(dark);
    taken[row][column] = 1;
  };
  /**
   * @param {number} row
   * @param {number} column
   * @param {number} radius
   * @param {(ring: number) => boolean} isDark
   */
  const square = (row, column, radius, isDark) => {
    for (let y = -radius; y <= radius; y++) {
      for (let x = -radius; x <= radius; x++) put(row + y, column + x, isDark(Math.max(Math.abs(x), Math.abs(y))));
    }
  };
  for (let i = 0; i < size; i++) {
    put(6, i, i % 2 === 0);
    put(i, 6, i % 2 === 0);
  }
  for (const [row, column] of [[3, 3], [3, size - 4], [size - 4, 3]]) square(row, column, 4, (ring) => ring !== 2 && ring !== 4);
  const centres = alignmentCentres(version);
  const last = centres.length - 1;
  centres.forEach((row, i) =>
    centres.forEach((column, j) => {
      const isFinder = (i === 0 && (j === 0 || j === last)) || (i === last && j === 0);
      if (!isFinder) square(row, column, 2, (ring) => ring !== 1);
    }),
  );
  for (let i = 0; i < 9; i++) {
    if (i !== 6) {
      put(8, i, 0); // room for the format
      put(i, 8, 0);
    }
    if (i < 8) {
      put(8, size - 1 - i, 0);
      put(size - 1 - i, 8, 0);
    }
  }
  if (version >= 7) {
    for (let i = 0; i < 18; i++) {
      put(Math.floor(i / 3), size - 11 + (i % 3), 0); // room for the version
      put(size - 11 + (i % 3), Math.floor(i / 3), 0);
    }
  }
  return { grid, taken };
}

/**
 * Write `words` in the zigzag that the standard prescribes.
 * @param {Symbol} symbol
 * @param {number[]} words
 */
function place({ grid, taken }, words) {
  const size = grid.length;
  let at = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step++) {
      const isUpward = ((right + 1) & 2) === 0;
      const row = isUpward ? size - 1 - step : step;
      for (const column of [right, right - 1]) {
        if (taken[row][column]) continue;
        grid[row][column] = at < words.length * 8 ? (words[at >>> 3] >>> (7 - (at & 7))) & 1 : 0;
        at += 1;
      }
    }
  }
}

/**
 * `value` followed by the remainder of its division by `polynomial`, `degree` bits long.
 * @param {number} value
 * @param {number} polynomial
 * @param {number} degree
 */
function withRemainder(value, polynomial, degree) {
  let rest = value;
  for (let i = 0; i < degree; i++) rest = (rest << 1) ^ ((rest >>> (degree - 1)) * polynomial);
  return (value << degree) | (rest & ((1 << degree) - 1));
}

/**
 * @param {Uint8Array[]} grid
 * @param {Level} level
 * @param {number} mask
 */
function writeFormat(grid, level, mask) {
  const size = grid.length;
  const bits = withRemainder((LEVEL_BITS[level] << 3) | mask, 0x537, 10) ^ 0x5412;
  for (let i = 0; i < 15; i++) {
    const bit = (bits >>> i) & 1;
    grid[i < 6 ? i : i < 8 ? i + 1 : size - 15 + i][8] = bit;
    grid[8][i < 8 ? size - 1 - i : i === 8 ? 7 : 14 - i] = bit;
  }
  grid[size - 8][8] = 1;
}

/**
 * @param {Uint8Array[]} grid
 * @param {number} version
 */
function writeVersion(grid, version) {
  if (version < 7) return;
  const bits = withRemainder(version, 0x1f25, 12);
  for (let i = 0; i < 18; i++) {
    const [a, b] = [grid.length - 11 + (i % 3), Math.floor(i / 3)];
    grid[a][b] = grid[b][a] = (bits >>> i) & 1;
  }
}

/**
 * Penalty for long runs and for what looks like a finder pattern, in one row or column.
 * @param {ArrayLike<number> & { join(between: string): string }} line
 */
function linePenalty(line) {
  let penalty = 0;
  let run = 1;
  for (let i = 1; i <= line.length; i++) {
    if (line[i] === line[i - 1]) run += 1;
    else {
      if (run >= 5) penalty += run - 2;
      run = 1;
    }
  }
  const text = line.join("");
  for (let at = text.indexOf("1011101"); at !== -1; ) {
    const isFinder = !text.slice(Math.max(at - 4, 0), at).includes("1") || !text.slice(at + 7, at + 11).includes("1");
    if (isFinder) penalty += 40;
    at = text.indexOf("1011101", at + (isFinder ? 7 : 4));
  }
  return penalty;
}

/** @param {Uint8Array[]} grid */
function penaltyOf(grid) {
  const size = grid.length;
  let penalty = 0;
  let dark = 0;
  for (let i = 0; i < size; i++) {
    penalty += linePenalty(grid[i]) + linePenalty(grid.map((row) => row[i]));
    for (let j = 0; j < size; j++) {
      dark += grid[i][j];
      if (i && j && grid[i][j] === grid[i][j - 1] && grid[i][j] === grid[i - 1][j] && grid[i][j] === grid[i - 1][j - 1]) penalty += 3;
    }
  }
  return penalty + 10 * Math.floor(Math.abs((dark / size ** 2) * 100 - 50) / 5);
}

/**
 * Rows of modules, 1 for dark. Throws RangeError if `text` (UTF-8) is too long for any code.
 * @param {string} text
 * @param {Level} level
 * @returns {Uint8Array[]}
 */
export function qrMatrix(text, level) {
  const bytes = new TextEncoder().encode(text);
  const version = versionFor(bytes.length, level);
  if (!version) throw new RangeError("too long for a QR code");
  const symbol = functionPatterns(version);
  place(symbol, interleaved(packed(bytes, version, level), version, level));
  const masked = MASKS.map((mask) => symbol.grid.map((row, y) => row.map((bit, x) => bit ^ Number(!symbol.taken[y][x] && mask(y, x)))));
  const penalties = masked.map(penaltyOf);
  const best = penalties.indexOf(Math.min(...penalties));
  writeFormat(masked[best], level, best);
  writeVersion(masked[best], version);
  return masked[best];
}

/**
 * The modules of `text`; level M where it stays small enough to scan, else L. Null if too long.
 * @param {string} text
 */
function rowsOf(text) {
  const { length } = new TextEncoder().encode(text);
  const level = (versionFor(length, "M") ?? 99) <= 15 ? "M" : "L";
  return versionFor(length, level) ? qrMatrix(text, level) : null;
}

/**
 * The QR code of `text` on a canvas of about 1,200 pixels, each module a whole number of them wide. Null if too long.
 * @param {string} text
 */
export function paintQr(text) {
  const rows = rowsOf(text);
  const canvas = document.createElement("canvas");
  const brush = canvas.getContext("2d");
  if (!rows || !brush) return null;
  const size = rows.length + 2 * QUIET;
  const scale = Math.ceil(1200 / size);
  canvas.width = canvas.height = size * scale;
  brush.fillStyle = "#fff";
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.fillStyle = "#000";
  rows.forEach((row, y) => row.forEach((bit, x) => bit && brush.fillRect((x + QUIET) * scale, (y + QUIET) * scale, scale, scale)));
  return canvas;
}

/**
 * An <svg> with the QR code of `text`, named `label`. Null if too long.
 * @param {string} text
 * @param {string} label
 * @returns {SVGElement | null}
 */
export function drawQr(text, label) {
  const rows = rowsOf(text);
  if (!rows) return null;
  const size = rows.length + 2 * QUIET;
  /**
   * @param {string} name
   * @param {Record<string, string>} attributes
   */
  const make = (name, attributes) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    return node;
  };
  // One stroke a run of dark modules.
  const runs = rows.flatMap((row, y) => [...row.join("").matchAll(/1+/g)].map((run) => `M${run.index + QUIET} ${y + QUIET + 0.5}h${run[0].length}`));
  const svg = make("svg", { viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": label, "shape-rendering": "crispEdges" });
  svg.append(make("path", { d: `M0 0H${size}V${size}H0Z`, fill: "#fff" }), make("path", { d: runs.join(""), stroke: "#000", fill: "none" }));
  return svg;
}
