// Where on a page one reads.

/** The id of the last heading or question that has come up to where one reads, "" at the top. */
export function placeRead() {
  const marks = document.querySelectorAll("main :is(h2, h3)[id], main form.question[id]");
  const last = [...marks].filter((mark) => mark.getBoundingClientRect().top < innerHeight / 3).pop();
  return last && scrollY > 0 ? last.id : "";
}
