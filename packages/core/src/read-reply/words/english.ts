/**
 * English words by what they do in a sentence. Rules are written over the names in capitals; a word that stands in
 * no list stands for itself.
 */
export const english: Readonly<Record<string, string>> = {
  STOP: 'stop stops stopping stoppin stap stahp quit quits quitting quiting cease desist halt discontinue terminate terminating suspend suspending refrain abstain stopsign',
  NOT: 'not nt',
  NEVER: 'never nvr',
  MSG: 'text texts texting textin txt txts txting txtin txtn txtng texter message messages messaging messagin msg msgs msging mesage mesages sms dm dms mssg notification notifications notify alert alerts promo promos promotion promotions reminder reminders blast blasts newsletter newsletters solicitation solicitations communication communications correspondence ad ads advertisement advertisements followup followups',
  MSGED: 'texted txted messaged msgd msged pinged',
  REPLY: 'reply replying replies respond responding write writing',
  SPAM: 'spam spams junk spammer spammers spammy',
  PESTER:
    'bother bothering bothers botherin bug bugging pester pestering annoy annoying harass harassing harrass harrassing spamming hounding hound badger badgering stalk stalking disturb disturbing solicit soliciting bombarding pestered',
  SEND: 'send sending sendin sends sent snd',
  CONTACT: 'contact contacting contacts reach reaching hitting hittin hmu dming emailing email outreach',
  CONTACTED: 'contacted solicited bothered spammed harassed',
  CALL: 'call calls calling callin cal phoning ringing dial dialing',
  CALLED: 'called phoned rang dialed dialled caled',
  REMOVE:
    'remove removing rmv delete deleting erase erasing scrub wipe purge scratch unlist unenroll deactivate',
  REMOVED: 'removed deleted erased',
  UNSUB: 'unsubscribe unsub unsubscribed unsubscribing unsubscribes desubscribe',
  LIST: 'list lists listing database databases db system systems distribution directory roster records record files rolodex crm autotext',
  NUM: 'number num numb nbr nmbr phone cell cellphone mobile digits info name contactinfo data details information infos',
  MY: 'my our mine mah',
  me: 'me us',
  you: 'you u ya yall youse',
  your: 'your ur yalls',
  WRONG: 'wrong wrng rong',
  FUCK: 'fuck fuk fck fuq f*** f**k f*ck f* fu*k fk eff phuck screw',
  SHIT: 'shit sh*t s*** crap bs bullshit nonsense garbage',
  REPORT: 'report reporting reported',
  BLOCK: 'block blocking blocked blockin',
  again: 'again anymore nomore further',
  someone: 'someone somebody',
  anyone: 'anyone anybody noone nobody',
  kid: 'kid kids toddler baby son daughter child grandson granddaughter grandkid grandkids niece nephew',
  is: 'is are r',
  yes: 'yes yeah yep yup yea yas yess ya yuh sure absolutely definitely affirmative y',
  nope: 'nope nah naw nay noo',
};

/** Words that carry no meaning here and may stand anywhere. */
export const englishSkipped =
  'please pls plz plse pleas plez kindly just really fucking fuckin freaking freakin friggin effing damn dang bloody bro bruh goddamn goddam even actually seriously literally simply honestly bro sir maam guys folks lol lmao omg smh ffs hey immediately tf ever';

/** Contractions and shorthand, without apostrophes. Two words stand for two words. */
export const englishExpansions: Readonly<Record<string, string>> = {
  dont: 'do not',
  dnt: 'do not',
  donot: 'do not',
  doesnt: 'does not',
  didnt: 'did not',
  dident: 'did not',
  didn: 'did not',
  wont: 'will not',
  cant: 'can not',
  cannot: 'can not',
  isnt: 'is not',
  arent: 'are not',
  wasnt: 'was not',
  werent: 'were not',
  aint: 'is not',
  havent: 'have not',
  hasnt: 'has not',
  hadnt: 'had not',
  wouldnt: 'would not',
  couldnt: 'could not',
  shouldnt: 'should not',
  im: 'i am',
  "i'm": 'i am',
  ive: 'i have',
  "i'd": 'i would',
  "i'll": 'i will',
  youre: 'you are',
  youve: 'you have',
  youll: 'you will',
  "you'd": 'you would',
  whats: 'what is',
  whos: 'who is',
  thats: 'that is',
  theres: 'there is',
  its: 'it is',
  hes: 'he is',
  shes: 'she is',
  theyre: 'they are',
  "we're": 'we are',
  weve: 'we have',
  wanna: 'want to',
  gonna: 'going to',
  gotta: 'got to',
  gimme: 'give me',
  lemme: 'let me',
  dunno: 'do not know',
  idk: 'i do not know',
  optout: 'opt out',
  optin: 'opt in',
  stopall: 'stop all',
  stopit: 'stop it',
  stoptexting: 'stop texting',
  removeme: 'remove me',
  wrongnumber: 'wrong number',
  misdialed: 'called by mistake',
  misdialled: 'called by mistake',
  misdial: 'called by mistake',
  buttdial: 'butt dial',
  buttdialed: 'butt dial',
  uninterested: 'not interested',
  fu: 'fuck you',
  fuckoff: 'fuck off',
  stfu: 'shut up',
  gtfo: 'go away',
};

