// What firms call themselves and do, by language; and how the language writes "and", "the" and short forms.
// Written for the trials alone: the matcher's own tables must not be needed to read these, nor be read from here.

const list = (text) => text.trim().split(/\s*\|\s*/);

/**
 * `{sur}` a surname, `{sur2}` another, `{first}` a first name, `{inv}` an invented word, `{adj}` `{noun}` words,
 * `{abc}` initials, `{num}` a number, `{town}`, `{trade}`, `{gen}` what says little.
 */
const english = {
  house: "{sur} University of {town}",
  and: ["&", "and", "+"],
  the: "The",
  patterns: list("{sur} {trade} | {sur} {trade} | {sur} & {sur2} {trade} | {sur} & {sur2} | {sur} & Sons {trade} | {sur} Brothers {trade} | {inv} {gen} | {inv} {gen} | {inv} {trade} | {inv} | {town} {trade} | {adj} {noun} {trade} | {adj} {noun} {gen} | {the} {adj} {noun} | {the} {noun} {trade} Company | {abc} {trade} | {abc} {gen} | {noun} {num} {trade} | {first} {sur} {trade} | {sur}'s {trade} | St {saint}'s School {town} | {inv} International {gen} | {sur} Management Services | {inv} Manufacturing | {town} District Council | {adj} {noun} Association"),
  person: list("{first} {sur} | {first} {sur} | {first} {sur} {trade}"),
  trades: list("Plumbing | Roofing | Electrical | Landscapes | Motors | Bakery | Catering | Joinery | Architects | Surveyors | Printing | Logistics | Haulage | Dental Practice | Accountants | Solicitors | Interiors | Flooring | Scaffolding | Cleaning | Security | Recruitment | Brewery | Coffee Roasters | Event Hire | Glazing | Veterinary Clinic | Photography | Marketing | Engineering | Property Development | Storage | Nurseries | Freight | Travel | Software | Tiling | Pharmacy"),
  gens: list("Consulting | Solutions | Group | Services | Partners | Technologies | Systems | Trading | Holdings | Enterprises | Media | Ventures | Capital | Industries | Studio | Labs | Digital | Associates"),
  adjs: list("Blue | Silver | Northern | Bright | Golden | Red | Green | Swift | Quiet | Royal | Atlantic | Hidden | Grand | Copper | Wild | Iron"),
  nouns: list("Heron | Oak | River | Anchor | Lantern | Harbour | Fox | Bridge | Orchard | Compass | Falcon | Mill | Stone | Summit | Meadow | Beacon | Kestrel | Thistle"),
  short: { Services: "Svcs", International: "Intl", Brothers: "Bros", Management: "Mgmt", Manufacturing: "Mfg", Company: "Co", Associates: "Assoc", Association: "Assn", Engineering: "Eng", Technologies: "Tech", Development: "Dev", Saint: "St", Industries: "Inds", Electrical: "Elec", Property: "Prop", Systems: "Sys" },
  directions: [["North", "South"], ["East", "West"], ["Upper", "Lower"]],
  phases: [["Phase 1", "Phase 2"], ["Lot 3", "Lot 4"], ["Unit A", "Unit B"], ["Fund II", "Fund III"], ["2019", "2020"], ["No 1", "No 2"]],
  branch: "{name} - {town} Branch",
  division: ["Department of Physics", "Department of Chemistry", "Faculty of Law", "Library"],
  parent: ["Group", "Holdings"],
  aka: ["t/a", "trading as", "T/A"],
  formerly: "formerly",
};

