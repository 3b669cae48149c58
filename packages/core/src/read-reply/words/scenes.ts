/**
 * Words by the scene that they belong to, in English, Spanish and French, for the model that gives a second opinion.
 * One that ends in `~` stands for every word that begins so. Without accents, as words are in a `Sentence`.
 */
export const scenes: Readonly<Record<string, string>> = {
  gas: 'gas gaz propane natural monoxide monoxido monoxyde carbon co fumes egg eggs huevo huevos oeuf oeufs rotten podrido podridos pourri pourris sulfur sulphur skunk skunky pilot piloto meter medidor mercaptan exhaust hiss hissing whistling silbido siffle sifflement',
  smell:
    'smell~ odor odour stink~ stank reek~ whiff sniff~ taste huele huelo oler olor apesta~ sent sentir senteur odeur pue puer',
  fire: 'fire fires flame flames flaming blaze ablaze inferno burn burning burnt burns smoke smoking smoky smoldering smouldering spark sparks sparking sparked arcing arced sizzl~ crackl~ scorch~ singed melt melted melting glow~ char charred ember embers incend~ lumbre humo humea quem~ chispa~ feu flammes flamme fumee boucane brule brulent bruler etincell~ gresille explod~ explosion explot~ explos~ arde ardiendo',
  electric:
    'outlet outlets socket plug breaker breakers panel wire wires wiring cable cables electrical electric electricity shock shocked zap zapped zapping jolt electrocut~ toque descarga corriente enchufe apagador panneau prise fil fils choc courant electric~ buzzing humming',
  breath:
    'breath~ brea~ inhaler asthma wheez~ gasp~ suffocat~ chok~ choke respir~ asfixi~ ahog~ etouff~ souffle asthme asma',
  chest:
    'chest heart pecho corazon poitrine coeur cardiac thorax infarto infarctus stroke derrame avc palpitat~',
  fainted:
    'unconscious unrespons~ faint~ collaps~ passed blacked limp conscious inconscient~ inconsci~ desmay~ evanoui~ responding respond responde contesta repond wake waking awake despierta reveille convuls~ seizure~ seizing lifeless slumped',
  ill: 'dizzy dizziness lightheaded headache headaches nausea~ nauseous puke~ puking pukey vomit~ vomito throwing sleepy drowsy woozy groggy confused faint sick sickly mareada mareado mareo sueno etourdi~ vertige mal tete nausee~ numb tingl~ engourd~ dormido fiebre fever fievre',
  bleeding:
    'blood bloody bleed~ bled bleeding hemorrhag~ sangr~ saign~ sang cut gash gashed sliced wound gushing stitches',
  injured:
    'hurt hurting injur~ fell fallen fall crushed pinned trapped broken bone ambulance 911 paramedic~ emt dying drown~ herid~ lastim~ cayo caida golpe tombe tombee blesse~ coince~ atrapad~ ambulancia morir mourir knife gun weapon shot attack~ threat~ intruder burglar~ prowler pistola cuchillo ladron arma fusil couteau voleur suicid~ overdos~ swallowed pills pastillas pilules poison~ bleach antifreeze envenen~ empoisonn~ avale~ trago allergic allergy epipen anaphyla~ electrocuted',
  person:
    'mom mother mama mum dad father papa husband wife grandma grandmother grandpa grandfather abuela abuelo abuelita abuelito mere pere mari femme esposo esposa hermano hermana sister brother friend amigo ami woman man lady guy tenant neighbor neighbour employee worker coworker kid kids son daughter nino nina ninos ninas hijo hija fils fille enfant enfants boy girl everyone somebody someone people',
  frail:
    'baby infant newborn toddler elderly oxygen pregnant disabled wheelchair dialysis bebe bebes anciana anciano enceinte embarazada nourrisson premature preemie diabetic chemo 2yo year old years anos ans',
  tooth:
    'tooth teeth molar molars crown braces bracket gum gums filling implant denture dentures retainer wisdom jaw cheek dent dents molaire couronne gencive machoire diente dientes muela muelas encia quijada cachete joue plombage root canal extraction socket',
  pain: 'pain painful hurts ache aching aches throb~ agony agonizing unbearable excruciating swollen swell~ swole puffy pus abscess~ absces~ infected infection dolor duele dolia hinch~ infeccion douleur douleurs enfle enflee enflure insupportable aguanto crying screaming tylenol ibuprofen advil',
  water:
    'water agua aguas eau sewage sewer poop sludge drain drains drenaje coladera toilet toilets toilette inodoro excusado bano pipe pipes tuyau tuyaux tubo tuberia caneria hose spigot faucet hydrant sump pump tank heater calentador boiler reservoir egout egouts puisard bain tub tina ceiling techo plafond basement sotano soussol carpet drywall hallway wall walls floor floors piso plancher sink fregadero evier main shutoff valve llave robinet roof toit toiture',
  waterMoves:
    'flood~ inund~ inond~ burst~ bust busted rupture~ gush~ spray~ spew~ spurt~ squirt~ pour pouring pours poured cascad~ waterfall niagara geyser fountain river lake pond pool swimming rushing rising overflow~ backed backing backup bubbling soak~ drench~ sopping squish~ squelch~ submerged underwater ankle ankles inch inches puddle puddles standing bulg~ sagging sags saturated dripping raining streaming leak leaking leaks leaked fuga gotera~ gote~ chorro chorr~ derram~ desbord~ rebos~ revent~ sale saliendo regreso sube subiendo coule couler coulent deborde~ deborder refoule~ monte remonte gicle pisse fuite degat degats mojado empapad~ mouille trempe charco cubeta bucket buckets towels mop mopping',
  cold: 'heat heating furnace boiler radiator radiators thermostat cold freezing freez~ frozen froze frigid blankets degrees grados degres coats winter calefaccion calenton frio froid chauffage fournaise gele geler gelons thermopompe calorifere space heaters hiver below minus pilot igniter blowing',
  hot: 'ac conditioning conditioner cooling cool hot hundred sweltering sweating roasting boiling oven calor aire clima chaud chaleur clim climatiseur heatstroke 90 91 92 93 94 95 96 97 98 99 100 101 102 103 104 105',
  down: 'out dead died quit stopped failed gone off nothing blank kaput broke broken busted shut down fried conked gave murio apago descompuso panne mort morte lache laches fini sirve funciona prende marche part demarre',
  stranded:
    'stranded shoulder ditch highway hwy freeway interstate turnpike expressway exit roadside mile marker tow towed towing wrecker stuck broke breakdown overheat~ flat tire tires blew blowout jump jumpstart stalled crashed crash wreck wrecked accident collision rear ended varad~ tirado grua carretera autopista orilla llanta ponch~ choque choco remorqu~ fosse autoroute accotement crevaison pneu accident accrochage northbound southbound eastbound westbound i95 route rte bridge puente pont',
  vehicle:
    'car truck van suv jeep vehicle engine motor battery transmission alternator brakes brake radiator hood trailer rv motorcycle carro coche troca camioneta auto char voiture camion moteur frenos freins vapor steam',
  locked:
    'locked lockout lock locks keys key latch deadbolt fob encerrad~ llaves afuera chapa cerradura embarre~ barre barree barrees cles clef clefs serrure outside inside porch driveway',
  law: 'jail jailed arrest arrested arresting custody police cops cop sheriff bail bond warrant court arraign~ hearing judge detained detention booked handcuffs cuffs ice migra carcel arrest~ detuv~ deteni~ policia corte audiencia juez fianza prison juge cour police comparution menottes evict~ eviction lockout desaloj~ deport~ served subpoena dui dwi precinct station raid',
  animal:
    'dog dogs cat cats puppy kitten pup kitty perro perra perrito gato gata chien chienne chat chatte chaton chiot rabbit bunny hamster bird parrot horse horses pet vet ferret lizard turtle tortoise goat calf foal lab shepherd bulldog poodle chihuahua',
  food: 'walk freezer freezers fridge cooler refrigerator congelador refrigerador frigo congelateur spoil~ thaw~ melting food insulin vaccine vaccines meat inventory',
  broken:
    'smashed shattered kicked pried broken glass storefront window windows vitre vidrio ventana fenetre door puerta porte tree arbol arbre branch limb storm tornado hail tormenta tempete hole tarp board',
  routine:
    'quote estimate price pricing cost install installed replace replacing schedule appointment appt sometime whenever routine rush hurry inspection tuneup cleaning checkup annual remodel upgrade consult consultation availability slots cotiz~ presupuesto cita precio instalar soumission prix rendez rdv installer remplacer next weekend monday tuesday wednesday thursday friday saturday lunes martes miercoles jueves viernes sabado lundi mardi mercredi jeudi vendredi samedi prochaine proxima',
  past: 'ago was were had yesterday last fixed resolved earlier used already came ayer pasada pasado antes fue estuvo hier passe passee derniere dernier etait avait semaine regle arregl~ repare~ repaired solved handled stopped anymore pu over false',
  supposed:
    'if ever should would could case hypothetical curious wondering planning someday might does count prevent avoid worried protect algun dia caso deberia si jamais devrais cas prevenir prevention',
  jesting: 'lol lmao haha hahaha jaja jajaja joking jk kidding funny laughing 😂 🤣 🔥 mdr hihi bravo jeje',
  urgent:
    'emergency emergencia urgence urgent urgently urgente asap immediately now ahora ahorita hurry quick quickly help ayuda auxilio socorro aide secours vite please rapido rapide sos stat panic scared miedo peur',
  ourTexts:
    'these those this it that them em esto esos estos eso ces ca cela texts robot robots automated auto bot robo crap junk basura popup pop noise notifications ping pings pinging buzz blowing bombard~ barrage nonstop constant',
  enough:
    'enough done finished over tired sick fed suficiente harto harta basta suffit assez ecoeur~ tanne~ rest quit last final never jamas jamais nunca ni neither nor whatsoever period goodbye bye adios adieu',
  leave:
    'off away alone remove take cross count out lose forget erase wipe drop vanish disappear disparaitre fuera saquen olvid~ oublie~ perdez enlev~ quit~ quiet~ bota bort~ larg~ paz paix tranquil~ peace',
  refuse:
    'want need interested interest agree agreed consent permission asked ask allow allowed subscribe signed sign authorize wish like care quiero pedi permiso interesa veux voulais demande interesse permis rather prefer prefiero prefere',
  threat:
    'report reported block blocked spam scam lawyer attorney sue claims lawsuit ftc fcc tcpa bbb police violation registry fine fines demanda abogado denuncia bloque~ signal~ plainte avocat crtc harass~ stalking acoso harcel~',
  stranger:
    'wrong digits misdial~ dialed dialled dial mistake mistaken mixed confused spoof~ hacked different else another somebody someone other previous former old new owner belongs belong belonged reassigned recycled inherited nobody knows know heard live lives lived moved own owns bakery pizzeria church school hospital office equivoc~ otro otra busca buscas anterior dueno nuevo nueva conozco panaderia erreur mauvais faux trompe~ autre personne appartient ancien ancienne connais cherchez accident accidentally pocket butt sat finger fat',
  theirs:
    'appointment reservation quote booking table order delivery package warranty insurance policy records schedule calendar invoice waitlist cita reservacion factura horario horaire rendezvous reunion dossier expediente commande coupon',
  keep: 'keep still dont forget remind reminder reminders continue again avisos recordatorios rappels seguir garder gardez continuez resume restart back start',
};
