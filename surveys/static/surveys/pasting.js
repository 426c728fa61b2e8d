// A block of cells as a spreadsheet puts it on the clipboard: tabs between cells, and quotes around a cell with line breaks.

// Only such a cell is in quotes, those in it doubled. One that merely begins with a quotation mark is meant as it stands.
const QUOTED = /"((?:[^"\t]|"")*)"(?=[\t\r\n]|$)/y;
const PLAIN = /[^\t\r\n]*/y;
const NEEDS_QUOTES = /[\r\n]|""/;

export function cellsOf(text) {
  const rows = [[]];
  let index = 0;
  do {
    const cell = cellAt(text, index);
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

function cellAt(text, index) {
  QUOTED.lastIndex = PLAIN.lastIndex = index;
  const quoted = QUOTED.exec(text);
  if (quoted && NEEDS_QUOTES.test(quoted[1])) {
    return { content: quoted[1].replaceAll('""', '"'), length: quoted[0].length };
  }
  const [plain] = PLAIN.exec(text);
  return { content: plain, length: plain.length };
}
