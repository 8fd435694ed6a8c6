// Enter sends, Shift+Enter begins a new line, also while a Hangul syllable is being composed.
//
// During composition an Enter belongs to the input method: on Windows it is the only Enter there is, on
// macOS a second, plain one follows. So it is remembered, and the form is submitted once the composition
// has ended. The form's submit handler must ignore an empty field: then the second Enter sends nothing.

/** Makes Enter in `field` submit the form it belongs to. */
export function submitOnEnter(field) {
  let isRemembered = false;

  field.addEventListener("keydown", (event) => {
    // During composition `key` may be `Process`; `code` still names the key.
    const isEnter = event.key === "Enter" || event.code === "Enter" || event.code === "NumpadEnter";
    if (!isEnter || event.shiftKey) return;
    if (event.isComposing) {
      isRemembered = true;
    } else {
      event.preventDefault();
      field.form.requestSubmit();
    }
  });

  field.addEventListener("beforeinput", (event) => {
    // The Enter that ended the composition is not a new line as well.
    if (isRemembered && ["insertLineBreak", "insertParagraph"].includes(event.inputType)) event.preventDefault();
  });

  field.addEventListener("compositionend", () => {
    if (!isRemembered) return;
    // In a new task: the field holds the whole text only after this event.
    setTimeout(() => {
      isRemembered = false;
      field.form.requestSubmit();
    });
  });
}
