// A block of cells as a spreadsheet puts it on the clipboard: tabs between cells, quotes around a cell with line breaks.

export function cellsOf(text) {
  const rows = [[""]];
  let isQuoted = false;
  for (let place = 0; place < text.length; place += 1) {
    const row = rows[rows.length - 1];
    const sign = text[place];
    if (isQuoted) {
      if (sign === '"' && text[place + 1] === '"') {
        row[row.length - 1] += sign;
        place += 1;
      } else if (sign === '"') isQuoted = false;
      else row[row.length - 1] += sign;
    } else if (sign === '"' && row[row.length - 1] === "") isQuoted = true;
    else if (sign === "\t") row.push("");
    else if (sign === "\n" || (sign === "\r" && text[place + 1] !== "\n")) rows.push([""]);
    else if (sign !== "\r") row[row.length - 1] += sign;
  }
  return rows.filter((row, place) => place < rows.length - 1 || row.some((cell) => cell.trim()));
}
