// A block of cells as a spreadsheet puts it on the clipboard: tabs between cells, and quotes around a cell with line breaks.

// Only a cell with line breaks or tabs is in quotes, those in it doubled. One that merely begins with a quotation mark is
// meant as it stands.
const QUOTED = /"((?:[^"\t]|"")*)"(?=[\t\r\n]|$)/y;
const QUOTED_WITH_TABS = /"((?:[^"]|"")*)"(?=[\t\r\n]|$)/y;
const PLAIN = /[^\t\r\n]*/y;
const NEEDS_QUOTES = /[\t\r\n]|""/;

// A tab between two quotation marks stands in a cell only where that makes all rows equally long, as spreadsheets copy them.
export function cellsOf(text) {
  const usual = rowsOf(text, QUOTED);
  if (areEqual(usual)) return usual;
  const other = rowsOf(text, QUOTED_WITH_TABS);
  return areEqual(other) ? other : usual;
}

const areEqual = (rows) => rows.every((row) => row.length === rows[0].length);

function rowsOf(text, quoted) {
  const rows = [[]];
  let index = 0;
  do {
    const cell = cellAt(text, index, quoted);
    rows[rows.length - 1].push(cell.content);
    index += cell.length;
    const end = /\t|\r?\n|\r/y;
    end.lastIndex = index;
    const [sign] = end.exec(text) ?? [""];
    if (sign && sign !== "\t") rows.push([]);
    index += sign.length || 1;
  } while (index <= text.length);
  return rows.filter((row, number) => number < rows.length - 1 || row.some((cell) => cell.trim()));
}

function cellAt(text, index, pattern) {
  pattern.lastIndex = PLAIN.lastIndex = index;
  const quoted = pattern.exec(text);
  if (quoted && NEEDS_QUOTES.test(quoted[1])) {
    return { content: quoted[1].replaceAll('""', '"'), length: quoted[0].length };
  }
  const [plain] = PLAIN.exec(text);
  return { content: plain, length: plain.length };
}