const german = {
  house: "{sur}-Universität {town}",
  and: ["&", "und", "u.", "+"],
  patterns: list("{sur} {trade} | {trade} {sur} | {trade} {sur} | {sur} & {sur2} {trade} | {sur} & {sur2} | {sur} & Söhne | Gebrüder {sur} {trade} | {inv} {gen} | {inv} {gen} | {inv} {trade} | {town}er {trade} | {trade} {town} | {abc} {trade} | {abc} {gen} | {first} {sur} {trade} | Hotel {noun} | Gasthof {noun} {town} | {noun} Apotheke | Gemeinde {town} | {sur} Vermögensverwaltung | Grundstücksgesellschaft {noun}straße {num}"),
  person: list("{first} {sur} | {first} {sur} | {trade} {first} {sur} | Dr. {first} {sur}"),
  trades: list("Bäckerei | Tischlerei | Elektrotechnik | Maschinenbau | Dachdeckerei | Autohaus | Spedition | Steuerberatung | Gärtnerei | Metallbau | Druckerei | Buchhandlung | Ingenieurbüro | Zahnarztpraxis | Weingut | Bauunternehmen | Möbelhaus | Fleischerei | Werbeagentur | Heizungsbau | Küchenstudio | Gebäudereinigung | Hausverwaltung | Schlosserei | Softwareentwicklung | Brauerei | Getränkehandel | Rechtsanwälte"),
  gens: list("Consulting | Beteiligungs | Verwaltungs | Handels | Systeme | Technik | Service | Gruppe | Solutions | Vertriebs | Medien | Immobilien | Holding | Logistik | Verlag | Projekt"),
  nouns: list("Adler | Löwen | Linden | Sonnen | Rössle | Krone | Schwanen | Birken | Hirsch | Anker | Kloster | Mühlen"),
  adjs: list("Neue | Alte | Grüne"),
  short: { Gebrüder: "Gebr.", Gesellschaft: "Ges.", Verwaltungs: "Verw.", Beteiligungs: "Bet.", Elektrotechnik: "Elektro", Ingenieurbüro: "Ing.-Büro" },
  directions: [["Nord", "Süd"], ["Ost", "West"]],
  phases: [["Nr. 12", "Nr. 13"], ["I", "II"], ["Objekt 4", "Objekt 5"], ["2021", "2022"], ["Erste", "Zweite"]],
  branch: "{name}, Niederlassung {town}",
  division: ["Institut für Physik", "Institut für Chemie", "Fakultät für Medizin", "Bibliothek"],
  parent: ["Holding", "Gruppe"],
  aka: ["Inh.", "c/o"],
  formerly: "vormals",
};

const french = {
  house: "Université {sur} de {town}",
  and: ["&", "et"],
  patterns: list("{trade} {sur} | {trade} {sur} | {sur} {trade} | {sur} & Fils | Établissements {sur} | {inv} {gen} | {inv} {gen} | {trade} du {noun} | {trade} de {town} | {abc} {gen} | {sur} et {sur2} | Société {inv} | Pharmacie {sur} | Mairie de {town} | Hôtel {noun} {town} | Compagnie {inv}"),
  person: list("{first} {sur} | {first} {sur} | {first} {sur} {trade}"),
  trades: list("Boulangerie | Menuiserie | Garage | Plomberie | Électricité | Transports | Imprimerie | Maçonnerie | Fromagerie | Librairie | Cabinet Dentaire | Traiteur | Charpente | Jardinerie | Serrurerie | Fleurs | Architecture | Déménagements | Domaine | Clinique Vétérinaire"),
  gens: list("Conseil | Services | Développement | Groupe | Industries | Distribution | Ingénierie | Solutions | Participations | Éditions | Immobilier | Informatique | Équipements"),
  nouns: list("Château | Moulin | Pont | Soleil | Marché | Chêne | Parc | Lac | Port | Clocher"),
  adjs: list("Grand | Petit | Vieux"),
  short: { Établissements: "Éts", Société: "Sté", Compagnie: "Cie", Développement: "Dév.", Transports: "Transp." },
  directions: [["Nord", "Sud"], ["Est", "Ouest"], ["Rive Gauche", "Rive Droite"]],
  phases: [["1", "2"], ["Lot A", "Lot B"], ["III", "IV"], ["2018", "2019"]],
  branch: "{name} - Agence de {town}",
  division: ["UFR de Droit", "UFR de Médecine", "Service des Achats", "Laboratoire de Chimie"],
  parent: ["Groupe", "Holding"],
  aka: ["enseigne", "dit"],
  formerly: "anciennement",
};

