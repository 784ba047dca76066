//! Domains of e-mail addresses and websites: whose they are, and what they are when they are nobody's own.

use super::words::{Words, kept};
use crate::gather::Gather;
use crate::read::letters::{lowered, parted};

/// What a firm is found by on the web: its registrable domain, or its page on a host that many share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Domain {
    /// `acme.co.uk`, `facebook.com/acme` or `acme.wixsite.com`.
    text: String,
    /// Whether it is a page on a shared host.
    is_page: bool,
}

/// How alike two domains are; the more, the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum DomainLikeness {
    /// The same name under two suffixes: `acme.com` and `acme.co.uk`.
    Name,
    /// The same domain.
    Same,
}

impl Domain {
    /// The domain of a website; `None` for a host that says nothing, such as a search page or an address of a computer.
    pub(super) fn of_website(address: &str) -> Option<Self> {
        let address = lowered(address.trim());
        let address = parted(&address, "://").map_or(address.as_str(), |(_, rest)| rest);
        let (host, path) = address.split_at(address.find(['/', '?', '#']).unwrap_or(address.len()));
        let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
        let host = host.split_once(':').map_or(host, |(host, _)| host);
        Self::of(host, path)
    }

    /// The domain behind the `@`; `None` for a host of everybody's mail.
    pub(super) fn of_email(host: &str) -> Option<Self> {
        Self::of(host, "").filter(|domain| !domain.is_page && !is_public(&domain.text))
    }

    fn of(host: &str, path: &str) -> Option<Self> {
        let host = host.trim_matches('.');
        let labels: Vec<&str> = host.split('.').gather();
        let [.., second, top] = labels.as_slice() else { return None };
        let is_label = |label: &&str| {
            !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
        };
        let is_host = labels.iter().all(is_label)
            && top.chars().count() > 1
            && !top.bytes().all(|b| b.is_ascii_digit());
        if !is_host {
            return None;
        }
        // `co.uk`: two letters behind one of the second levels that many countries keep for everybody.
        let is_suffix = top.len() == 2 && SECOND_LEVELS.has(second);
        let count = if is_suffix { 3 } else { 2 };
        let from = labels.len().checked_sub(count)?;
        let registrable = labels.get(from..)?.iter().joined(".");
        if !SHARED.has(&registrable) {
            return Some(Self { text: registrable, is_page: false });
        }
        // On a shared host, the firm is the label in front, else the first part of the path that is no section.
        let sub = labels.get(from.checked_sub(1)?..from).unwrap_or_default();
        let sub = sub.first().copied().filter(|sub| !SECTIONS.has(sub) && sub.len() > 2);
        let text = match sub {
            Some(sub) => [sub, ".", &registrable].concat(),
            None => return Self::page(&registrable, path),
        };
        Some(Self { text, is_page: true })
    }

    fn page(host: &str, path: &str) -> Option<Self> {
        let path = path.split(['?', '#']).next().unwrap_or("");
        let part = path.split('/').find(|part| !part.is_empty() && !SECTIONS.has(part))?;
        Some(Self { text: [host, "/", part].concat(), is_page: true })
    }

    /// How alike two domains are; `None` when they differ, which says little: firms have several.
    pub(super) fn likeness(&self, other: &Self) -> Option<DomainLikeness> {
        if self.text == other.text {
            return Some(DomainLikeness::Same);
        }
        let is_name = !self.is_page && !other.is_page && self.name().len() > 3 && self.name() == other.name();
        is_name.then_some(DomainLikeness::Name)
    }

    /// The label that its owner chose: `acme` of `acme.co.uk`.
    pub(super) fn name(&self) -> &str {
        let part = if self.is_page { self.text.rsplit('/').next() } else { None };
        let part = part.filter(|part| part.len() < self.text.len());
        part.or_else(|| self.text.split('.').next()).unwrap_or("")
    }

    /// The whole, to find others by and to show.
    pub(super) fn text(&self) -> &str {
        &self.text
    }
}

/// Whether mail of that domain is everybody's.
fn is_public(domain: &str) -> bool {
    // `yahoo.co.uk`, `hotmail.de`: the big ones have a domain in each country.
    let name = domain.split('.').next().unwrap_or("");
    PUBLIC_NAMES.has(name) || PUBLIC.has(domain)
}

/// Second levels under which countries register names (the Public Suffix List, those in use by firms).
static SECOND_LEVELS: Words = Words::of(
    "co com org net gov edu ac ltd plc me nhs sch or ne go gr in id asn firm ind gen web school geek \
     maori iwi kiwi biz info nom conseil tm asso govt mil law nic press adv eng art",
);

