//! Words of names that are known: legal forms of the world, words that say little, places, numbers and
//! abbreviations, each in one spelling.

/// What a known word or group of words is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// A legal form.
    Form(Form),
    /// A word that says little, with the bits that it says.
    Weak(u8),
    /// A place or a direction: it tells a branch from another.
    Place,
    /// `of`, `and`, `the`: says nothing.
    Function,
    /// An ordinary word, known for its abbreviations.
    Plain,
    /// A number.
    Number,
    /// What stands before another name of the same firm.
    Alias,
}

/// A legal form: its place in the table, which tells it from every other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Form {
    row: u16,
}

/// How the legal forms of two names relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::contact) enum Forms {
    /// Both names have one, and they are of different kinds or countries: `Ltd` and `GmbH`.
    Other,
    /// One name has none.
    Missing,
    /// One is how the other is usually written in English, or they are laxly used for each other:
    /// `OOO` and `LLC`, `Ltd` and `Pty Ltd`.
    Alike,
    /// They are the same, or there are none.
    Same,
}

impl Form {
    fn header(self) -> (u8, u8) {
        let row = TABLE.as_bytes().get(usize::from(self.row)..);
        match row {
            Some([kind, region, ..]) => (*kind, *region),
            _ => (0, 0),
        }
    }

    /// Whether it may stand before the name; some only where another form ends it.
    pub(super) fn leads(self, has_form: bool) -> bool {
        let (_, region) = self.header();
        region.is_ascii_uppercase() || region == b':' || region == b'!' && has_form
    }

    /// How two legal forms relate.
    pub(super) fn relation(one: Option<Self>, other: Option<Self>) -> Forms {
        let (Some(one), Some(other)) = (one, other) else {
            return if one == other { Forms::Same } else { Forms::Missing };
        };
        if one == other {
            return Forms::Same;
        }
        let ((kind, region), (other_kind, other_region)) = (one.header(), other.header());
        let regions = (region.to_ascii_lowercase(), other_region.to_ascii_lowercase());
        let is_translated = matches!(regions, (b't', b'e' | b'u' | b't') | (b'e' | b'u', b't'));
        let is_alike = match (kind == other_kind, regions) {
            (true, (b'e', b'e') | (b'u', b'u')) => true,
            (true, _) => is_translated,
            (false, _) => is_translated && (kind == b'x' || other_kind == b'x'),
        };
        if is_alike { Forms::Alike } else { Forms::Other }
    }
}

/// Looks a word up, or words with single blanks: its class, and its one spelling.
pub(super) fn known(words: &str) -> Option<(Class, &'static str)> {
    let words = words.as_bytes();
    let mut slot = hash(words, 0, words.len()) as usize % SLOTS;
    loop {
        let at = usize::from(*INDEX.get(slot)?);
        if at == 0 {
            return None;
        }
        let here = TABLE.as_bytes().get(at..)?;
        if here.starts_with(words) && matches!(here.get(words.len()), Some(b',' | b'\n')) {
            return row_of(at);
        }
        slot = (slot + 1) % SLOTS;
    }
}

fn row_of(at: usize) -> Option<(Class, &'static str)> {
    let before = TABLE.as_bytes().get(..at)?;
    let row = before.iter().rposition(|byte| *byte == b'\n')? + 1;
    let text = TABLE.get(row + 2..)?;
    let spelling = text.get(..text.bytes().position(|byte| matches!(byte, b',' | b'\n'))?)?;
    let detail = *TABLE.as_bytes().get(row + 1)?;
    let class = match TABLE.as_bytes().get(row)? {
        b'w' => Class::Weak(detail - b'0'),
        b'd' => Class::Place,
        b'f' => Class::Function,
        b'a' => Class::Plain,
        b'#' => Class::Number,
        b'm' => Class::Alias,
        _ => Class::Form(Form { row: u16::try_from(row).ok()? }),
    };
    Some((class, spelling))
}