const iberian = {
  house: "Universidad {sur} de {town}",
  and: ["y", "&", "e"],
  patterns: list("{trade} {sur} | {trade} {sur} | {sur} y {sur2} | Hermanos {sur} | {inv} {gen} | {inv} {gen} | {trade} {town} | {trade} del {noun} | {abc} {gen} | Grupo {inv} | {trade} {sur} e Hijos | Compañía {inv}"),
  person: list("{first} {sur} {sur2} | {first} {sur}"),
  trades: list("Panadería | Talleres | Construcciones | Transportes | Farmacia | Carpintería | Bodegas | Asesoría | Imprenta | Ferretería | Restaurante | Clínica Dental | Muebles | Jardinería | Instalaciones | Abogados | Librería | Confitería"),
  gens: list("Consultores | Servicios | Inversiones | Soluciones | Distribuciones | Gestión | Ingeniería | Comercial | Sistemas | Logística"),
  nouns: list("Sol | Mar | Castillo | Río | Puerto | Valle | Olivo | Camino"),
  adjs: list("Nueva | Gran"),
  short: { Hermanos: "Hnos.", Compañía: "Cía.", Construcciones: "Constr.", Distribuciones: "Distrib." },
  directions: [["Norte", "Sur"], ["Este", "Oeste"]],
  phases: [["Fase 1", "Fase 2"], ["II", "III"], ["Lote 3", "Lote 4"]],
  branch: "{name} - Delegación {town}",
  division: ["Facultad de Derecho", "Facultad de Medicina", "Servicio de Compras"],
  parent: ["Grupo", "Holding"],
  aka: ["nombre comercial"],
  formerly: "antes",
};

const lusophone = {
  ...iberian,
  house: "Universidade {sur} de {town}",
  and: ["&", "e"],
  patterns: list("{trade} {sur} | {trade} {sur} & Filhos | {sur} & {sur2} | Irmãos {sur} | {inv} {gen} | {inv} {gen} | {trade} do {noun} | {abc} {gen} | {trade} {town} | Grupo {inv}"),
  person: list("{first} {sur} {sur2} | {first} {sur}"),
  trades: list("Padaria | Oficina | Construções | Transportes | Farmácia | Carpintaria | Quinta | Contabilidade | Gráfica | Restaurante | Clínica Dentária | Móveis | Serralharia | Advogados | Pastelaria"),
  gens: list("Consultoria | Serviços | Investimentos | Soluções | Distribuição | Gestão | Engenharia | Comércio | Sistemas | Informática"),
  nouns: list("Sol | Mar | Castelo | Rio | Porto | Vale | Oliveira | Caminho"),
  short: { Irmãos: "Irs.", Construções: "Constr.", Distribuição: "Distrib.", Comércio: "Com." },
  directions: [["Norte", "Sul"], ["Leste", "Oeste"]],
  phases: [["Fase 1", "Fase 2"], ["Lote 3", "Lote 4"], ["II", "III"]],
  branch: "{name} - Filial {town}",
  division: ["Faculdade de Direito", "Faculdade de Medicina", "Compras"],
  aka: ["nome fantasia"],
  formerly: "anteriormente",
};

const italian = {
  ...iberian,
  house: "Università {sur} di {town}",
  and: ["&", "e"],
  patterns: list("{trade} {sur} | {trade} {sur} | {sur} & Figli | Fratelli {sur} | {inv} {gen} | {inv} {gen} | {trade} del {noun} | {trade} {town} | {abc} {gen} | Officine {sur} | {sur} e {sur2} | Società Agricola {sur} | Gruppo {inv}"),
  person: list("{first} {sur} | {trade} di {sur} {first}"),
  trades: list("Panificio | Carrozzeria | Costruzioni | Trasporti | Farmacia | Falegnameria | Cantina | Tipografia | Ferramenta | Ristorante | Mobili | Impianti | Pasticceria | Meccanica | Autofficina | Studio Tecnico"),
  gens: list("Consulenza | Servizi | Soluzioni | Distribuzione | Gestioni | Ingegneria | Commerciale | Sistemi | Immobiliare | Informatica"),
  nouns: list("Sole | Mare | Castello | Ponte | Porto | Leone | Giardino | Borgo"),
  short: { Fratelli: "F.lli", Società: "Soc.", Costruzioni: "Costr.", Distribuzione: "Distr.", Commerciale: "Comm." },
  directions: [["Nord", "Sud"], ["Est", "Ovest"]],
  phases: [["Fase 1", "Fase 2"], ["Lotto 3", "Lotto 4"], ["Due", "Tre"]],
  branch: "{name} - Filiale di {town}",
  aka: ["insegna"],
  formerly: "già",
  division: ["Dipartimento di Fisica", "Dipartimento di Chimica", "Ufficio Acquisti"],
  parent: ["Gruppo", "Holding"],
};

