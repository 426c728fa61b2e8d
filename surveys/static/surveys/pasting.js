// A block of cells as a spreadsheet puts it on the clipboard: tabs between cells, quotes around a cell with line breaks.

export function cellsOf(text) {
  const rows = [[""]];
  let isQuoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const row = rows[rows.length - 1];
    const sign = text[index];
    if (isQuoted) {
      if (sign === '"' && text[index + 1] === '"') {
        row[row.length - 1] += sign;
        index += 1;
      } else if (sign === '"') isQuoted = false;
      else row[row.length - 1] += sign;
    } else if (sign === '"' && row[row.length - 1] === "") isQuoted = true;
    else if (sign === "\t") row.push("");
    else if (sign === "\n" || (sign === "\r" && text[index + 1] !== "\n")) rows.push([""]);
    else if (sign !== "\r") row[row.length - 1] += sign;
  }
  return rows.filter((row, index) => index < rows.length - 1 || row.some((cell) => cell.trim()));
}
