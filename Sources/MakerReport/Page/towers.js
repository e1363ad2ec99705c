"use strict";
for (const box of document.querySelectorAll(".towers")) {
  const number = (name) => Number(box.dataset[name]);
  const [disks, last, row, base] = ["disks", "last", "row", "base"].map(number);
  const pegs = box.dataset.pegs.split(" ").map(Number);
  const rects = new Map();
  for (const rect of box.querySelectorAll("[data-disk]")) rects.set(Number(rect.dataset.disk), rect);
  // Where a disk stands after so many steps, in closed form. No shifts: a step may have more than 32 bits.
  const peg = (disk, steps) => {
    const turns = Math.floor((steps + 2 ** (disk - 1)) / 2 ** disk) % 3;
    return disk % 2 === 0 ? (3 - turns) % 3 : turns;
  };
  const [range, field] = ["range", "number"].map((type) => box.querySelector(`input[type=${type}]`));
  const move = box.querySelector(".move");
  const [title, list] = ["svg title", "svg desc"].map((name) => box.querySelector(name));
  const show = (wanted) => {
    const step = Math.min(last, Math.max(0, Math.round(wanted) || 0));
    const heights = [0, 0, 0];
    const stacks = [[], [], []];
    for (let disk = disks; disk > 0; disk--) {
      const at = peg(disk, step);
      const rect = rects.get(disk);
      stacks[at].push(disk);
      rect.setAttribute("x", pegs[at] - rect.getAttribute("width") / 2);
      rect.setAttribute("y", base - ++heights[at] * row);
    }
    range.value = step;
    if (document.activeElement !== field || Number(field.value) !== step) field.value = step;
    let moved = 1;
    for (let rest = step; rest > 0 && rest % 2 === 0; rest /= 2) moved++;
    const name = `Towers after ${step.toLocaleString("en")} steps`;
    title.textContent = name;
    list.textContent = stacks.map((stack, peg) =>
      `Peg ${peg}, bottom to top: ${stack.join(", ") || "none"}`).join(". ");
    box.querySelector("svg").setAttribute("aria-label", `${name}. ${list.textContent}`);
    range.setAttribute("aria-valuetext", `after ${step.toLocaleString("en")} steps`);
    move.textContent = step === 0 ? "nothing moved yet"
      : `last: disk ${moved} from peg ${peg(moved, step - 1)} to peg ${peg(moved, step)}`;
  };
  range.addEventListener("input", () => show(Number(range.value)));
  field.addEventListener("change", () => show(Number(field.value)));
  for (const button of box.querySelectorAll("button")) {
    button.addEventListener("click", () => show(Number(range.value) + Number(button.dataset.by)));
  }
  box.querySelector(".controls").hidden = false;
  show(last);
}