const dutch = {
  house: "{sur} Universiteit {town}",
  and: ["&", "en"],
  patterns: list("{sur} {trade} | {trade} {sur} | {trade} {sur} | {sur} & Zonen | Gebroeders {sur} | {inv} {gen} | {inv} {gen} | {trade} {town} | {trade} De {noun} | {abc} {gen} | {sur} & {sur2} {trade} | Gemeente {town}"),
  person: list("{first} {sur} | {first} {sur} {trade}"),
  trades: list("Bakkerij | Installatietechniek | Timmerbedrijf | Transport | Drukkerij | Hoveniers | Bouwbedrijf | Makelaardij | Advocaten | Schildersbedrijf | Tandartspraktijk | Autobedrijf | Kwekerij | Slagerij | Administratiekantoor | Loodgietersbedrijf"),
  gens: list("Consultancy | Beheer | Diensten | Groep | Holding | Handelsonderneming | Solutions | Media | Vastgoed | Techniek"),
  nouns: list("Zon | Molen | Haven | Linde | Anker | Brug | Zwaan | Eik"),
  adjs: list("Nieuwe | Oude | Groene"),
  short: { Gebroeders: "Gebr.", Installatietechniek: "Inst.techniek", Handelsonderneming: "Handelsond.", Administratiekantoor: "Adm.kantoor" },
  directions: [["Noord", "Zuid"], ["Oost", "West"]],
  phases: [["Fase 1", "Fase 2"], ["I", "II"], ["Kavel 7", "Kavel 8"]],
  branch: "{name} vestiging {town}",
  division: ["Faculteit Rechten", "Faculteit Geneeskunde", "Afdeling Inkoop"],
  parent: ["Groep", "Holding"],
  aka: ["h.o.d.n."],
  formerly: "voorheen",
};

const nordic = {
  house: "{sur} universitet {town}",
  and: ["&", "och", "og"],
  patterns: list("{sur}s {trade} | {trade} {sur} | {town} {trade} | {town} {trade} | {inv} {gen} | {inv} {gen} | {inv} {trade} | {abc} {gen} | {sur} & {sur2} | {sur} & Sønner | {noun}ens {trade}"),
  person: list("{first} {sur} | {first} {sur}"),
  trades: list("Byggeri | Rør | Elektro | Transport | Bageri | Maskin | Tømrer | Revision | Trykkeri | Eiendom | Regnskap | Bilverksted | Arkitekter | Fisk | Møbler | Maleri"),
  gens: list("Consulting | Holding | Invest | Service | Gruppen | Solutions | Teknik | Handel | System | Data"),
  nouns: list("Ørn | Bjørk | Fjord | Hav | Skog | Bro | Sol"),
  adjs: list("Ny | Gammel"),
  short: { Consulting: "Cons.", Service: "Serv." },
  directions: [["Nord", "Sør"], ["Øst", "Vest"]],
  phases: [["Trinn 1", "Trinn 2"], ["I", "II"], ["Felt B4", "Felt B5"]],
  branch: "{name} avd. {town}",
  division: ["Institutt for fysikk", "Institutt for kjemi", "Innkjøp"],
  parent: ["Gruppen", "Holding"],
  aka: ["v/"],
  formerly: "tidl.",
};

const swedish = {
  ...nordic,
  house: "{sur}s universitet i {town}",
  patterns: list("{sur}s {trade} | {trade} {sur} | {town}s {trade} | {inv} {gen} | {inv} {gen} | {abc} {gen} | {sur} & {sur2} | {sur} & Söner | Bröderna {sur} {trade}"),
  trades: list("Bygg | Rör | Elteknik | Åkeri | Bageri | Snickeri | Redovisning | Tryckeri | Fastigheter | Bilverkstad | Arkitekter | Möbler | Måleri | Städ | Trädgård"),
  gens: list("Konsult | Holding | Invest | Service | Gruppen | Teknik | Handel | System | Förvaltning"),
  nouns: list("Örn | Björk | Hav | Skog | Bro | Sol"),
  short: { Bröderna: "Br.", Förvaltning: "Förv." },
  directions: [["Norra", "Södra"], ["Östra", "Västra"]],
  phases: [["Etapp 1", "Etapp 2"], ["I", "II"]],
  division: ["Institutionen för fysik", "Institutionen för kemi", "Inköp"],
};

