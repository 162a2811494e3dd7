// What does not fit is shown page by page, never smaller.

// Puts things of these heights into pages with so much room; a thing that is higher than a page has one of its own.
export function fill(things, heights, room) {
  const pages = [[]];
  let left = room;
  things.forEach((one, i) => {
    if (heights[i] > left && pages.at(-1).length > 0) {
      pages.push([]);
      left = room;
    }
    pages.at(-1).push(one);
    left -= heights[i];
  });
  return pages;
}

const canvas = document.createElement("canvas").getContext("2d");

// A text as the lines it takes in an element's type within a width; a word that is wider is cut.
export function lines(text, element, width) {
  const style = getComputedStyle(element);
  canvas.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const fits = (one) => canvas.measureText(one).width <= width;
  const found = [];
  for (const given of text.split("\n")) {
    let line = "";
    for (const word of given.split(/\s+/u)) {
      const longer = line ? `${line} ${word}` : word;
      if (fits(longer)) {
        line = longer;
        continue;
      }
      if (line) {
        found.push(line);
      }
      line = word;
      while (!fits(line)) {
        const head = cut(line, fits);
        found.push(head);
        line = line.slice(head.length);
      }
    }
    found.push(line);
  }
  return found;
}

// The longest start that fits, of whole characters as people see them; at least one.
function cut(word, fits) {
  let head = "";
  for (const { segment } of new Intl.Segmenter().segment(word)) {
    if (head && !fits(head + segment)) {
      return head;
    }
    head += segment;
  }
  return head;
}

export function chunks(things, size) {
  const found = [];
  for (let i = 0; i < things.length; i += size) {
    found.push(things.slice(i, i + size));
  }
  return found;
}