/// FNV-1a of a part of the bytes.
#[expect(
    clippy::indexing_slicing,
    reason = "in a constant there are no iterators, and it is within the bytes"
)]
const fn hash(bytes: &[u8], from: usize, to: usize) -> u32 {
    let mut hash = 0x811c_9dc5_u32;
    let mut at = from;
    while at < to {
        hash = (hash ^ bytes[at] as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    hash ^ (hash >> 15)
}

/// Enough for every spelling of the table and some empty ones.
const SLOTS: usize = 2048;

/// Where each spelling is in the table, by its hash.
static INDEX: [u16; SLOTS] = index();

#[expect(clippy::indexing_slicing, reason = "computed by the compiler, which would say so")]
const fn index() -> [u16; SLOTS] {
    let bytes = TABLE.as_bytes();
    let mut index = [0; SLOTS];
    let (mut start, mut at) = (3, 3);
    while at < bytes.len() {
        if bytes[at] == b',' || bytes[at] == b'\n' {
            let mut slot = hash(bytes, start, at) as usize % SLOTS;
            while index[slot] != 0 {
                slot = (slot + 1) % SLOTS;
            }
            index[slot] = start as u16;
            start = at + if bytes[at] == b',' { 1 } else { 3 };
            at = start;
        }
        at += 1;
    }
    index
}

/// A row has its class, a detail, and spellings as names are read (folded, in Latin letters, without points);
/// the first stands for all. Single letters that follow each other are one word.
///
/// Legal forms have their kind as class: `l` of limited liability, `p` by shares, `g` partnership, `c`
/// cooperative, `n` not for profit, `s` sole trader, `x` of any kind. Their detail is where they belong: `e`
/// the Commonwealth's, `u` the USA's, `t` usually translated into those, `.` none of these; a capital or `:`
/// where the form may lead the name. Words are `w` with the bits that they say, `d` places, `f` function
/// words, `a` ordinary ones, `#` numbers, `m` marks of another name.
const TABLE: &str = "
leltd,limited,ltda co,lmtd,ltd liability co
lepty ltd,pty limited,proprietary limited,proprietary ltd,pty,( pty ) ltd,( pty ) limited
lepte ltd,pte limited,pte
lepvt ltd,pvt limited,private limited,private ltd,p ltd,pvt,p limited,( pvt ) ltd,( pvt ) limited,( p ) ltd,( private ) limited
leco ltd,company limited,co limited,company ltd,coltd
leunlimited,unltd
l.sdn bhd,sendirian berhad
p.bhd,berhad
peplc,public limited company,public limited co,public company limited,pcl
gellp,limited liability partnership
gulp,limited partnership
lUllc,limited liability company,limited liability co,ltd liability company
lupllc,professional limited liability company
xuinc,incorporated
xucorp,corporation,corporacion
xupc,professional corporation
pUjsc,joint stock company,joint stock co,jsco
pUcjsc,closed joint stock company
pUpjsc,public joint stock company
pUojsc,open joint stock company
necic,community interest company
necio
l.dac,designated activity company
necompany limited by guarantee,clg
g.gmbh and co kg,gmbh u co kg,gmbh und co kg,gmbh co kg,gmbh and co,gmbh und co
l.ug,ug haftungsbeschrankt,unternehmergesellschaft,unternehmergesellschaft haftungsbeschrankt,haftungsbeschrankt
n.ggmbh,gemeinnutzige gmbh
l.gmbh,gesellschaft mit beschrankter haftung,ges mbh,gesmbh,gesellschaft mbh,mbh
g.kg,kommanditgesellschaft
p.kgaa,se and co kgaa,gmbh and co kgaa
g.se and co kg,ag and co kg,se and co
g.ohg,og,offene handelsgesellschaft
g.gbr
p.ag,aktiengesellschaft
c.eg,eingetragene genossenschaft
n.ev,eingetragener verein
s.ek,ekfm,ekfr,eingetragener kaufmann
p.se,societas europaea
l:sarl,societe a responsabilite limitee
p:sas,societe par actions simplifiee
p.sasu
l:eurl
g.snc,societe en nom collectif,societa in nome collettivo
g:sci,societe civile immobiliere
p:sa,societe anonyme,sociedad anonima,sociedade anonima
l.bv,besloten vennootschap,bvba
p.nv,naamloze vennootschap
n.vzw
g.vof
p.spa,societa per azioni
l.srl,societa a responsabilita limitata,srls,societa responsabilita limitata
c:scarl,societa cooperativa,soc coop,scrl
l.slu
l.sl,sociedad limitada,sociedad de responsabilidad limitada,s de rl,s de rl de cv
p.sa de cv,sapi de cv,sociedad anonima de capital variable,sab de cv
p.sac,sociedad anonima cerrada
l.lda,limitada,ltda
l.eireli
p:ab,aktiebolag,aktiebolaget,publ,ab publ
g.hb,handelsbolag
g.kb,kommanditbolag
l.aps,anpartsselskab
p:as,aksjeselskap,aktieselskab,akciova spolecnost,anonim sirketi
p.asa,allmennaksjeselskap
p.oyj,julkinen osakeyhtio
p:oy,osakeyhtio,oy ab
l:ou,osauhing
p.ehf
p.hf
ltsro,spol sro,spolecnost s rucenim omezenym,spolocnost s rucenim obmedzenym,spol s ro,s ro
ltsp zoo,sp z oo,spolka zoo,spolka z oo,spolka z ograniczona odpowiedzialnoscia,spzoo
gtsp k,sp komandytowa,spolka komandytowa,sp zoo sp k,sp zoo spk,spk
gtsp j,spj,spolka jawna
ptspolka akcyjna
ltdoo,drustvo s ogranicenom odgovornoscu,drustvo sa ogranicenom odgovornoscu
ptdd,dionicko drustvo
ltkft,korlatolt felelossegu tarsasag
ptzrt,zartkoruen mukodo reszvenytarsasag
ptnyrt
gtbt
x!sc
lTuab,uzdaroji akcine bendrove
pTakcine bendrove
lTsia,sabiedriba ar ierobezotu atbildibu
lTooo,obshchestvo s ogranichennoi otvetstvennostiu
lttoo,tovarishchestvo s ogranichennoi otvetstvennostiu
pTao,aktsionernoe obshchestvo,aktsyonernoe obshchestvo
pTpao,publichnoe aktsionernoe obshchestvo
pToao,otkrytoe aktsionernoe obshchestvo
pTzao,zakrytoe aktsionernoe obshchestvo
sTip,individualnyi predprinimatel
sTfop,fizychna osoba pidpryiemets
nTano,avtonomnaia nekommercheskaia organizatsiia
xTfgup,gup,mup,federalnoe gosudarstvennoe unitarnoe predpriiatie
lTtov,tovarystvo z obmezhenoiu vidpovidalnistiu
pTprat,pryvatne aktsionerne tovarystvo
xTchp
lTeood,ednolichno druzhestvo s ogranichena otgovornost
lTood,druzhestvo s ogranichena otgovornost
pTead
pTad,aktsionerno druzhestvo,akcionarsko drustvo
ptae,anonymi etaireia,anonymos etaireia,anonimi eteria
ltepe,etaireia periorismenis efthynis
ltike,idiotiki kefalaiouchiki etaireia
gToe
gtee
xTpt,perseroan terbatas
xtcv
pttbk
xtkk,kabushiki kaisha,kabushiki gaisha,kabushikikaisha
ltyk,yugen kaisha
ltgk,godo kaisha
ltltd sti,limited sirketi,ltd sirketi,sti
xT株式会社,주식회사
lT有限公司,有限责任公司,有限責任公司,有限会社,合同会社,유한회사
xT股份有限公司
xtfze
ltfzco,fzc,fz llc
ltwll
xtsal
ptsae
ltbhd
w1company,co,compagnie,cie,compania,cia,compagnia,companhia,kompaniia,kompania,comp,firma,firm
w2group,grp,gruppe,groupe,gruppo,grupo,gruppa,grupa,gruppen,konzern,koncern,concern,kontsern
w3holding,holdings,hldgs,hldg,kholding,beteiligungs,beteiligungsgesellschaft
w3international,intl,internacional,internationale,internazionale,internationaal,mezhdunarodnyi,int l,internatl
w2global,globale,worldwide,world
w2services,service,svcs,svc,servicios,servizi,dienstleistungen,servicos,serv,svs
w2solutions,solution,soluciones,solucoes,soluzioni,losungen
w2systems,system,systeme,sistemas,sistemi,sys,systemes
w2technologies,technology,tech,technologie,tecnologia,tecnologias,tekhnologii,teknoloji,techs,technol
w2industries,industry,industrie,industrial,industrias,ind,inds,industria,industriel,industriale,sanayi
w2enterprises,enterprise,entreprise,entreprises,empresas,empresa,impresa,ent,unternehmen,predpriiatie
w2partners,partner,partnership,partenaires,ptnrs,partneri
w2associates,associate,assoc,assocs,asociados,associes,associados,associati
w3association,assn,associazione,asociacion,associacao,verband,verein,assotsiatsiia,forening
w3trading,trade,trdg,handel,handels,handelsgesellschaft,commerce,comercio,comercial,commercial,commerciale,torgovyi,torgovaia,ticaret,comerciale,trgovina,trgovsko
w3management,mgmt,mgt,mngmt,gestion,gestione,verwaltung,verwaltungs,verwaltungsgesellschaft
w3consulting,consultants,consultancy,consultant,conseil,beratung,unternehmensberatung,consultoria,consulenza,konsalting,advisory,advisors,advisers,consult
w3development,dev,devel,developments,devt,desarrollo,developers,razvitie
w3engineering,engrg,engr,eng,engineers,ingenieria,ingenierie,inzhiniring,engenharia,ingegneria
w3manufacturing,mfg,mfrs,manufacturers,manufacture,manuf
w3construction,constructions,const,constr,bau,construcciones,costruzioni,construcoes,stroitelstvo,stroi,builders,building,bldg,insaat,contractors,contracting
w3investment,investments,invest,inv,inversiones,investissements,investimentos,investitsii
w3capital,kapital,ventures,venture,equity
w3finance,financial,fin,finanz,finances,finanzas,finans,financiera
w3insurance,ins,assurance,assurances,versicherung,versicherungen,seguros,assicurazioni,strakhovanie,strakhovaia,forsikring,verzekeringen
w3bank,banque,banco,banca,banka,bk,bankas,bankasi,pankki,banking
w3fund,fonds,funds,fondo,fond,trust
w3foundation,stiftung,fondation,fundacion,fundacao,fondazione,fdn,stichting,stiftelsen,fondatsiia
w3production,productions,produktion,producciones,prodn,studios,studio
w2business,biz,businesses,geschafte
w3marketing,mktg,mkt,advertising,media,werbung
w3design,designs,dsgn
w3software,softwares,soft
w3digital,online,internet,web,net
w3energy,energie,energia,energiia,power,electric,elec,electrical,elektro,enerji
w3logistics,logistic,logistik,logistique,logistica,logistika,transport,transports,transportation,trans,transportes,trasporti,shipping,freight,spedition
w3pharmaceuticals,pharmaceutical,pharma,pharm
w3chemicals,chemical,chem,chemie,kimya
w3electronics,electronic,elektronik,elettronica
w3communications,communication,comms,telecommunications,telecom,telekom,telecoms
w3products,product,produkte,produits,productos,produtos,prods,prod
w3supplies,supply,suppliers,sup
w3equipment,equip,equipments
w3foods,food,alimentos,lebensmittel,gida
w3properties,property,props,prop,immobilien,immobilier,immobiliare,inmobiliaria,estates,real estate,realty
w3center,centre,ctr,cntr,zentrum,centro,centrum,tsentr,centar
w3research,forschung,recherche,resrch
w3university,univ,universitat,universite,universidad,universita,universitet,universidade,uniwersytet,uni
w3college,coll
w3school,schools,sch,schule,ecole,escuela,scuola,shkola
w3institute,inst,institut,instituto,istituto,institution
w3academy,acad,akademie,academie,academia,akademiia
w3department,dept,dpt,dep
w3ministry,min,ministerium,ministere,ministerio,ministerstvo
w2committee,cttee,cte
w3hospital,hosp,krankenhaus,klinik,clinic,klinika,medical,med,healthcare,health
w3restaurant,restaurante,ristorante,rest,restaurants,restoran
w3cafe,caffe,kafe,coffee shop,coffeehouse
w3bar,pub,grill,grille,bistro,brasserie,diner,kitchen
w3hotel,hotels,htl,inn
w3shop,store,stores,shops,boutique,laden,market
w3club,klub,clube
w3church,kirche,eglise,iglesia,chiesa
w3community,comm,communities
w2society,soc,societe,sociedad,societa,gesellschaft,sociedade,obshchestvo,drustvo,etaireia,spolka
w3security,sicherheit,securite,seguridad
w3motors,motor,auto,automotive,autos,cars
w3repair,repairs,maintenance,maint
w3home,homes,house,haus,maison,casa
w2office,offices,buro,bureau
w2division,div
w2branch,filial,filiale,niederlassung,sucursal,succursale,zweigniederlassung
w2subsidiary,unit,units
w2general,gen,generale,allgemeine
w3national,natl,nat,nationale,nacional,nazionale,natsionalnyi
w3federal,fed
w3american,amer
w2new,neue,nouveau,nuova,nova
w3law,legal,lawyers,solicitors,attorneys,rechtsanwalte,avocats,abogados
w3accounting,accountants,accountancy,acct,accts,steuerberater
w3plumbing,plumbers,heating,plbg
w3bakery,backerei,boulangerie,panaderia
w3cleaning,cleaners,reinigung
w3labs,laboratories,laboratory,lab,labor,laboratoires,laboratorios
w3workshop,works,werke,werk,zavod,fabrik,factory,fabrika
w2team,people
dduk,united kingdom,great britain,gb,britain
ddusa,us,united states,america
ddgermany,deutschland,allemagne,alemania,germania
ddfrance,frankreich,francia
ddspain,espana,spanien,espagne,iberia,iberica
dditaly,italia,italien,italie
ddaustria,osterreich,autriche
ddswitzerland,schweiz,suisse,svizzera
ddnetherlands,nederland,holland,benelux
ddbelgium,belgique,belgie,belgien
ddpoland,polska,polen
ddrussia,rossiia,rus,russland,rossii,rf
ddukraine,ukraina
ddsweden,sverige
ddnorway,norge
dddenmark,danmark
ddfinland,suomi
ddireland,irl,eire
ddscotland
ddwales
ddengland
ddcanada
ddmexico
ddbrazil,brasil
ddargentina
ddchile
ddaustralia,aus
ddnew zealand,nz
ddindia
ddpakistan
ddchina,prc
ddjapan,nippon
ddkorea
ddhong kong,hongkong,hk
ddsingapore
ddtaiwan
ddmalaysia
ddindonesia
ddthailand
ddvietnam
ddturkey,turkiye
ddisrael
dduae,emirates
dddubai
ddsouth africa,za
ddafrica
ddeurope,europa,eu,european
ddasia
ddpacific
ddemea
ddapac
ddlatam
ddgreece,hellas
ddportugal
ddczech,cesko,ceska
ddhungary
ddromania
ddlondon,londres
ddparis
ddberlin
ddmunich,munchen
ddhamburg
ddfrankfurt
ddmadrid
ddbarcelona
ddrome,roma
ddmilan,milano
ddvienna,wien
ddzurich
ddgeneva,geneve
ddamsterdam
ddbrussels,bruxelles
ddmoscow,moskva
ddpetersburg,peterburg
ddkyiv,kiev
ddwarsaw,warszawa
ddprague,praha
ddbudapest
ddstockholm
ddoslo
ddcopenhagen,kobenhavn
ddhelsinki
dddublin
ddedinburgh
ddglasgow
ddmanchester
ddbirmingham
ddleeds
ddbristol
ddnew york,ny,nyc
ddlos angeles
ddsan francisco,sf
ddchicago
ddboston
dddallas
ddhouston
ddtexas,tx
ddcalifornia
ddflorida
ddtoronto
ddsydney
ddmelbourne
ddbrisbane
ddperth
ddauckland
ddmumbai,bombay
dddelhi
ddtokyo
ddosaka
ddbeijing,peking
ddshanghai
ddshenzhen
ddguangzhou
ddseoul
ddistanbul
ddnorth,northern,nord,norte
ddsouth,southern,sud,sur
ddeast,eastern,ost,est,vostok
ddwest,western,ouest,oeste,zapad
ddcentral
ddnortheast
ddnorthwest
ddsoutheast
ddsouthwest
f0the
f0of
f0and,und,et,y,e,i,og,och,en,n
f0for,fur,pour,para,dlia
f0in,at,on,by,to,an,with
f0de,di,du,del,della,des,der,die,das,da,do,dos,das,van,von,den,het
f0la,le,les,los,las,el,il,lo,li,al
#01,one,first,1st
#02,ii,two,second,2nd
#03,iii,three,third,3rd
#04,iv,four,fourth,4th
#05,five,fifth,5th
#06,vi,six,sixth,6th
#07,vii,seven,seventh,7th
#08,viii,eight,eighth,8th
#09,nine,ninth,9th
#010,ten,tenth,10th
a0st,saint,street,sankt,ste
a0brothers,bros,bro,gebruder,gebr,freres,hermanos,hnos,fratelli
a0sons,son,sohn,sohne,fils,hijos,figli
a0road,rd
a0avenue,ave
a0mount,mt
a0fort,ft
a0delicatessen,deli,delis
a0barbecue,bbq,barbeque,bar b q
a0doctor,dr
a0junior,jr
a0senior,sr
a0government,govt,gov
a0county,cnty
a0township,twp
a0district,dist
a0administration,admin
a0authority,auth
a0agriculture,agri,agric
a0environmental,environ,env
a0automation,autom
a0professional,prof
a0metropolitan,metro
a0memorial,mem
a0christian,chr
a0distribution,dist n,distributors,distributor,distrib,distr
mmdba,aka,fka,nka,t/a,formerly,previously,formally known as,trading as,doing business as,also known as,formerly known as,previously known as,now known as,operating as,known as,formerly trading as,now trading as,alias
";