const finnish = {
  ...nordic,
  house: "{sur} yliopisto {town}",
  and: ["&", "ja"],
  patterns: list("{trade} {sur} | {sur} {trade} | {town}n {trade} | {inv} {gen} | {inv} {gen} | {abc} {gen} | Veljekset {sur}"),
  trades: list("Rakennus | Putki | Sähkö | Kuljetus | Leipomo | Puuseppä | Tilitoimisto | Kirjapaino | Kiinteistö | Autokorjaamo | Kauppa | Siivous | Konepaja"),
  gens: list("Konsultointi | Palvelut | Ryhmä | Tekniikka | Järjestelmät | Holding | Invest"),
  short: { Veljekset: "Vlj.", Palvelut: "Palv." },
  directions: [["Pohjoinen", "Eteläinen"], ["Itä", "Länsi"]],
  phases: [["Vaihe 1", "Vaihe 2"], ["I", "II"]],
  branch: "{name}, {town}n toimipiste",
  division: ["Fysiikan laitos", "Kemian laitos", "Hankinta"],
  parent: ["Konserni", "Holding"],
  formerly: "entinen",
};

const polish = {
  house: "Uniwersytet {sur} {town}",
  and: ["&", "i"],
  patterns: list("{trade} {sur} | {sur} {trade} | {inv} {gen} | {inv} {gen} | {trade} {inv} | {abc} {gen} | {town} {trade} | Przedsiębiorstwo {trade} {inv} | {sur} i Synowie | {sur} i Wspólnicy"),
  person: list("{first} {sur} | {trade} {first} {sur}"),
  trades: list("Piekarnia | Budownictwo | Transport | Drukarnia | Stolarnia | Hurtownia | Meble | Apteka | Usługi Księgowe | Elektryka | Auto Serwis | Kancelaria | Cukiernia | Ogrodnictwo"),
  gens: list("Konsulting | Usługi | Grupa | Inwestycje | Systemy | Handel | Technologie | Nieruchomości | Logistyka"),
  nouns: list("Słońce | Dąb | Most | Zamek"),
  adjs: list("Nowa | Stara"),
  short: { Przedsiębiorstwo: "Przeds.", Nieruchomości: "Nieruch." },
  directions: [["Północ", "Południe"], ["Wschód", "Zachód"]],
  phases: [["Etap 1", "Etap 2"], ["II", "III"]],
  branch: "{name} Oddział {town}",
  division: ["Wydział Prawa", "Wydział Chemii", "Dział Zakupów"],
  parent: ["Grupa", "Holding"],
  aka: ["d/b/a"],
  formerly: "dawniej",
};

const czech = {
  ...polish,
  house: "Univerzita {sur} {town}",
  and: ["&", "a"],
  patterns: list("{trade} {sur} | {sur} {trade} | {inv} {gen} | {inv} {gen} | {abc} {gen} | {trade} {town} | {sur} a syn | {sur} a partneři"),
  trades: list("Pekařství | Stavby | Doprava | Tiskárna | Truhlářství | Velkoobchod | Nábytek | Lékárna | Účetnictví | Autoservis | Zahradnictví | Strojírna"),
  gens: list("Konzult | Služby | Skupina | Investice | Systémy | Obchod | Technologie | Reality"),
  short: { Služby: "Sl.", Technologie: "Tech." },
  directions: [["Sever", "Jih"], ["Východ", "Západ"]],
  phases: [["Etapa 1", "Etapa 2"], ["II", "III"]],
  branch: "{name}, pobočka {town}",
  division: ["Právnická fakulta", "Lékařská fakulta", "Oddělení nákupu"],
  parent: ["Skupina", "Holding"],
};