/// Mail for everybody, under any suffix.
static PUBLIC_NAMES: Words = Words::of(
    "gmail googlemail hotmail outlook live yahoo ymail rocketmail msn aol icloud gmx protonmail proton \
     yandex mail fastmail zoho tutanota hushmail inbox email qq foxmail btinternet",
);

/// Mail for everybody, by its domain: mail services, and networks that give their customers addresses.
static PUBLIC: Words = Words::of(
    "me.com mac.com pm.me hey.com tuta.io mailbox.org posteo.de web.de freenet.de t-online.de arcor.de \
     online.de 1und1.de vodafone.de ewe.net netcologne.de 163.com 126.com yeah.net sina.com sina.cn sohu.com \
     aliyun.com 139.com 189.cn naver.com daum.net hanmail.net nate.com docomo.ne.jp ezweb.ne.jp softbank.ne.jp \
     nifty.com bk.ru list.ru rambler.ru ya.ru ukr.net i.ua meta.ua abv.bg seznam.cz centrum.cz post.cz volny.cz \
     azet.sk zoznam.sk wp.pl o2.pl onet.pl op.pl interia.pl gazeta.pl poczta.fm freemail.hu citromail.hu t-online.hu \
     orange.fr wanadoo.fr free.fr sfr.fr laposte.net neuf.fr bbox.fr numericable.fr club-internet.fr libero.it virgilio.it \
     tiscali.it alice.it tin.it tim.it fastwebnet.it aruba.it pec.it telefonica.net terra.es sapo.pt ziggo.nl \
     kpnmail.nl planet.nl xs4all.nl hetnet.nl home.nl telenet.be skynet.be proximus.be bluewin.ch hispeed.ch sunrise.ch \
     chello.at aon.at a1.net telia.com comhem.se spray.se bredband.net online.no broadpark.no tele2.se jubii.dk \
     stofanet.dk eircom.net sky.com virginmedia.com ntlworld.com talktalk.net tiscali.co.uk blueyonder.co.uk o2.co.uk \
     plus.com bigpond.com bigpond.net.au optusnet.com.au iinet.net.au westnet.com.au tpg.com.au dodo.com.au \
     internode.on.net xtra.co.nz slingshot.co.nz orcon.net.nz vodafone.co.nz clear.net.nz comcast.net verizon.net \
     att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net frontier.com optonline.net juno.com \
     shaw.ca telus.net rogers.com sympatico.ca bell.net videotron.ca uol.com.br bol.com.br terra.com.br ig.com.br \
     rediffmail.com singnet.com.sg webmail.co.za mweb.co.za telkomsa.net iafrica.com vodamail.co.za absamail.co.za \
     walla.co.il walla.com bezeqint.net mailinator.com elisanet.fi kolumbus.fi saunalahti.fi luukku.com suomi24.fi \
     inet.fi dnainternet.net mail.dk tdcadsl.dk start.no lyse.net swipnet.se home.se btconnect.com btopenworld.com \
     virgin.net tesco.net fsmail.net freeserve.co.uk zen.co.uk iol.ie scarlet.be pandora.be chello.nl upcmail.nl \
     zonnet.nl casema.nl wxs.nl aliceadsl.fr voila.fr noos.fr kabelmail.de unitybox.de alice-dsl.net drei.at liwest.at \
     swissonline.ch ono.com euskaltel.net movistar.es netcabo.pt clix.pt iol.pt inwind.it iol.it arubapec.it \
     legalmail.it postecert.it vp.pl tlen.pl neostrada.pl atlas.cz centrum.sk upcmail.hu otenet.gr forthnet.gr \
     mynet.com ttmail.com rr.com twc.com windstream.net centurylink.net q.com suddenlink.net mindspring.com \
     netzero.net netscape.net pacbell.net ameritech.net swbell.net snet.net prodigy.net cogeco.ca eastlink.ca mts.net \
     sasktel.net telusplanet.net ozemail.com.au netspace.net.au ihug.co.nz paradise.net.nz sify.com vsnl.com \
     netvigator.com starhub.net.sg pacific.net.sg streamyx.com biglobe.ne.jp so-net.ne.jp ocn.ne.jp plala.or.jp \
     globo.com oi.com.br fibertel.com.ar arnet.com.ar netvision.net.il emirates.net.ae",
);

