/** French words (Canadian usage first) by what they do. */
export const french: Readonly<Record<string, string>> = {
  FRSTOP:
    'arret arreter arretez arrete arettez aretez arete aret cessez cesser cesse stopper stoppez arretes',
  FRNE: 'ne n',
  PLUS: 'plus pu jamais',
  PAS: 'pas',
  NUM: 'numero telephone cellulaire nom coordonnees',
  FRLIST: 'liste listes systeme base dossiers',
  FRMY: 'mon ma mes',
  FRREMOVE:
    'enlevez enlever enleve efface ote raye retirez retirer retire supprimez supprimer supprime effacez effacer otez oter rayez sortez',
  FRUNSUB: 'desabonner desabonnez desabonne desabonnement desinscrire desinscrivez desinscription desabonnes',
  je: 'je j chu jsuis',
  me: 'moi nous m nos',
  vous: 'vous tu te t vs',
};

export const frenchStems: readonly (readonly [string, RegExp])[] = [
  ['FRSTOP', /^(?:arr?et(?:e|ez|er|iez|ent|es)|cess(?:e|ez|er|iez|ent))$/],
  ['MSG', /^(?:textos?|messages?|courriels?|pourriels?|notifications?|publicites?|infolettres?|rappels)$/],
  [
    'WRITE',
    /^m?(?:ecri(?:re|vez|s|ve)|text(?:er|ez|e)|envo(?:yer|yez|ie|ies)|contact(?:er|ez)|derang|harcel|achal|ecoeur|tannez|tanner)/,
  ],
  ['PHONE', /^(?:r?appel(?:er|ez|le|e|ee|es)|telephon(?:er|ez|e))$/],
];

export const frenchSkipped = 'svp sil plait veuillez';

export const frenchTargets = 'arretez desabonnez laissez tranquille numero textos inondation urgence ecrivez';