const russian = {
  and: ["и", "&"],
  patterns: list("{noun} | {noun}-{noun2} | {noun} {gen} | {trade} {noun} | {town} {trade} | {noun} Плюс | {sur} и Партнёры"),
  person: list("ИП {sur} {first}"),
  trades: list("Строй | Транс | Пром | Мебель | Типография | Аптека | Ремонт | Логистика | Завод"),
  gens: list("Групп | Сервис | Инвест | Холдинг | Консалтинг | Системы | Технологии | Трейд"),
  nouns: list("Вектор | Горизонт | Север | Альтаир | Кристалл | Магистраль | Орион | Родник | Берёзка | Гранит | Союз | Сфера | Полёт | Заря | Байкал | Импульс | Щедрость | Юпитер | Меридиан | Витязь | Каскад | Радуга | Стрела | Эталон | Фаворит | Феникс | Жемчуг | Хорс"),
  adjs: list("Новый"),
  short: { Технологии: "Тех.", Сервис: "Серв." },
  directions: [["Север", "Юг"], ["Восток", "Запад"]],
  phases: [["1", "2"], ["Очередь 1", "Очередь 2"]],
  branch: "{name}, филиал {town}",
  division: ["Факультет права", "Отдел закупок"],
  parent: ["Групп", "Холдинг"],
  aka: ["торговая марка"],
  formerly: "ранее",
};

const ukrainian = {
  ...russian,
  and: ["та", "і"],
  patterns: list("{noun} | {noun} {gen} | {trade} {noun} | {town} {trade} | {sur} та Партнери"),
  person: list("ФОП {sur} {first}"),
  trades: list("Буд | Транс | Меблі | Друкарня | Аптека | Логістика | Завод"),
  gens: list("Груп | Сервіс | Інвест | Холдинг | Консалтинг | Системи | Технології"),
  nouns: list("Вежа | Джерело | Їжак | Карпати | Соняшник | Ґрунт | Зоря | Хвиля | Кобзар | Світанок | Щастя | Юність | Явір | Чайка | Обрій | Мрія"),
  short: { Технології: "Тех." },
  directions: [["Північ", "Південь"], ["Схід", "Захід"]],
  phases: [["1", "2"], ["Черга 1", "Черга 2"]],
  branch: "{name}, філія {town}",
  formerly: "раніше",
};

const bulgarian = {
  ...russian,
  and: ["и", "&"],
  patterns: list("{noun} | {noun} {gen} | {trade} {noun} | {sur} и Синове | {noun} {num}"),
  person: list("ЕТ {first} {sur}"),
  trades: list("Строй | Транс | Мебели | Печатница | Аптека | Хлебозавод | Винпром"),
  gens: list("Груп | Сервиз | Инвест | Холдинг | Консулт | Системи | Трейдинг"),
  nouns: list("Балкан | Роза | Витоша | Черноморец | Кумир | Щит | Явор | Юнак | Хоризонт | Рила | Жерав | Мадара | Цвят"),
  short: {},
  directions: [["Север", "Юг"], ["Изток", "Запад"]],
  branch: "{name}, клон {town}",
  formerly: "бивше",
};

const greek = {
  and: ["&", "και"],
  patterns: list("{sur} {trade} | {trade} {sur} | {noun} {gen} | {noun} {trade} | {sur} & Υιοί | Αφοί {sur} | {town} {trade}"),
  person: list("{first} {sur} | {sur} {first}"),
  trades: list("Αρτοποιεία | Μεταφορές | Κατασκευές | Φαρμακείο | Έπιπλα | Τυπογραφείο | Ηλεκτρολογικά | Οινοποιία | Λογιστική"),
  gens: list("Συμβουλευτική | Υπηρεσίες | Όμιλος | Επενδύσεις | Συστήματα | Εμπορική | Τεχνική"),
  nouns: list("Ήλιος | Θάλασσα | Όλυμπος | Αιγαίο | Ψηλορείτης | Αθηνά | Φάρος | Ελιά | Ορίζων | Ξένιος | Χρυσός | Ευρώπη"),
  adjs: list("Νέα"),
  short: {},
  directions: [["Βορράς", "Νότος"], ["Ανατολή", "Δύση"]],
  phases: [["1", "2"], ["Φάση Α", "Φάση Β"]],
  branch: "{name} - Υποκατάστημα {town}",
  division: ["Τμήμα Φυσικής", "Τμήμα Χημείας"],
  parent: ["Όμιλος"],
  aka: ["δ.τ."],
  formerly: "πρώην",
};