/** Slips are mended towards these. */
export const englishTargets =
  'stop stopping texting messages message messaging texts please number wrong person remove unsubscribe contact contacting bothering harassing leave alone cancel interested delete reminders calling called appointment schedule emergency flooding flooded leaking leak sewage overflowing basement ceiling smoke carbon monoxide breathing bleeding unconscious sparking urgent quitting consent permission reporting blocking spoofed accident mistake interest';

/** Real words one slip away from those; they are meant as written. */
export const englishRealWords =
  'shop step slop atop stoop stomp strop swop stow stops spot top sop stoop stoup quite quiet cancer lease release remote removed remover along clone atone stone leaves leaver leap leek peak lead leaf weak beak contract contracts contacted massage massages massaging passage testing tests tests nesting resting persons parson prison numbers numbered lumber slumber wrongs prong strong prongs letting lettings pleased pleads pulling falling balling tailing failing culling selling filling billing killing callings scalled scaled caller callers leaked leaks leaky leaner speaking peaking licking lacking locking looking leaning smoked smoker smokes spoke stoke stroke spoken breeding bleeding breathe breathing breathtaking content convent consents concert flooring flooding reminder reminded interest interests interesting agent argent basements cellar ceilings sealing feeling peeling dealing healing calling cooling coiling coming contract urgently delayed deleted deleter extract staking parking sparkling sparing spanking marking barking alone blocking blacking clocking flocking locking rocking lock block messes texture textures texas accidents accidental mistakes mistaken appointments scheduled schedules emergencies canceled cancels cancelled barbering fathering gathering mothering harnessing permissions persona personal leaving lean leap leaping bleak creak break sneak freak leaves carton easement casement shopping stepping stooping topping quilting fitting spooked contracting testing massaging subscribe quieter cared caring lasting listing quilt cellars blend blending breathed accidental accidently tent texted pleasing pleas smoky urgency alarm alarms peeling wiring writing within tenant tenants lovely leaky appoint mobile deleting removes wronged numbing persons interior interests';

/** Given names that people write small: "im not brenda". Others are told by their capital. */
export const givenNames =
  'james john robert michael mike david dave william richard rick thomas tom charles chris christopher daniel dan matthew matt anthony tony donald steven steve paul andrew andy joshua josh kenneth ken kevin brian george timothy tim ronald ron edward ed jason jeff jeffrey ryan jacob jake gary nicholas nick eric jonathan larry justin scott brandon ben benjamin samuel sam greg gregory alex alexander patrick dennis jerry tyler aaron jose adam nathan henry zach doug peter kyle noah ethan carl carlos arthur roger keith lawrence terry sean austin juan luis pedro miguel jorge manuel ricardo roberto javier fernando eduardo raul sergio hector oscar mario ramon pablo diego andres mary patricia jennifer jen linda elizabeth liz barbara susan jessica sarah karen lisa nancy betty sandra margaret ashley kimberly kim emily donna michelle carol amanda melissa deborah debbie stephanie rebecca becky laura sharon cynthia kathleen kathy amy angela shirley anna brenda pamela pam emma nicole helen samantha katherine kate christine debra rachel carolyn janet maria catherine heather diane olivia julie joyce victoria ruth virginia lauren kelly christina evelyn judith megan andrea cheryl hannah jacqueline martha gloria teresa ann sara madison frances kathryn janice jean abigail alice julia judy sophia denise amber doris marilyn danielle beverly isabella theresa diana natalie brittany charlotte marie kayla alexis lori tiffany tammy tracy brooke rosa carmen ana guadalupe lupe sofia lucia elena isabel gabriela veronica claudia adriana monica luc martin jean pierre jacques michel andre philippe louis francois claude alain marcel yves sylvie nathalie isabelle chantal manon genevieve julien mathieu etienne benoit melanie josee francine ginette helene';
