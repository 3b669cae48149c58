// GSM 03.38, basic and extension table.
const basic =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const extended = '^{}\\[~]|€\f';

/** How many segments a text is billed as: 160/153 GSM-7 septets or 70/67 UTF-16 units each. */
export function countSegments(body: string): number {
  const characters = [...body];
  const isGsm = characters.every((character) => basic.includes(character) || extended.includes(character));
  const length = isGsm
    ? characters.reduce((sum, character) => sum + (extended.includes(character) ? 2 : 1), 0)
    : body.length;
  const [single, several] = isGsm ? [160, 153] : [70, 67];
  return length <= single ? 1 : Math.ceil(length / several);
}
