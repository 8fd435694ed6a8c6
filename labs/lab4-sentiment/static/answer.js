// What a server may answer, in one shape for both forms: { label, words, score, hits }.

/** The labels, as the plain form writes them and in English. */
export const LABELS = {
  positive: ["긍정 😊", "Positive 😊"],
  negative: ["부정 😢", "Negative 😢"],
  neutral: ["중립 😐", "Neutral 😐"],
};

/** Reads an answer. One that is none of the three has no label and is shown in its own words. */
export function read(text, isRich) {
  return isRich ? readRich(text) : readPlain(text);
}

function readPlain(text) {
  // A Mac may write NFD, an editor U+FE0F after an emoji, `print` a newline.
  const plain = text.normalize("NFC").replaceAll("\ufe0f", "").trim();
  const label = Object.keys(LABELS).find((name) => LABELS[name][0] === plain);
  return label ? { label } : { words: text };
}

function readRich(text) {
  let answer;
  try {
    answer = JSON.parse(text);
  } catch {
    return { words: text };
  }
  if (answer?.type !== "sentiment" || !Object.hasOwn(LABELS, answer.label)) {
    return { words: typeof answer?.message === "string" ? answer.message : text };
  }
  const { label, score, hits } = answer;
  return { label, score: Number.isFinite(score) ? score : undefined, hits: Array.isArray(hits) ? hits : [] };
}
