export type ReplyLanguage = 'en' | 'es' | 'fr';

const spanish =
  /\b(?:el|la|los|que|de|por|favor|no me|necesito|quiero|gracias|hola|mi|esta|cuanto|cuesta|una|con|alto|parar|pare|para|basta|cancelar|detener|terminar|salir|baja|eliminar|quitar|mas|numero|equivocado|soy|ayuda|iniciar|comenzar|llame\w*|escriban?|moleste\w*|emergencia|urgente|fin|manana|si)\b/g;
const french =
  /\b(?:le|les|je|vous|moi|est|une|pour|merci|bonjour|arret\w*|desabonn\w*|desinscrire|aide|besoin|contactez|ne|plus|oui)\b/g;
const english =
  /\b(?:the|a|i|you|my|is|to|and|can|please|stop|me|it|call|need|how|what|text|thanks|hi|hello|yes|in|for)\b/g;

/** A guess from everyday words; English when nothing speaks for another one. */
export function guessLanguage(normalised: string): ReplyLanguage {
  const count = (words: RegExp) => normalised.match(words)?.length ?? 0;
  const [es, fr, en] = [count(spanish), count(french), count(english)];
  if (es > en && es >= fr) return 'es';
  return fr > en ? 'fr' : 'en';
}
