use super::*;

fn key(name: &str) -> NameKey {
    NameKey::of(name).unwrap_or_else(|| panic!("`{name}` is nothing"))
}

fn likeness(a: &str, b: &str) -> Likeness {
    let (a, b) = (key(a), key(b));
    let rarity = Rarity::default();
    let likeness = a.likeness(&b, &rarity);
    assert_eq!(likeness, b.likeness(&a, &rarity));
    likeness
}

/// Pairs and what they are: `=` the same, `~` nearly the same, `f` the same with another kind of legal form,
/// `p` one has more, `a` initials, `!` other names.
const PAIRS: &str = "
= ACME  Ltd. | Acme Limited | case, blanks, spelling of the form
= The Acme Co. Ltd | acme company limited | article
= Marks & Spencer P.L.C. | Marks and Spencer plc | ampersand
= Sainsbury's | Sainsburys | apostrophe
= Smith+Sons | Smith & Sons | plus
= Smith und Sohn | Smith & Son | und
= García y Hijos SL | Garcia e Hijos, S.L. | y and e
= Café Zoë | CAFE ZOE | accents
= Müller GmbH & Co. KG | muller gmbh und co kg | long form
= Łódź Sp. z o.o. | Lodz sp z oo | Polish form
= Łódź Spółka z ograniczoną odpowiedzialnością | Lodz sp. z o. o. | written out
= A.B.C. Pty. Ltd. | ABC Proprietary Limited | points
= A B C Pty Ltd | ABC Pty Ltd | blanks between letters
= I.B.M. | I B M | letters
= O’Neill, Jo | ONeill Jo | signs
= Smith, John | John Smith | order
= Foo – Bar | foo-bar | dash
= 東京 株式会社 | 東京　株式会社 | wide blank
= トヨタ自動車株式会社 | 株式会社 トヨタ自動車 | form before and behind
= 华为技术有限公司 | 华为技术 有限公司 | form attached
= 삼성전자 주식회사 | 삼성전자㈜ | Korean form
= Газпром | Gazprom | Cyrillic
= ООО «Ромашка» | OOO Romashka | form in Cyrillic
= Общество с ограниченной ответственностью «Ромашка» | ООО Ромашка | written out
= ПАО Сбербанк | Sberbank PAO | form at the other end
= ΟΠΑΠ Α.Ε. | OPAP AE | Greek
= Ромашка ООО | Romashka LLC | translated form
= АО Банк Русский Стандарт | Bank Russkii Standart JSC | order and form
= ТОВ «Нова Пошта» | Nova Poshta LLC | Ukrainian
~ Софарма АД | Sopharma AD | Bulgarian
= Telecom Italia S. p. A. | Telecom Italia SpA | spaced form
= Sociedad Anónima Damm | Damm S.A. | form before
= PT Astra International | Astra International PT | Indonesian form
= UAB „Vilniaus duona“ | Vilniaus duona, UAB | Lithuanian form
= SIA Rimi Latvia | Rimi Latvia SIA | Latvian form
= AB Volvo | Volvo AB | Swedish form
= A/S Norske Shell | Norske Shell AS | slash
= Novo Nordisk A/S | Novo Nordisk AS | slash
= Škoda Auto a.s. | Skoda Auto, a. s. | Czech form
= Plzeňský Prazdroj s.r.o. | Plzensky Prazdroj spol. s r.o. | Czech form
= Acme, Inc. | ACME INC | comma
= Acme Incorporated | Acme Inc | spelling
= Acme Corp | Acme Corporation | spelling
= Lindqvist Handelsbolag | Lindqvist HB | one word
= Prazdroj, akciová společnost | Prazdroj a.s. | initials of the law's words
= Nova společnost s ručením omezeným | Nova s.r.o. | with a little word between
= Nova spoločnosť s ručením obmedzeným | Nova s. r. o. | Slovak
= Κρόνος Ανώνυμη Εταιρεία | Κρόνος Α.Ε. | Greek
= Κρόνος Εταιρεία Περιορισμένης Ευθύνης | Kronos EPE | Greek
= ТзОВ «Вектор» | ТОВ Вектор | Ukrainian
= Товариство з обмеженою відповідальністю «Вектор» | ТОВ Вектор | Ukrainian, written out
= Вектор Акционерное общество | АО Вектор | Russian
= Индивидуальный предприниматель Орлов | ИП Орлов | sole trader
= Вектор Акционерно дружество | Вектор АД | Bulgarian
= Podravka društvo s ograničenom odgovornošću | Podravka d.o.o. | Croatian
= Krka družba z omejeno odgovornostjo | Krka d.o.o. | Slovenian
= Rimi sabiedrība ar ierobežotu atbildību | SIA Rimi | Latvian
= Maxima uždaroji akcinė bendrovė | UAB Maxima | Lithuanian
= Bakony Korlátolt Felelősségű Társaság | Bakony Kft. | Hungarian
= Damm Société par actions simplifiée | Damm SAS | French
= Dupont Société à responsabilité limitée | Dupont SARL | French
= Rossi Società a responsabilità limitata | Rossi S.r.l. | Italian
= Rossi Società in nome collettivo | Rossi s.n.c. | Italian
= Obras Sociedad Anónima Unipersonal | Obras SAU | Spanish
= Hartmann Gesellschaft mit beschränkter Haftung | Hartmann GmbH | German
= Vos Vennootschap onder firma | Vos VOF | Dutch
= Teguh Perseroan Terbatas | PT Teguh | Indonesian
= Koh Sendirian Berhad | Koh Sdn. Bhd. | Malaysian
= לוי בע\"מ | לוי בע״מ | Hebrew
~ Northern Action Society | Northern Action Soc | no form: English words
! Humanitarian Action Society | Humanitarian AS | no form: English words
! Johnny Rockets (LA) | Johnny Rockets (AT) | little words alone in brackets
! Padaria Este | Padaria Oeste | directions
! Padaria Leste | Padaria Oeste | directions
= Phase 2 Ltd | Phase II Ltd | Roman number
= First National Bank | 1st National Bank | ordinal
= 21st Century Holdings | Twenty First Century Holdings | words | skip
= 3 Sisters Bakery | Three Sisters Bakery | number word
= Studio 54 | Studio 054 | zero
= Intl Mfg Assoc | International Manufacturing Associates | abbreviations
= Univ. of Oxford | University of Oxford | abbreviation
= Oxford University | University of Oxford | order
= St. Mary's Church | Saint Marys Church | saint
= Harper Bros. | Harper Brothers | brothers
= Dept. of Health | Department of Health | department
= Art's Deli | Art's Delicatessen | deli
= Deutsche Bank AG | DEUTSCHE BANK Aktiengesellschaft | form
= Crédit Agricole SA | Credit Agricole S.A. | accents
= Société Générale | SOCIETE GENERALE | accents
= Nestlé S.A. | Nestle SA | accents
= L'Oréal | LOreal | apostrophe
= Acme (Pty) Ltd | Acme Pty Ltd | brackets
= Ａｃｍｅ　Ｌｔｄ | Acme Ltd | wide letters
= Hewlett-Packard Company | Hewlett Packard Co | hyphen
= Toys \"R\" Us | Toys R Us | quotes
= U.S. Steel Corp | US Steel Corporation | points
= Sony Corporation of America | SONY CORP OF AMERICA | case
= Barclays Bank UK PLC | Barclays Bank UK Public Limited Company | form
~ Müller GmbH | Mueller GmbH | umlaut
~ Søren Østergaard ApS | Soeren Oestergaard ApS | Danish letters
~ Ångström AB | Aangstrom AB | Swedish letters
~ Яндекс | Yandex | other letters
~ Чайковский | Tchaikovsky | transliteration
~ Щербаков Евгений | Evgeny Shcherbakov | transliteration
~ Щербаков Евгений | Scherbakov Evgenii | transliteration
~ Зеленський Володимир | Volodymyr Zelenskyy | Ukrainian
~ Юлия Тимошенко | Yulia Tymoshenko | vowel
~ Христо Стоичков | Hristo Stoichkov | Bulgarian
~ Εθνική Τράπεζα | Ethniki Trapeza | Greek
~ Παπαδόπουλος | Papadopoulos | Greek
~ Ђорђе Петровић | Djordje Petrovic | Serbian
~ Лукойл ПАО | PJSC Lukoil | form
~ Organisation for Growth | Organization for Growth | spelling
~ Face book Inc | Facebook Inc | joined
~ Ital Food | Italfood | joined
~ Coca-Cola Company | CocaCola Co | joined
~ Mac Donald Dairy | MacDonald Dairy | joined
~ Zyxelon Ltd | Zyxelton Ltd | slip
~ Microsoft Corporation | Micosoft Corp | letter left out
~ Accenture | Acenture | double letter
~ Goldman Sachs | Golmdan Sachs | swapped
~ Northwind Traders | Nothwind Traders | slip in one of two
~ Schwarzenegger | Schwarzeneger | double letter
~ Wiliams Plumbing | Williams Plumbing | double letter
~ Tayota Motors | Toyota Motors | vowel
~ Contoso Consultng Ltd | Contoso Consulting Ltd | slip in a weak word
~ Sainsbury Ltd | Sainsburys Ltd | plural
~ Green Gardens | Green Garden | plural
~ Precision Tools | Precision Tool | plural
~ Acme Trading Services | Acme Trading | weak word more
~ Acme & Co | Acme | weak word more
~ Acme Co. | Acme Ltd | weak word and form
~ Contoso Group | Contoso | group
~ Jon Smith | John Smith | silent letter
~ John Michael Smith | John Smith | middle name
~ John M. Smith | John Smith | middle initial
~ J. Smith | John Smith | initial
~ J.R.R. Tolkien | John Ronald Reuel Tolkien | initials
~ Johnny Appleseed t/a Apple Orchards | Apple Orchards | trading as
~ Apple Orchards Ltd | A. Fruitman trading as Apple Orchards | trading as
~ Northgate Ltd dba Fresh Foods | Fresh Foods | doing business as
~ Zeta Corp (formerly Alpha Widgets) | Alpha Widgets Corp | formerly
~ Acme (UK) Ltd | Acme Ltd | brackets
~ IBM (International Business Machines) | International Business Machines | brackets
~ NLU Effie Ellis Center | National Louis University Effie Ellis Center | initials within
~ Le Chardonnay (Los Angeles) | Le Chardonnay | brackets
~ Booking.com BV | Bookingcom | point
~ Arnie Morton's of Chicago | Arnie Mortons Chicago | function word
~ Daniel Restaurant | Restaurant Daniel | order
~ Cafe Lalo | Lalo | weak word
~ Chinese American Service League | Chinese Amer Svc League | abbreviations
~ Ford Motor Company | Ford Motors Co | plural of a weak word
~ JPMorgan Chase & Co | J.P. Morgan Chase | letters joined
~ AT&T Inc | ATT Inc | ampersand
~ Hennes & Mauritz | Hennes Mauritz AB | function word
~ El Corte Inglés S.A. | Corte Ingles | article
~ Van der Valk Hotels | Vandervalk Hotels | joined
~ Gebr. Heinemann SE & Co. KG | Gebrüder Heinemann | abbreviation
~ Bayerische Motoren Werke AG | Bayrische Motorenwerke AG | joined
~ Ludwig van Beethoven | Beethoven, Ludwig V. | initial of a function word | skip
f Acme Ltd | Acme GmbH | two companies of a group
f Acme Ltd | Acme PLC | two companies of a group
f Siemens AG | Siemens GmbH | two companies
f Bosch GmbH | Bosch SAS | two countries
f Philips NV | Philips BV | two forms
f Acme LLC | Acme Inc | two forms
a International Business Machines | IBM | initials
a Bayerische Motoren Werke | BMW | initials
a University of California Los Angeles | UCLA | initials
a National Aeronautics and Space Administration | NASA | initials
a Kentucky Fried Chicken | KFC | initials
p Acme | Acme UK | country
p Acme London Ltd | Acme Ltd | place
p Fenix | Fenix at the Argyle | more
p Gazprom | Gazprom Neft | subsidiary
p Virgin | Virgin Atlantic | subsidiary
p Zyxelon | Zyxelon Rockets | more
p Amazon | Amazon Deutschland | country
! Smith Plumbing | Smith Electrical | trades
! Smith Plumbing | Jones Plumbing | names
! John Smith | John Brown | names
! John Smith | Jane Smith | first names
! Mary Jones | Mark Jones | first names
! Acme North | Acme South | directions
! Acme London | Acme Paris | places
! Acme France SA | Acme Espana SA | countries
! Bank of America | Bank of Scotland | place
! Deutsche Bank | Commerzbank | banks
! Bank of China | China Construction Bank | banks
! Studio 54 | Studio 55 | numbers
! Phase 2 Ltd | Phase 3 Ltd | numbers
! Northwind Partners Fund II LP | Northwind Partners Fund III LP | numbers
! Blackstone Capital Partners V | Blackstone Capital Partners VI | numbers
! First Bank | Second Bank | numbers
! Route 66 Diner | Route 67 Diner | numbers
! Apollo 2019 Ltd | Apollo 2020 Ltd | years
! Aviva | Avira | one letter
! Aviva PLC | Aviva Avira | one letter
! Acer | Acme | short
! Sony | Sono | short
! Tom | Tim | short
! KLM | KLP | short
! BP | BT | short
! Nike | Nikon | short
! Visa | Vista | short
! Intel | Inteq | short
! Dell | Bell | first letter
! Ford | Lord | first letter
! Mars | Marks | short
! Global Services Ltd | Global Solutions Ltd | weak words alone
! International Trading Company | International Shipping Company | weak words
! General Electric | General Motors | weak words
! National Bank | National Insurance | weak words
! Royal Bank of Scotland | Royal Bank of Canada | places
! University of Oxford | University of Cambridge | university
! University of Michigan | Michigan State University | other university
! Delta Air Lines | Delta Faucet | shared word
! Apple Inc | Apple Records | shared word
! United Airlines | United Utilities | shared word
! American Airlines | American Express | shared word
! Lloyds Bank | Lloyds Pharmacy | shared word
! Jaguar Cars | Jaguar Mining | shared word
! Polo Ralph Lauren | Volkswagen Polo | shared word
! Virgin Atlantic | Virgin Media | siblings
! Tata Steel | Tata Motors | siblings
! Samsung Electronics | Samsung Heavy Industries | siblings
! Mitsubishi Motors | Mitsubishi Estate | siblings
! Газпром нефть | Газпром банк | siblings
! ООО Ромашка | ООО Василёк | names
! 中国银行 | 中国建设银行 | banks
! 东京电力 | 关西电力 | names
! Acme Ltd | Zyxelon Ltd | names
! Ltd | Limited | forms by themselves
! 👍 | 👎 | pictures
! ! | ? | signs
! Continental AG | Continental Airlines | shared word
! Mary Mac's Tea Room | Mary's Tea House | near names
! Palm | Palm Springs Golf Club | part
! Park Avenue Cafe | Park Bistro | shared word
! The Grill | The Grill on the Alley | weak alone
! Rosa Mexicano | Rosa Italiano | shared word
! Shun Lee Palace | Shun Lee West | siblings
! Johnson Controls | Johnson & Johnson | shared word
! Morgan Stanley | JP Morgan | shared word
! Anna Schmidt | Anna Schneider | names
! Ivanov Petr | Petrov Ivan | names
! Peter Jackson | Jack Peterson | names
! Northern Trust | Southern Trust | directions
! Pacific Gas | Atlantic Gas | names
! Santander Bank | Santander Consumer | siblings
! Sun Microsystems | Sun Chemical | shared word
! Oxford Instruments | Oxford Nanopore | shared word
";