const japanese = {
  and: ["＆", "・"],
  patterns: list("{sur}{trade} | {sur}{trade} | {noun}{trade} | {town}{trade} | {noun}{gen}"),
  person: list("{sur} {first} | {sur}{first}"),
  trades: list("製作所 | 工業 | 商店 | 建設 | 印刷 | 電機 | 食品 | 運輸 | 不動産 | 酒造"),
  gens: list("システム | ホールディングス | サービス | コンサルティング | テクノロジー | 商事"),
  nouns: list("さくら | 富士 | 青空 | ひまわり | 東洋 | 北斗 | みらい | 大和"),
  adjs: list("新"),
  short: {},
  directions: [["東", "西"], ["北", "南"]],
  phases: [["第一", "第二"]],
  branch: "{name} {town}支店",
  division: ["総務部", "経理部"],
  parent: ["ホールディングス"],
  aka: ["屋号"],
  formerly: "旧",
};

const chinese = {
  and: ["和"],
  patterns: list("{town}{noun}{trade} | {town}{noun}{gen} | {town}{noun}{noun2}{trade} | {town}{noun}{noun2}{gen}"),
  person: list("{sur}{first}"),
  trades: list("贸易 | 电子 | 机械制造 | 食品 | 建筑工程 | 印刷 | 物流 | 家具 | 服装"),
  gens: list("科技 | 信息技术 | 投资 | 咨询 | 实业"),
  nouns: list("华兴 | 天宇 | 金龙 | 东方 | 瑞丰 | 海川 | 博远 | 明德 | 恒通 | 盛达 | 佳和 | 凯旋"),
  adjs: list("新"),
  short: {},
  directions: [["东", "西"], ["南", "北"]],
  phases: [["一期", "二期"], ["第一", "第二"]],
  branch: "{name}{town}分公司",
  division: ["采购部", "财务部"],
  parent: ["集团"],
  aka: ["又名"],
  formerly: "原",
};

export const languages = { english, german, french, iberian, lusophone, italian, dutch, nordic, swedish, finnish, polish, czech, russian, ukrainian, bulgarian, greek, japanese, chinese };

/** From Cyrillic and Greek as people write it in Latin letters; the first is the commonest, others are as right. */
export const romanisations = {
  russian: ["щ=shch ш=sh ч=ch ц=ts ж=zh х=kh ю=yu я=ya ё=yo э=e ы=y й=y ъ= ь= а=a б=b в=v г=g д=d е=e з=z и=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f", "щ=sch ш=sh ч=ch ц=c ж=zh х=h ю=ju я=ja ё=e э=e ы=y й=j ъ= ь= а=a б=b в=v г=g д=d е=e з=z и=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f"],
  ukrainian: ["щ=shch ш=sh ч=ch ц=ts ж=zh х=kh ю=iu я=ia є=ie ї=i й=i ь= '= а=a б=b в=v г=h ґ=g д=d е=e з=z и=y і=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f"],
  bulgarian: ["щ=sht ш=sh ч=ch ц=ts ж=zh х=h ю=yu я=ya й=y ъ=a ь=y а=a б=b в=v г=g д=d е=e з=z и=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f"],
  greek: ["ου=ou αυ=av ευ=ev μπ=b ντ=nt γγ=ng χ=ch ψ=ps θ=th ξ=x φ=f α=a β=v γ=g δ=d ε=e ζ=z η=i ι=i κ=k λ=l μ=m ν=n ο=o π=p ρ=r σ=s ς=s τ=t υ=y ω=o", "ου=ou αυ=au ευ=eu μπ=mp ντ=nt γγ=gg χ=h ψ=ps θ=th ξ=x φ=ph α=a β=v γ=g δ=d ε=e ζ=z η=i ι=i κ=k λ=l μ=m ν=n ο=o π=p ρ=r σ=s ς=s τ=t υ=y ω=o"],
};
