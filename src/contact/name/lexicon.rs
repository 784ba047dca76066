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
        if here.starts_with(words) && matches!(here.get(words.len()), Some(b',' | b';' | b'\n')) {
            return row_of(at);
        }
        slot = (slot + 1) % SLOTS;
    }
}

fn row_of(at: usize) -> Option<(Class, &'static str)> {
    let before = TABLE.as_bytes().get(..at)?;
    let row = before.iter().rposition(|byte| *byte == b'\n')? + 1;
    let group = before.iter().rposition(|byte| *byte == b';').map_or(0, |place| place + 1).max(row + 2);
    let text = TABLE.get(group..)?;
    let spelling = text.get(..text.bytes().position(|byte| matches!(byte, b',' | b';' | b'\n'))?)?;
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
        if matches!(bytes[at], b',' | b';' | b'\n') {
            let mut slot = hash(bytes, start, at) as usize % SLOTS;
            while index[slot] != 0 {
                slot = (slot + 1) % SLOTS;
            }
            index[slot] = start as u16;
            start = at + if bytes[at] == b'\n' { 3 } else { 1 };
            at = start;
        }
        at += 1;
    }
    index
}

/// A row has its class, a detail, and spellings as names are read (folded, in Latin letters, without points):
/// the first stands for all up to the next `;`. Single letters that follow each other are one word.
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
lTtovarishchestvo s ogranichennoi otvetstvennostiu
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
w2global,globale;worldwide;world
w2services,service,svcs,svc,servicios,servizi,dienstleistungen,servicos,serv,svs
w2solutions,solution,soluciones,solucoes,soluzioni,losungen
w2systems,system,systeme,sistemas,sistemi,sys,systemes
w2technologies,technology,tech,technologie,tecnologia,tecnologias,tekhnologii,teknoloji,techs,technol
w2industries,industry,industrie,industrial,industrias,ind,inds,industria,industriel,industriale,sanayi
w2enterprises,enterprise,entreprise,entreprises,empresas,empresa,impresa,ent,unternehmen,predpriiatie
w2partners,partner,partnership,partenaires,ptnrs,partneri
w2associates,associate,assoc,assocs,asociados,associes,associados,associati
w3association,assn,associazione,asociacion,associacao,verband,verein,assotsiatsiia,forening
w3trading,trade,trdg,handel,handels,handelsgesellschaft,torgovyi,torgovaia,ticaret,trgovina,trgovsko;commerce,comercio,commercial,comercial,commerciale,comerciale
w3management,mgmt,mgt,mngmt,gestion,gestione,verwaltung,verwaltungs,verwaltungsgesellschaft
w3consulting,consultants,consultancy,consultant,conseil,beratung,unternehmensberatung,consultoria,consulenza,konsalting,consult;advisory,advisors,advisers
w3development,dev,devel,developments,devt,desarrollo,developers,razvitie
w3engineering,engrg,engr,eng,engineers,ingenieria,ingenierie,inzhiniring,engenharia,ingegneria
w3manufacturing,mfg,mfrs,manufacturers,manufacture,manuf
w3construction,constructions,const,constr,bau,construcciones,costruzioni,construcoes,stroitelstvo,stroi,insaat;builders,building,bldg;contractors,contracting
w3investment,investments,invest,inv,inversiones,investissements,investimentos,investitsii
w3capital,kapital;ventures,venture;equity
w3finance,financial,fin,finanz,finances,finanzas,finans,financiera
w3insurance,ins,assurance,assurances,versicherung,versicherungen,seguros,assicurazioni,strakhovanie,strakhovaia,forsikring,verzekeringen
w3bank,banque,banco,banca,banka,bk,bankas,bankasi,pankki,banking
w3fund,fonds,funds,fondo,fond;trust
w3foundation,stiftung,fondation,fundacion,fundacao,fondazione,fdn,stichting,stiftelsen,fondatsiia
w3production,productions,produktion,producciones,prodn;studios,studio
w2business,biz,businesses,geschafte
w3marketing,mktg;advertising,werbung;media;design,designs,dsgn;software,softwares,soft
w3digital;online;internet;web
w3energy,energie,energia,energiia,enerji;power;electric,elec,electrical,elektro
w3logistics,logistic,logistik,logistique,logistica,logistika;transport,transports,transportation,trans,transportes,trasporti;shipping;freight,spedition
w3pharmaceuticals,pharmaceutical,pharma,pharm;chemicals,chemical,chem,chemie,kimya
w3electronics,electronic,elektronik,elettronica
w3communications,communication,comms,telecommunications,telecom,telekom,telecoms
w3products,product,produkte,produits,productos,produtos,prods,prod
w3supplies,supply,suppliers,sup;equipment,equip,equipments
w3foods,food,alimentos,lebensmittel,gida
w3properties,property,props,prop;immobilien,immobilier,immobiliare,inmobiliaria,real estate,realty;estates,estate
w3center,centre,ctr,cntr,zentrum,centro,centrum,tsentr,centar
w3research,forschung,recherche,resrch
w3university,univ,universitat,universite,universidad,universita,universitet,universidade,uniwersytet,uni
w3college,coll;school,schools,sch,schule,ecole,escuela,scuola,shkola
w3institute,inst,institut,instituto,istituto,institution
w3academy,acad,akademie,academie,academia,akademiia;department,dept,dpt,dep
w3ministry,min,ministerium,ministere,ministerio,ministerstvo
w2committee,cttee,cte
w3hospital,hosp,krankenhaus;clinic,klinik,klinika;medical,med;healthcare;health
w3restaurant,restaurante,ristorante,rest,restaurants,restoran
w3cafe,caffe,kafe;coffee,coffeehouse;bar;pub;grill,grille;bistro;brasserie;diner;kitchen
w3hotel,hotels,htl;inn;shop,shops,laden;store,stores;boutique;market,markets,mkt
w3club,klub,clube;church,kirche,eglise,iglesia,chiesa;community,comm,communities
w2society,soc,societe,sociedad,societa,gesellschaft,sociedade,obshchestvo,drustvo,etaireia,spolka
w3security,sicherheit,securite,seguridad;motors,motor;auto,automotive,autos;cars
w3repair,repairs;maintenance,maint;home,homes;house,haus,maison,casa
w2office,offices,buro,bureau;division,div
w2branch,filial,filiale,niederlassung,sucursal,succursale,zweigniederlassung
w2subsidiary;unit,units;general,gen,generale,allgemeine
w3national,natl,nat,nationale,nacional,nazionale,natsionalnyi;federal,fed;american,amer
w2new,neue,nouveau,nuova,nova
w3law,legal,lawyers,solicitors,attorneys,rechtsanwalte,avocats,abogados
w3accounting,accountants,accountancy,acct,accts,steuerberater
w3plumbing,plumbers,plbg;heating;bakery,backerei,boulangerie,panaderia
w3cleaning,cleaners,reinigung
w3labs,laboratories,laboratory,lab,labor,laboratoires,laboratorios
w3works,werke,werk;workshop;factory,fabrik,zavod,fabrika
w2team;people
dduk,united kingdom,great britain,gb,britain;usa,us,united states,america
ddgermany,deutschland,allemagne,alemania,germania;france,frankreich,francia
ddspain,espana,spanien,espagne,iberia,iberica;italy,italia,italien,italie
ddaustria,osterreich,autriche;switzerland,schweiz,suisse,svizzera
ddnetherlands,nederland,holland,benelux;belgium,belgique,belgie,belgien
ddpoland,polska,polen;russia,rossiia,rus,russland,rossii,rf;ukraine,ukraina;sweden,sverige
ddnorway,norge;denmark,danmark;finland,suomi;ireland,irl,eire;scotland;wales;england
ddcanada;mexico;brazil,brasil;argentina;chile;australia,aus;new zealand,nz;india;pakistan
ddchina,prc;japan,nippon;korea;hong kong,hongkong,hk;singapore;taiwan;malaysia;indonesia
ddthailand;vietnam;turkey,turkiye;israel;uae,emirates;dubai;south africa,za;africa
ddeurope,europa,eu,european;asia;pacific;emea;apac;latam;greece,hellas;portugal
ddczech,cesko,ceska;hungary;romania;london,londres;paris;berlin;munich,munchen;hamburg
ddfrankfurt;madrid;barcelona;rome,roma;milan,milano;vienna,wien;zurich;geneva,geneve
ddamsterdam;brussels,bruxelles;moscow,moskva;petersburg,peterburg;kyiv,kiev
ddwarsaw,warszawa;prague,praha;budapest;stockholm;oslo;copenhagen,kobenhavn;helsinki
dddublin;edinburgh;glasgow;manchester;birmingham;leeds;bristol;new york,ny,nyc;los angeles;las vegas
ddsan francisco,sf;chicago;boston;dallas;houston;texas,tx;california;florida;toronto
ddsydney;melbourne;brisbane;perth;auckland;mumbai,bombay;delhi;tokyo;osaka;beijing,peking
ddshanghai;shenzhen;guangzhou;seoul;istanbul;north,northern,nord,norte
ddsouth,southern,sud,sur;east,eastern,ost,est,vostok;west,western,ouest,oeste,zapad
ddcentral;northeast;northwest;southeast;southwest
f0the;of;and,und,et,y,e,i,og,och,en,n;for,fur,pour,para,dlia;in,at,on,by,to,an,with
f0de,di,du,del,della,des,der,die,das,da,do,dos,das,van,von,den,het
f0la,le,les,los,las,el,il,lo,li,al
#01,one,first,1st;2,ii,two,second,2nd;3,iii,three,third,3rd;4,iv,four,fourth,4th
#05,five,fifth,5th;6,vi,six,sixth,6th;7,vii,seven,seventh,7th;8,viii,eight,eighth,8th
#09,nine,ninth,9th;10,ten,tenth,10th
a0st,saint,street,sankt,ste;brothers,bros,bro,gebruder,gebr,freres,hermanos,hnos,fratelli
a0sons,son,sohn,sohne,fils,hijos,figli;road,rd;avenue,ave;mount,mt;fort,ft
a0delicatessen,deli,delis;barbecue,bbq,barbeque,bar b q;doctor,dr;junior,jr;senior,sr
a0government,govt,gov;county,cnty;township,twp;district,dist;administration,admin
a0authority,auth;agriculture,agri,agric;environmental,environ,env;automation,autom
a0professional,prof;metropolitan,metro;memorial,mem;christian,chr
a0distribution,dist n,distributors,distributor,distrib,distr
mmdba,aka,fka,nka,t/a,formerly,previously,formally known as,trading as,doing business as,also known as,formerly known as,previously known as,now known as,operating as,known as,formerly trading as,now trading as,alias
";