#[test]
fn tells_pairs_apart() {
    let mut wrong = Vec::new();
    for row in PAIRS.lines().filter(|row| row.len() > 1 && !row.ends_with("skip")) {
        let (label, rest) = row.split_at(1);
        let mut parts = rest.split(" | ").map(str::trim);
        let (a, b) = (parts.next().unwrap(), parts.next().unwrap());
        let found = likeness(a, b);
        let n = found.thousandths;
        let is_right = match label {
            "=" => found.level >= Level::WithoutForm,
            "~" => found.level >= Level::Part && n >= 500,
            "f" => found.level == Level::OtherForm && (550..800).contains(&n),
            "a" => found.level == Level::Acronym && n < 600,
            "p" => found.level == Level::Part && n < 600,
            _ => n < 500,
        };
        if !is_right {
            wrong.push(format!("{row}: {:?} {n}: {}", found.level, key(a).says(&key(b), &Rarity::default())));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// Each letter doubled, left out, swapped with the next, or another; blanks stay.
fn slips(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let mut slips = Vec::new();
    for place in (0..letters.len()).filter(|place| letters[*place] != ' ') {
        let with = |change: &dyn Fn(&mut Vec<char>)| {
            let mut letters = letters.clone();
            change(&mut letters);
            letters.into_iter().collect::<String>()
        };
        slips.push(with(&|letters| letters.insert(place, letters[place])));
        slips.push(with(&|letters| {
            letters.remove(place);
        }));
        slips.push(with(&|letters| letters[place] = 'o'));
        if place > 0 && letters[place - 1] != ' ' {
            slips.push(with(&|letters| letters.swap(place - 1, place)));
        }
    }
    slips
}

#[test]
fn alike_names_share_a_key() {
    let share = |a: &NameKey, b: &NameKey| a.keys().iter().any(|key| b.keys().contains(key));
    let mut without = Vec::new();
    let mut check = |a: &str, b: &str| {
        let (one, other) = (key(a), key(b));
        let found = one.likeness(&other, &Rarity::default());
        if found.level >= Level::Near && !share(&one, &other) {
            without.push(format!("`{a}` and `{b}`: {:?} {}", found.level, found.thousandths));
        }
    };
    for row in PAIRS.lines().filter(|row| row.len() > 1) {
        let mut parts = row.get(1..).unwrap().split(" | ").map(str::trim);
        let (a, b) = (parts.next().unwrap(), parts.next().unwrap());
        check(a, b);
        for name in [a, b] {
            for slip in slips(name) {
                if NameKey::of(&slip).is_some() {
                    check(name, &slip);
                }
            }
            let keys = key(name).keys().len();
            assert!((1..=30).contains(&keys), "{name} has {keys}");
        }
    }
    for word in ["Acmes", "Contoso", "Zyxelons", "Northwinds", "Schwarzkopf", "Anthropotamia"] {
        for slip in slips(word) {
            assert!(share(&key(&format!("{word} Ltd")), &key(&format!("{slip} GmbH"))), "{word} {slip}");
        }
    }
    assert!(without.is_empty(), "{} share none:\n{}", without.len(), without.join("\n"));
}

/// Written when the comparison was done, and not changed for it since: + of one firm or person, - of two.
const SECOND_LOOK: &str = "
+ Renaissance Capital Holdings Limited | Renaissance Capital
+ Telefonaktiebolaget LM Ericsson | Ericsson LM Telefonaktiebolaget
+ Kraftwerk Mehrum GmbH | Kraftwerk Mehrum Gesellschaft mit beschränkter Haftung
+ ОАО «Российские железные дороги» | Rossiyskie Zheleznye Dorogi OAO
+ Магнит ПАО | PJSC Magnit
+ Уралкалий | Uralkali
+ Северсталь | Severstal PAO
+ Алроса | ALROSA PJSC
+ Новолипецкий металлургический комбинат | Novolipetskiy Metallurgicheskiy Kombinat
+ Ощадбанк | Oschadbank JSC
+ Приватбанк | PrivatBank
+ Мотор Сич | Motor Sich JSC
+ Αλουμίνιον της Ελλάδος | Alouminion tis Ellados
+ Τιτάν Α.Ε. | Titan S.A.
+ Ανδρέας Παπανδρέου | Andreas Papandreou
+ Владимир Путин | Vladimir Putin
+ Путин Владимир Владимирович | Vladimir Vladimirovich Putin
+ Dmitri Medvedev | Dmitry Medvedev
+ Sergei Ivanov | Sergey Ivanov
+ Aleksandr Petrovich Sidorov | Alexander Petrovich Sidorov
+ Katarina Novakova | Katarína Nováková
+ Juan Carlos Pérez García | Perez Garcia, Juan Carlos
+ Robert J. Oppenheimer | Robert Oppenheimer
+ Jean-Luc Picard | Jean Luc Picard
+ Nguyễn Văn Hùng | Nguyen Van Hung
+ Huawei Technologies Co., Ltd. | Huawei Technology Co Ltd
+ Zhejiang Geely Holding Group Co Ltd | Zhejiang Geely Holding Group Company Limited
+ Mitsui & Co., Ltd. | Mitsui and Company Ltd
+ Tokyo Electron K.K. | Tokyo Electron Ltd
+ Hyundai Motor Company | Hyundai Motors Co Ltd
+ Bayer Aktiengesellschaft | BAYER AG
+ Volkswagen AG | Volkswagon AG
+ Daimler Truck Holding AG | Daimler Trucks Holding
+ Thyssen Krupp AG | ThyssenKrupp AG
+ Kühne + Nagel International AG | Kuehne & Nagel Intl. AG
+ Société des Bains de Mer | Societe des Bains de Mer SA
+ Electricité de France SA | Electricite de France
+ Banco Bilbao Vizcaya Argentaria, S.A. | Banco Bilbao Viscaya Argentaria SA
+ Petróleo Brasileiro S.A. | Petroleo Brasileiro SA
+ Grupo Bimbo, S.A.B. de C.V. | Grupo Bimbo SAB de CV
+ PKO Bank Polski S.A. | PKO Bank Polski Spółka Akcyjna
+ Żabka Polska sp. z o.o. | Zabka Polska Sp.z o.o.
+ OTP Bank Nyrt. | OTP Bank
+ Petrom S.A. | S.C. Petrom S.A.
+ AS Tallinna Vesi | Tallinna Vesi AS
+ Maersk A/S | Mærsk AS
+ J Sainsbury plc | Sainsbury's
+ Tesco Stores Limited | Tesco Stores Ltd.
+ B&Q Limited | B & Q Ltd
+ John Lewis Partnership plc | John Lewis Partnership
+ Wm Morrison Supermarkets plc | Morrison Supermarkets
+ St. James's Place plc | St James Place PLC
+ Bradford & Bingley | Bradford and Bingley plc
+ Brown Brothers Harriman & Co. | Brown Bros Harriman
+ Procter & Gamble | Proctor and Gamble
+ Berkshire Hathaway Inc. | Berkshire Hathway Inc
+ Kimberly-Clark Corporation | Kimberley Clark Corp
+ Abercrombie & Fitch Co. | Abercrombie Fitch
+ Wal-Mart Stores, Inc. | Walmart Stores
+ Dun & Bradstreet | Dunn & Bradstreet
+ Massachusetts Institute of Technology | Mass. Inst. of Technology
+ The Children's Hospital of Philadelphia | Childrens Hospital Philadelphia
+ Joes Garage Ltd t/a Speedy Tyres | Speedy Tyres
+ Blue Ocean Seafood Pty Ltd | Blue Ocean Seafoods P/L
+ Green Valley Landscaping | Green Vally Landscaping
+ Hawthorn Dental Practice | Hawthorne Dental Practice
+ Ace Hardware | ACE Hardware Store
+ Mc Donald's Restaurants | McDonalds Restaurant
+ Riverside Veterinary Clinic | Riverside Vet Clinic
+ Pacific Coast Building Products Inc | Pacific Coast Bldg Products
- Renaissance Capital | Renaissance Technologies
- Rosneft | Rosatom
- Sberbank | Setelem Bank
- Газпромбанк | Газпром
- Альфа-Банк | Альфа Страхование
- Sergei Ivanov | Sergei Petrov
- Anna Ivanova | Anna Ivanchenko
- Dmitry Medvedev | Dmitry Medvedchuk
- Maria Garcia | Mario Garcia
- Bank of Beijing | Bank of Shanghai
- China Mobile | China Unicom
- Huawei Technologies | Hytera Technologies
- Tata Consultancy Services | Tata Communications
- Deutsche Telekom | Deutsche Post
- Allianz SE | Allegiant SE
- Munich Re | Hannover Re
- Credit Suisse | Credit Agricole
- Banco Santander | Banco Sabadell
- Nordea Bank | Nordax Bank
- Lufthansa Cargo | Lufthansa Technik
- British Airways | British Petroleum
- Northern Rock | Northern Foods
- Scottish Power | Scottish Widows
- Premier Foods | Premier Farnell
- Smith & Nephew | Smith & Wesson
- Harris Corporation | Harrison Corporation
- Marlin Equity | Merlin Entertainments
- Oak Hill Capital Fund I | Oak Hill Capital Fund II
- Terminal 4 Services Ltd | Terminal 5 Services Ltd
- Springfield Dental | Springfield Medical
- Sunrise Bakery | Sunset Bakery
- Blue Sky Travel | Blue Sea Travel
- Peter Miller | Petra Miller
- Green Energy Solutions | Clean Energy Solutions
- Apex Tool Group | Apex Clean Energy
- First Choice Plumbing | Right Choice Plumbing
- Kings College London | Kings College Cambridge
- University of Southern California | University of California
- Western Union | Western Digital
- Capital One | Capital Two
";

/// A candidate of 500 thousandths and more is one that a person would call the same.
#[test]
fn names_alone_tell_firms_apart() {
    let rarity = Rarity::default();
    let (mut right, mut wrong, mut missed) = (0, 0, 0);
    for row in SECOND_LOOK.lines().filter(|row| row.len() > 1) {
        let (label, names) = row.split_at(2);
        let (a, b) = names.split_once(" | ").unwrap();
        let is_found = key(a).likeness(&key(b), &rarity).thousandths >= 500;
        match (label == "+ ", is_found) {
            (true, true) => right += 1,
            (true, false) => missed += 1,
            (false, true) => wrong += 1,
            (false, false) => {}
        }
    }
    let f1 = 2000 * right / (2 * right + wrong + missed);
    assert!(right > 30 && f1 > 950, "right {right}, wrong {wrong}, missed {missed}, F1 {f1} thousandths");
}

#[test]
fn says_what_agrees_and_what_does_not() {
    for (a, b, says) in [
        ("Acme Ltd", "ACME Limited", "the name is the same"),
        ("Acme Ltd", "Acme", "the name is the same but for a missing legal form"),
        ("Acme Ltd", "Acme GmbH", "the name is the same but for another legal form"),
        ("Zyxelon Ltd", "Zyxelton Ltd", "the name is nearly the same: `zyxelon` for `zyxelton`"),
        ("Acme UK", "Acme", "one name has more than the other: `uk` in one alone"),
        (
            "IBM",
            "International Business Machines",
            "one name may be the initials of the other: `ibm` for `international business machines`",
        ),
        ("John Smith", "John Brown", "the names differ: `brown` against `smith`"),
        ("J. Fox trading as Blue Hat", "Blue Hat", "the name is nearly the same, of several that it goes by"),
    ] {
        for (one, other) in [(a, b), (b, a)] {
            assert_eq!(key(one).says(&key(other), &Rarity::default()), says, "{one} / {other}");
        }
    }
}

proptest::proptest! {
    #[test]
    fn names_of_any_letters_compare(a in NAMES, b in NAMES) {
        let rarity = Rarity::default();
        let (Some(a_key), Some(b_key)) = (NameKey::of(&a), NameKey::of(&b)) else { return Ok(()) };
        let found = a_key.likeness(&b_key, &rarity);
        proptest::prop_assert_eq!(found, b_key.likeness(&a_key, &rarity));
        proptest::prop_assert_eq!(a_key.says(&b_key, &rarity), b_key.says(&a_key, &rarity));
        proptest::prop_assert!(found.thousandths <= 1000);
        let same = a_key.likeness(&a_key, &rarity);
        proptest::prop_assert_eq!((same.level, same.thousandths), (Level::Same, 1000), "{}", a);
        proptest::prop_assert!(!a_key.keys().is_empty());
        // Case, and blanks and signs around it.
        let shouted = format!(" {} !", a.chars().map(crate::read::letters::upper).collect::<String>());
        if a.chars().any(char::is_alphanumeric) {
            let shouted = NameKey::of(&shouted).unwrap();
            proptest::prop_assert!(a_key.likeness(&shouted, &rarity).level >= Level::Same, "{}", a);
        }
    }

    #[test]
    fn whatever_is_read_is_read(text in proptest::prelude::any::<String>(), count in 0_usize..80) {
        let text = text.repeat(count);
        if let Some(key) = NameKey::of(&text) {
            proptest::prop_assert!(key.words.len() <= MOST_WORDS);
            let same = key.likeness(&key.clone(), &Rarity::default());
            proptest::prop_assert_eq!(same.level, Level::Same);
        }
    }
}

/// Words that are known and others, in letters of several scripts.
const NAMES: &str = "([A-Z]?[a-z]{1,9}|[А-Я][а-я]{2,7}|[α-ω]{3,6}|[一-龠]{2,4}|[A-Z]|[0-9]{1,3}|of|the|Ltd|GmbH|S\\.A\\.|Co|Services|London|\\(UK\\)|t/a|&|Müller|Łódź)( ([A-Z]?[a-z]{1,9}|[А-Я][а-я]{2,7}|[A-Z]\\.|[0-9]{1,2}|of|Ltd|OOO|Bank|North|dba|\\(|\\)|-)){0,5}";