/// Hosts of everybody's pages.
static SHARED: Words = Words::of(
    "facebook.com fb.com fb.me linkedin.com instagram.com twitter.com x.com tiktok.com youtube.com pinterest.com \
     wixsite.com wix.com squarespace.com myshopify.com shopify.com github.io gitlab.io github.com blogspot.com wordpress.com \
     google.com goo.gl weebly.com webnode.com jimdo.com jimdofree.com jimdosite.com strikingly.com webflow.io netlify.app \
     vercel.app herokuapp.com azurewebsites.net pages.dev web.app firebaseapp.com business.site godaddysites.com \
     site123.me tumblr.com medium.com substack.com linktr.ee etsy.com ebay.com amazon.com yelp.com tripadvisor.com \
     wa.me t.me xing.com vk.com notion.site carrd.co bandcamp.com eventbrite.com sharepoint.com onmicrosoft.com \
     blogspot.co.uk ueniweb.com yell.com about.me bigcartel.com mystrikingly.com",
);

/// What stands before the firm's own part, in a host or a path.
static SECTIONS: Words = Words::of(
    "www m web mobile de-de en-gb en-us fr-fr business site sites view company in pub page pages p profile \
     shop store people biz channel c user groups school maps place u http https sites.google docs drive plus uk de fr es it \
     ca au nz index.html home",
);

/// An e-mail address to compare by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct EmailKey {
    /// The address in lower case.
    address: String,
    /// Bytes of it before the tag, and where the host begins.
    ends: (usize, usize),
    /// Whether it is an office's and nobody's own: `info@`.
    is_role: bool,
    /// The domain, unless it is everybody's.
    domain: Option<Domain>,
}

/// How alike two e-mail addresses are; the more, the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum EmailLikeness {
    /// The same name under two suffixes: `jo@acme.com` and `accounts@acme.co.uk`.
    DomainName,
    /// The domain is the same, and its own.
    Domain,
    /// The same office at the same domain: `info@acme.com`.
    Role,
    /// The same but for a tag: `jo+xero@acme.com`.
    WithoutTag,
    /// The same address.
    Same,
}

impl EmailKey {
    /// Reads an address, with or without a name or `mailto:` around it; `None` when it is none, or nobody's.
    pub(super) fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        let inner = text.split_once('<').map_or(text, |(_, rest)| rest);
        let inner = inner.split_once('>').map_or(inner, |(inner, _)| inner).trim();
        let address =
            lowered(inner.strip_prefix("mailto:").unwrap_or(inner).trim_end_matches(['.', ',', ';']));
        let (local, host) = address.rsplit_once('@')?;
        let is_one = !local.is_empty() && !address.contains(|c: char| c.is_whitespace() || c.is_control());
        let is_host = host.split('.').all(|label| !label.is_empty()) && !host.is_empty();
        let is_nobody = NOBODY.has(local) || NOWHERE.has(host);
        if !is_one || !is_host || is_nobody {
            return None;
        }
        let plain =
            local.split_once('+').map(|(plain, _)| plain).filter(|plain| !plain.is_empty()).unwrap_or(local);
        let role = kept(plain, char::is_alphabetic);
        let ends = (plain.len(), local.len());
        let (is_role, domain) = (ROLES.has(&role), Domain::of_email(host));
        Some(Self { ends, is_role, domain, address })
    }

    /// How alike two addresses are; `None` when they have nothing in common, which says little of a firm.
    pub(super) fn likeness(&self, other: &Self) -> Option<EmailLikeness> {
        let is_office = self.is_role && other.is_role && self.domain.is_some();
        if self.address == other.address {
            return Some(if is_office { EmailLikeness::Role } else { EmailLikeness::Same });
        }
        if self.plain() == other.plain() {
            return Some(if is_office { EmailLikeness::Role } else { EmailLikeness::WithoutTag });
        }
        match self.domain.as_ref()?.likeness(other.domain.as_ref()?)? {
            DomainLikeness::Same => Some(EmailLikeness::Domain),
            DomainLikeness::Name => Some(EmailLikeness::DomainName),
        }
    }

    fn plain(&self) -> (Option<&str>, Option<&str>) {
        (self.address.get(..self.ends.0), self.address.get(self.ends.1..))
    }

    /// The domain, unless it is everybody's.
    pub(super) fn domain(&self) -> Option<&Domain> {
        self.domain.as_ref()
    }

    /// The address in lower case.
    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// The address without its tag, to find others by.
    pub(super) fn block(&self) -> String {
        let (local, host) = self.plain();
        [local.unwrap_or(""), host.unwrap_or("")].concat()
    }

    /// Whether it is an office's and nobody's own.
    pub(super) fn is_role(&self) -> bool {
        self.is_role
    }
}

