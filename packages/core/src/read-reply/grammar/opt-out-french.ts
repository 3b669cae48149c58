import { end, type Rule, rule, start } from '../rule.ts';

const write = '(?:WRITE|PHONE|MSG|CONTACT|MSG|relancer|ecrire|solliciter|m)';
const msg = '(?:MSG|MSG|SPAM|PHONE|appels?|sollicitations?|vos|communications?)';
const limits = [
  '(?:\\S+ ){0,2}?(?:avant|apres|pendant|quand|si|entre|le soir|la nuit|le dimanche|au travail|tant que|jusqu)',
];

export const optOutFrench: readonly Rule[] = [
  rule(
    'asks us to stop',
    [
      `(?:FRSTOP|STOP (?:de|d|avec|les|vos|ces|tous))(?: (?:donc|de|d|avec|les|vos|ces|tous|tout de suite|me|s|ca|maintenant|l|envoi|la|votre|toute|toutes|ce|cette|m|en))* (?:${write}|${msg}|achaler|ecoeurer|deranger|harceler|gosser|niaiser|bugger)`,
      `${start}(?:(?:ok|non|la|bon|je vous ai dit|j ai dit|je|ai|vous|dit|deja|d|et|allo|bonjour|desole|merci) ){0,4}(?:FRSTOP|STOP|assez)(?: (?:FRSTOP|STOP|ca|cela|tout|la|merci|maintenant|immediatement|me|vous|plait|donc|tout de suite|avec ca|assez|de ca|une fois pour toutes|NAME))*${end}`,
      `(?:comment|facon|moyen) (?:\\S+ ){0,4}(?:FRUNSUB|FRSTOP|PLUS recevoir|FRREMOVE|desactiver)`,
      `(?:vouloir|veux|voudrais|aimerais|faut|demande|demander|pouvez vous|pourriez vous|peux tu|pouvez) (?:\\S+ ){0,4}?(?:FRSTOP|FRUNSUB|STOP)(?: (?:de|les|ca|vos|ces))?(?: (?:${write}|${msg})|${end})`,
      `(?:ca suffit|c est assez|c est (?:bien )?assez|j en ai assez|en ai (?:assez|marre|plein)|tanne\\S* (?:de|des)|assez (?:de|d|avec|des)|suffit)(?: \\S+){0,3}`,
      `mettez fin (?:a|aux)|mettre fin (?:a|aux) (?:\\S+ )?(?:MSG|MSG)`,
    ],
    {
      unlessBefore: ['(?:PAS|FRNE|PLUS)(?: \\S+)?'],
      unlessAfter: [
        '(?:l )?(?:eau|fuite|saignement|bruit)',
        'chez',
        'de (?:couler|fonctionner|chauffer|saigner)',
        'a la maison',
        'chaud',
        'gros',
        'grand',
        'de place',
        'pour',
        'd eau',
        'vite',
      ],
    },
  ),
  rule(
    'forbids us to text',
    [
      `(?:FRNE |PAS )(?:me |les |vous |y |nous )*(?:${write})(?: (?:me|vous|nous|s|en))* ?(?:PLUS|PAS|jamais)(?: \\S+)?`,
      `(?:${write})(?: (?:me|nous|z))* (?:PLUS|PAS)(?: (?:jamais|PLUS|rien|de|svp|merci|la)|${end})`,
      `(?:FRNE )?(?:me |m |nous )?(?:WRITE|PHONE)(?: me)? PLUS`,
      `(?:PLUS|PAS|aucun|aucune|non aux?) (?:de |d |aucun |un seul |autre |autres |des )?(?:${'MSG|MSG|SPAM|sollicitations?|communications?'})(?: \\S+)?`,
      `FRNE PLUS (?:me |vous )?(?:WRITE|MSG|PHONE|CONTACT|recevoir|etre|avoir|entendre|vous)(?: \\S+){0,4}`,
      `(?:veux|voudrais|souhaite|desire|veut|voulons|accepte|aimerais|souhaitons|veus|veuille)(?: (?:vraiment|me))? (?:PLUS|PAS|aucun|rien|jamais)(?: (?:PLUS|que|vous|me|de|d|des|vos|recevoir|entendre|parler|etre|avoir|ces|les|en|rien|du|tout|savoir|aucun|autres?|par|qu|on|qui))* (?:${write}|${msg}|contacte\\S*|sollicite\\S*|derange\\S*|vous|recevoir|texte)`,
      `en veux (?:PLUS|PAS)|(?:ai|avons) (?:rien|PAS|jamais|PLUS)(?: \\S+)? demande(?: \\S+)?|qui vous a (?:donne|permis|autorise)(?: \\S+){0,3}|que ca (?:FRSTOP|arrete)`,
      `(?:veux|voudrais) (?:PLUS|PAS)(?: (?:rien|de|ca|en recevoir|savoir|rien savoir|vous parler|d ca))*${end}`,
      `(?:prefere|prefererais|prefererait)(?: \\S+)? (?:FRNE )?(?:PAS|PLUS|que vous) (?:\\S+ ){0,3}(?:${write}|${msg})`,
    ],
    {
      unlessBefore: ['(?:vous|il|elle|ils|on|qui|pourquoi)(?: \\S+)?', 'si vous'],
      unlessAfter: limits,
      unless: [
        'vous (?:FRNE )?(?:me |m )(?:avez|PHONE)',
        'PAS (?:recu|eu|vu) ',
        // "N'appelez pas, textez-moi", "n'écrivez pas à mon mari".
        'PHONE PAS [|,] (?:\\S+ )?WRITE',
        'WRITE PAS a (?:FRMY|votre|son|sa|le|la) (?!NUM)\\S+',
      ],
    },
  ),
  rule(
    'asks to be taken off the list',
    [
      `FRREMOVE(?: (?:me|mon|FRMY|le|ce|nous|NUM|nom|et))*(?: (?:NUM|de (?:la|votre|vos|cette|la) \\S+|de la|d ici|FRLIST|des|${end}))`,
      `FRUNSUB`,
      `FRREMOVE me(?: \\S+){0,3}?(?= (?:[|,]|de|la|merci|immediatement))`,
      `de FRNE (?:PLUS|PAS) (?:me |nous )?(?:WRITE|PHONE|MSG|recevoir|CONTACT)`,
      `(?:FRREMOVE|etre retire|sortir|retire) (?:\\S+ ){0,4}FRLIST|(?:PLUS|PAS) (?:\\S+ ){0,3}(?:sur|dans) (?:votre|vos|cette|la) FRLIST|(?:oubliez|perdez|jetez|brulez|detruisez)(?: \\S+)? (?:FRMY|mon|ce) NUM|(?:oubliez|oublie)(?: me)${end}`,
    ],
    {
      unlessBefore: ['(?:PAS|jamais)(?: \\S+)?', 'pour', 'd', 'a'],
      unlessAfter: ['(?:rendez|la souche|horaire|calendrier|souche|arbre)', 'du calendrier'],
      unless: ['FRREMOVE (?:une|la|un|le|des|les) (?!NUM|FRLIST)'],
    },
  ),
  rule(
    'wants to be left alone',
    [
      `(?:laiss\\S+|lach\\S+|fich\\S+|fou\\S+|sacr\\S+|criss\\S+|donn\\S+)(?: (?:me|nous|donc|la|m|patience))* ?(?:tranquilles?|la paix|patience|en paix|me|le camp|son camp|camp)`,
      `(?:laissez|lachez|lache|laisse|fiche|foutez|fichez|crissez|sacrez)-?moi\\S*(?: \\S+){0,3}`,
      `va (?:chier|te faire|donc chier|au diable|jouer)|(?:allez|aller) (?:chier|vous faire|au diable|donc chier)|mange(?:z)? (?:de la|d la) (?:marde|merde|m)|(?:decriss|decalis|decamp|degag)\\S+|ta gueule|fermez? (?:la|vous|ta)(?! (?:valve|eau))|fous le camp|foutez le camp|de la marde`,
    ],
    {
      unlessAfter: [
        'un message',
        'un mot',
        'savoir',
        'verifier',
        'voir',
        'reflechir',
        'penser',
        'une chance',
      ],
    },
  ),
  rule(
    'says they never agreed to this',
    [
      '(?:FRNE |PAS |jamais |PLUS )*(?:ai|suis|avez|ai|avais|a|sans|donne)(?: (?:PLUS|PAS|jamais|me|vous|aucun|donne|de|mon|FRMY|le|la|eu))* (?:donne|consentement|autorise|permission|inscrit\\S*|abonne\\S*|accepte|autorisation|demande a|consenti)(?= |$)',
      '(?:retire|revoque|revoquer)(?: \\S+){0,2} consentement|sans (?:FRMY |mon )?(?:consentement|permission|autorisation)',
    ],
    {
      unless: [
        '(?:suis|etes|est) (?:deja |bien )?(?:inscrit|abonne)',
        '(?:ai|a) (?:deja |bien )?(?:donne|accepte|demande|autorise)(?! PAS)',
      ],
    },
  ),
  rule(
    'calls it spam or blocks us',
    [
      `(?:c est|est|c|ca|cela|ces|quel|vrai|vraiment)(?: (?:est|c|du|de|le|la|un|l|rien que|pur|juste))* (?:SPAM|pourriel|pourriels|harcelement|WRITE|arnaque|fraude|MSG non)`,
      '(?:vais|va|vous|je|te|suis|etes|on|t)(?: (?:vous|te|les|bloque|et|va|vais|le|la|ai|a|de))* (?:signal\\S+|bloqu\\S+|denonc\\S+|BLOCK|porter plainte|poursui\\S+|REPORT|crtc|lnnte)|plainte (?:au|a la|contre|crtc)|liste nationale|bloque et|(?<=[|,] )(?:bloque\\S*|BLOCK|signale\\S*)(?= [|,] )',
    ],
    {
      unlessBefore: [
        '(?:toilette|drain|tuyau|evier|renvoi|lavabo|egout|conduit|pensais que|croyais que|pensais|croyais|si|FRNE|PAS)(?: \\S+){0,2}',
      ],
      unlessAfter: ['(?:une|un|la|le) (?:fuite|bris|probleme|vol)'],
      unless: ['(?:toilette|drain|tuyau|evier|renvoi|lavabo|egout) (?:est )?(?:bloque|BLOCK)'],
    },
  ),
  rule(
    'is not interested',
    [
      `(?:PAS|PLUS|aucunement|nullement) (?:du tout |vraiment )?interess\\S*|(?:m |me |nous )interesse(?:nt)? (?:PAS|PLUS)|aucun interet`,
    ],
    { unless: ['mais (?:je|j|on|par|oui|plutot|pour)', 'trouve (?:quelqu|un autre)'] },
  ),
];
