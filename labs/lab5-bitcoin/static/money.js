// Prices as whole cents. A number of JavaScript cannot hold every price exactly, a BigInt can.

const SHAPE = /^\$(?:0|[1-9]\d{0,2}(?:,\d{3}){0,5})\.\d{2}$/;

/** The cents of a text like `$70,352.36`, or null where it is no such text. */
export function cents(display) {
  return SHAPE.test(display) ? BigInt(display.replace(/\D/g, "")) : null;
}

/** The text of so many cents, as the server writes it: `$70,352.36`. */
export function dollars(amount) {
  return `$${digits(amount)}`;
}

/** `+12.10`, `−0.05`, `0.00`: by how much a price has moved. */
export function signed(amount) {
  if (amount === 0n) return "0.00";
  return amount < 0n ? `−${digits(-amount)}` : `+${digits(amount)}`;
}

function digits(amount) {
  const text = String(amount).padStart(3, "0");
  const whole = text.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${whole}.${text.slice(-2)}`;
}