/// Offices that have an address, in the languages of those who write invoices.
static ROLES: Words = Words::of(
    "info office mail email contact contacts hello hi hallo hola bonjour enquiries enquiry inquiries inquiry \
     admin administration administrator reception sales account accounts accounting accountant accountspayable \
     accountsreceivable ap ar billing invoice invoices invoicing finance finances bookkeeping payables receivables \
     payable payment payments purchasing purchase procurement orders order support help helpdesk service services \
     team hr jobs careers marketing press media webmaster postmaster it buchhaltung rechnung rechnungen finanzen \
     verwaltung kontakt zentrale einkauf verkauf compta comptabilite facturation factures facture accueil commercial \
     administracion contabilidad facturacion facturas ventas compras contacto amministrazione contabilita fatture \
     fatturazione commerciale ufficio segreteria administratie boekhouding facturen factuur crediteuren faktura \
     fakturor ekonomi regnskab okonomi bogholderi kontor post talous laskut biuro ksiegowosc faktury ucetni \
     financeiro contato comercial general manager director owner studio shop store bookings reservations",
);

/// Hosts of addresses that are made up.
static NOWHERE: Words = Words::of("example.com example.org example.net test.com none.com");

/// Mailboxes that nobody reads.
static NOBODY: Words = Words::of(
    "noreply no-reply no_reply donotreply do-not-reply none noemail no-email nomail unknown na n/a test \
     mailer-daemon x xx xxx",
);

#[cfg(test)]
mod tests {
    use super::EmailLikeness as Mail;
    use super::*;

    #[test]
    fn takes_the_part_that_somebody_registered() {
        for (website, domain) in [
            ("https://www.Acme.co.uk/contact?x=1", Some("acme.co.uk")),
            ("acme.com.au", Some("acme.com.au")),
            ("shop.acme.co.nz:8080/a", Some("acme.co.nz")),
            ("http://acme.de#top", Some("acme.de")),
            ("mail.acme.example", Some("acme.example")),
            ("müller.de", Some("müller.de")),
            ("https://www.facebook.com/AcmeUK/about", Some("facebook.com/acmeuk")),
            ("https://www.linkedin.com/company/acme", Some("linkedin.com/acme")),
            ("acme.wixsite.com/home", Some("acme.wixsite.com")),
            ("https://sites.google.com/view/acme", Some("google.com/acme")),
            ("https://www.google.com", None),
            ("facebook.com", None),
            ("acme", None),
            ("192.168.1.1", None),
            ("co.uk", None),
            ("", None),
            ("not a site", None),
            ("a..b", None),
        ] {
            assert_eq!(
                Domain::of_website(website).map(|domain| domain.text),
                domain.map(str::to_owned),
                "{website}"
            );
        }
    }

    #[test]
    fn knows_everybodys_mail() {
        for host in [
            "gmail.com",
            "yahoo.co.uk",
            "hotmail.fr",
            "web.de",
            "bigpond.com",
            "xtra.co.nz",
            "163.com",
            "me.com",
            "elisanet.fi",
            "btconnect.com",
            "arubapec.it",
            "ocn.ne.jp",
            "ameritech.net",
        ] {
            assert_eq!(Domain::of_email(host), None, "{host}");
        }
        assert!(Domain::of_email("acme-mail.com").is_some());
    }

    #[test]
    fn compares_addresses() {
        for (one, other, expected) in [
            ("Jo@Acme.com", "jo@acme.com ", Some(Mail::Same)),
            ("Jo Smith <jo@acme.com>", "mailto:jo@acme.com", Some(Mail::Same)),
            ("jo+xero@acme.com", "jo@acme.com", Some(Mail::WithoutTag)),
            ("info@acme.com", "INFO@acme.com", Some(Mail::Role)),
            ("accounts.payable@acme.com", "jo@acme.com", Some(Mail::Domain)),
            ("jo@mail.acme.co.uk", "al@acme.co.uk", Some(Mail::Domain)),
            ("jo@acme.com", "al@acme.co.uk", Some(Mail::DomainName)),
            ("jo@gmail.com", "jo@gmail.com", Some(Mail::Same)),
            ("info@gmail.com", "info@gmail.com", Some(Mail::Same)),
            ("jo@gmail.com", "al@gmail.com", None),
            ("jo@acme.com", "jo@zyxelon.com", None),
        ] {
            let (a, b) = (EmailKey::of(one).unwrap(), EmailKey::of(other).unwrap());
            assert_eq!((a.likeness(&b), b.likeness(&a)), (expected, expected), "{one} / {other}");
        }
        let jo = EmailKey::of("Jo+x@Acme.com").unwrap();
        assert_eq!((jo.address(), jo.block().as_str()), ("jo+x@acme.com", "jo@acme.com"));
        assert_eq!(jo.domain().map(Domain::text), Some("acme.com"));
        for nothing in [
            "",
            "@",
            "jo",
            "jo@",
            "@acme.com",
            "a b@c.com",
            "noreply@acme.com",
            "test@test.com",
            "jo@acme..com",
        ] {
            assert_eq!(EmailKey::of(nothing), None, "{nothing}");
        }
    }
}
