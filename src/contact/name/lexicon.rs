//! Words of names that are known: legal forms of the world, words that say little, places, numbers and
//! abbreviations, each in one spelling.

use core::sync::atomic::{AtomicBool, AtomicU16, Ordering};

use super::sound::hashed;

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
    if !IS_FILLED.load(Ordering::Acquire) {
        fill();
    }
    let words = words.as_bytes();
    let slot = slot_of(words, |at| {
        let here = TABLE.as_bytes().get(usize::from(at)..).unwrap_or_default();
        at == 0 || here.starts_with(words) && matches!(here.get(words.len()), Some(b',' | b';' | b'\n'))
    })?;
    row_of(usize::from(slot.load(Ordering::Relaxed)))
}

/// The first of the places where a spelling may be whose content is wanted.
fn slot_of(spelling: &[u8], is_wanted: impl Fn(u16) -> bool) -> Option<&'static AtomicU16> {
    let first = hashed(spelling) as usize;
    let mut slots = (0..SLOTS).filter_map(|step| INDEX.get((first + step) % SLOTS));
    slots.find(|slot| is_wanted(slot.load(Ordering::Relaxed)))
}

fn row_of(at: usize) -> Option<(Class, &'static str)> {
    let before = TABLE.as_bytes().get(..at).filter(|before| !before.is_empty())?;
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

/// Twice as many as there are spellings, or so.
const SLOTS: usize = 2048;

/// Where each spelling is in the table, by its hash; filled with the first use, so that it takes no bytes.
static INDEX: [AtomicU16; SLOTS] = [const { AtomicU16::new(0) }; SLOTS];
static IS_FILLED: AtomicBool = AtomicBool::new(false);

/// Fills the index. Whoever does it meanwhile writes the same.
#[cold]
fn fill() {
    let mut start = 3;
    for (at, byte) in TABLE.bytes().enumerate().skip(start) {
        if matches!(byte, b',' | b';' | b'\n') {
            let spelling = TABLE.as_bytes().get(start..at).unwrap_or_default();
            let place = u16::try_from(start).unwrap_or(0);
            let free = slot_of(spelling, |there| there == 0 || there == place);
            if let Some(slot) = free {
                slot.store(place, Ordering::Relaxed);
            }
            start = at + if byte == b'\n' { 3 } else { 1 };
        }
    }
    IS_FILLED.store(true, Ordering::Release);
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
leltd,limited,lmtd,private limited company,ltee,limitee,cyf,cyfyngedig,teo,teoranta
lepty ltd,pty limited,proprietary limited,proprietary ltd,pty,( pty ) ltd,( pty ) limited,edms bpk,( edms ) bpk
lepte ltd,pte limited,pte
lepvt ltd,pvt limited,private limited,private ltd,p ltd,pvt,( pvt ) ltd,( p ) ltd,( private ) limited
leco ltd,company limited,co limited,company ltd,coltd
leunlimited
l.sdn bhd,sendirian berhad
p.bhd,berhad
peplc,public limited company,pcl
gellp,limited liability partnership
gulp,limited partnership
lUllc,limited liability company,limited liability co
lupllc
xuinc,incorporated
xucorp,corporation
xupc
pUjsc,joint stock company
pUcjsc,closed joint stock company
pUpjsc,public joint stock company
pUojsc,open joint stock company
necic,community interest company
l.dac,designated activity company
g.gmbh and co kg,gmbh u co kg,gmbh co kg,gmbh und co kg,gmbh and co,se and co kg,ag and co kg
l.ug,unternehmergesellschaft,haftungsbeschrankt,ug haftungsbeschrankt
n.ggmbh,gemeinnutzige gmbh
l.gmbh,ges mbh,gesmbh,gesellschaft mbh,mbh
g.kg,kommanditgesellschaft
p.kgaa,kommanditgesellschaft auf aktien,se and co kgaa,gmbh and co kgaa
g.ohg,offene handelsgesellschaft
g.gbr
g.partg,partgmbb,partnerschaftsgesellschaft
p.ag,aktiengesellschaft
c.eg
n.ev
s.ek,efk,ekfm,ekfr
p.se
l:sarl,sarlu,societe a responsabilite limitee
p:sas,sasu
l.selarl
c.scop
l:eurl
g.snc
g:sci
p:sa,sau
l.bv,bvba
p.nv
n.vzw,asbl
g.vof
p.spa
l.srl,srls,sprl
l.sagl
c.scarl,soc coop,scrl
l.sl,slu,sll,slp,s de rl,s de rl de cv
p.sa de cv,sociedad anonima de capital variable,sapi de cv,sab de cv
p.sac
l.lda,limitada,ltda,unipessoal
l.eireli,eirl
p:ab,aktiebolag,aktiebolaget,publ,ab publ
g.hb,handelsbolag
g.kb,kommanditbolag
l.aps,anpartsselskab
p:as,aksjeselskap,aktieselskab,aktsiaselts
p.asa,allmennaksjeselskap
p.oyj,julkinen osakeyhtio
p:oy,osakeyhtio,oy ab
g.ky,kommandiittiyhtio
s.tmi,toiminimi
c.osk,osuuskunta
l:ou,osauhing
p.ehf,einkahlutafelag
p.hf,hlutafelag
ltsro,spol sro,spol s ro,s ro
ltsp zoo,sp z oo,spolka zoo,spolka z oo,spolka z ograniczona odpowiedzialnoscia
gtsp k,spk,sp zoo sp k,sp zoo spk
gtsp j,spj
ptspolka akcyjna
ltdoo,jdoo,dooel
ptdd
ltkft
ptzrt,zartkoruen mukodo reszvenytarsasag
ptnyrt,nyilvanosan mukodo reszvenytarsasag
gtbt
x!sc
lTuab
lTsia
lTooo
pTao
pTpao
pToao
pTzao
sTip
sTfop
nTano
xTfgup,gup,mup
lTtov,tzov
pTprat,pat
xTchp
lTeood
lTood
pTead
pTad
ptae
ltepe
ltike
gToe
gtee
gtvos
xTpt
xtcv
pttbk
xtkk,kabushikikaisha
ltyk
ltgk
ltltd sti,limited sirketi,sti
xT株式会社,주식회사
lT有限公司,有限责任公司,有限責任公司,有限会社,合同会社,유한회사
xT股份有限公司
ltfze,fzco,fzc
ltwll
ltבע מ,בעמ,בע״מ
lTcong ty tnhh
pTcong ty co phan
xtsal
ptsae
w1company,co,compagnie,cie,compania,cia,compagnia,kompaniia,firma,firm
w1doctor,dr;mr;mrs;ms;herr;frau;mme
w2group,grp,gruppe,groupe,gruppo,grupo,gruppa,grupa,gruppen,konzern
w3holding,hldg,kholding,beteiligung;international,intl,internacional,internationale,internazionale,mezhdunarodnyi
w2global;worldwide;world;service,svc,servicio,servizi,dienstleistungen,servico,serv
w2solution,solucion,losungen;system,sistema,sys
w2technology,tech,technologie,tecnologia,tekhnologii;industry,industrie,industrial,industria,ind,sanayi
w2enterprise,entreprise,empresa,unternehmen,ent,predpriiatie
w2partner,partnership,ptnr;associate,assoc,associes,asociados
w3association,assn,asociacion,associazione,verband,verein
w3trading,trade,trdg,handel,handelsgesellschaft,torgovyi,torgovaia,ticaret;commerce,commercial,comercial
w3management,mgmt,mgt,gestion,verwaltung;consulting,consultant,consultancy,conseil,beratung,consultoria,konsalting
w3advisory,advisor,adviser;development,dev,devt,developer,desarrollo,razvitie
w3engineering,eng,engr,engineer,ingenieria,ingenierie,inzhiniring;manufacturing,mfg,mfr,manufacturer
w3construction,const,constr,bau,construccion,construccione,costruzioni,stroi,insaat;builder,building,bldg;contractor,contracting
w3investment,invest,inv,inversione,investissement,investitsii;capital,kapital;venture;equity
w3finance,financial,fin,finanz,finanza,finans;insurance,ins,assurance,versicherung,seguro,assicurazioni,strakhovanie
w3bank,banque,banco,banca,banka,bk,banking;fund,fond,fondo;trust
w3foundation,stiftung,fondation,fundacion,fondazione,fdn,stichting
w3production,produktion;studio;marketing,mktg;advertising;media;design,dsgn;software;digital;online;internet;web
w2business,biz;team;people
w3energy,energie,energia,energiia;power;electric,elec,electrical,elektro
w3logistic,logistik,logistique,logistica,logistika;transport,transportation,trans,transporte;shipping;freight,spedition
w3pharmaceutical,pharma,pharm;chemical,chem,chemie;electronic,elektronik;communication,comm,telecommunication,telecom,telekom
w3product,produkt,producto,prod;supply,supplies,supplier,sup;equipment,equip;food
w3property,properties,prop;immobilien,immobilier,inmobiliaria,real estate,realty;estate
w3center,centre,ctr,cntr,zentrum,centro,centrum,tsentr;research
w3university,univ,universitat,universite,universidad,universita,universitet,uni;college,coll;school,sch,schule,ecole,escuela
w3institute,inst,institut,instituto,istituto;academy,acad,akademie,academie,academia;department,dept,dpt
w3ministry,min,ministerium,ministerio,ministerstvo;committee,cttee;hospital,hosp,krankenhaus;clinic,klinik;medical,med;healthcare;health
w3restaurant,restaurante,ristorante,rest;cafe,caffe,kafe;coffee;bar;pub;grill,grille;bistro;brasserie;diner;kitchen
w3hotel,htl;inn;shop;store;boutique;market,mkt;club,klub;church,kirche,eglise,iglesia;community
w2society,soc,societe,sociedad,sociedade,societate,societa,gesellschaft,obshchestvo,spolka
w3security;motor;auto,automotive;car;repair;maintenance,maint;home;house,haus,maison,casa
w2office;division,div;branch,filial,filiale,niederlassung,sucursal;subsidiary;unit;general,gen;new,neue,nova
w3national,natl,nat,nacional,nationale;federal,fed;american,amer
w3law,legal;lawyer,solicitor,attorney,rechtsanwalte,avocat,abogado;accounting,accountant,accountancy,acct
w3plumbing,plumber;heating;bakery,backerei;cleaning,cleaner;lab,laboratory,laboratories,labor
w3work,werke,werk;workshop;factory,fabrik,zavod
dduk,united kingdom,great britain,gb,britain;usa,us,united states,america;germany,deutschland;france
ddspain,espana,iberia;italy,italia;austria,osterreich;switzerland,schweiz,suisse;netherlands,nederland,holland,benelux
ddbelgium,belgique,belgie;poland,polska;russia,rossiia,rus,rossii,rf;ukraine,ukraina;sweden,sverige;norway,norge
dddenmark,danmark;finland,suomi;ireland,irl;scotland;wales;england;canada;mexico;brazil,brasil;argentina;chile
ddaustralia,aus;new zealand,nz;india;pakistan;china,prc;japan,nippon;korea;hong kong,hongkong,hk;singapore;taiwan;malaysia
ddindonesia;thailand;vietnam;turkey,turkiye;israel;uae,emirates;dubai;south africa;africa
ddeurope,europa,eu,european;asia;pacific;emea;apac;greece,hellas;portugal;czech;hungary;romania
ddlondon;paris;berlin;munich,munchen;hamburg;frankfurt;madrid;barcelona;rome,roma;milan,milano;vienna,wien;zurich;geneva,geneve
ddamsterdam;brussels,bruxelles;moscow,moskva;petersburg,peterburg;kyiv,kiev;warsaw,warszawa;prague,praha;budapest
ddstockholm;oslo;copenhagen,kobenhavn;helsinki;dublin;edinburgh;glasgow;manchester;birmingham;leeds;bristol
ddnew york,ny,nyc;los angeles;las vegas;san francisco,sf;chicago;boston;dallas;houston;texas;california;florida;toronto
ddsydney;melbourne;brisbane;perth;auckland;mumbai,bombay;delhi;tokyo;osaka;beijing,peking;shanghai;shenzhen;guangzhou;seoul
ddistanbul;north,northern,nord,norte;south,southern,sud,sur;east,eastern,ost,este,leste;west,western,ouest,oeste;central
f0the;of;and,und,et,y,e,i,og,och,en,n;for,fur,pour,para;in,at,on,by,to,an,with
f0de,di,du,del,della,des,der,die,das,da,do,dos,van,von,den,het;la,le,les,los,las,el,il,lo,al
#01,one,first;2,ii,two,second;3,iii,three,third;4,iv,four,fourth;5,five,fifth
#06,vi,six,sixth;7,vii,seven,seventh;8,viii,eight,eighth;9,nine,ninth;10,ten,tenth
a0st,saint,street,sankt,ste;brothers,bros,bro,gebruder,gebr,freres,hermanos,fratelli
a0son,sohn,sohne,fils,hijo,figli;road,rd;avenue,ave;mount,mt;fort,ft
a0delicatessen,deli;barbecue,bbq,barbeque;junior,jr;senior,sr
a0government,govt;county,cnty;district,dist;administration,admin;authority,auth;professional,prof
a0mohammed,muhammad,mohamed,mohammad,muhamed,mohamad
a0metropolitan,metro;memorial,mem;distribution,distributor,distr
mmdba,aka,fka,nka,t/a,formerly,previously,trading as,doing business as,also known as,formerly known as
mmpreviously known as,now known as,operating as,known as,alias
";

#[cfg(test)]
mod tests {
    use super::super::letters::simplified;
    use super::*;

    fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
        TABLE.trim().lines().map(|row| row.split_at(2))
    }

    #[test]
    fn every_spelling_is_found_once_as_names_are_read() {
        let mut all = std::collections::BTreeSet::new();
        for (_, row) in rows() {
            for group in row.split(';') {
                for spelling in group.split(',') {
                    assert!(all.insert(spelling), "`{spelling}` is there twice");
                    let found = known(spelling).map(|(_, first)| first);
                    assert_eq!(found, group.split(',').next(), "{spelling}");
                    assert_eq!(simplified(spelling).trim(), spelling);
                }
            }
        }
        assert!(all.len() * 3 < SLOTS * 2, "{} spellings in {SLOTS} places", all.len());
        assert!(TABLE.len() < usize::from(u16::MAX));
        assert_eq!((known(""), known("zyxelon"), known("lt"), known("ltd,")), (None, None, None, None));
    }
}
