//! Countries, as Pipedrive's addresses and people write them, to ISO 3166-1 codes.

use super::letters::is_same;
#[cfg(feature = "full")]
use super::letters::lower;

/// The ISO 3166-1 alpha-2 code of a country's code or English name.
#[must_use]
pub fn code_of(text: &str) -> Option<&'static str> {
    let text = text.trim();
    let may_be_code = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
    if text.is_ascii() && !may_be_code && !LENGTHS.has(text) {
        return None;
    }
    entry_of(text).or_else(|| {
        let alias = ALIASES.iter().find(|(alias, _)| is_named(alias, text));
        alias.map(|(_, code)| *code)
    })
}

fn is_named(name: &str, text: &str) -> bool {
    if name.is_ascii() { name.eq_ignore_ascii_case(text) } else { is_same(name, text) }
}

/// Whether a country's code or name is that text.
fn is_entry((code, name): (&str, &str), text: &str) -> bool {
    code.eq_ignore_ascii_case(text) || is_named(name, text)
}

#[cfg(not(feature = "full"))]
fn entry_of(text: &str) -> Option<&'static str> {
    countries().find(|entry| is_entry(*entry, text)).map(|(code, _)| code)
}

/// By a table made with the first use: an index of contacts asks a million times.
#[cfg(feature = "full")]
fn entry_of(text: &str) -> Option<&'static str> {
    use core::sync::atomic::{AtomicBool, AtomicU16, Ordering};
    const SLOTS: usize = 2048;
    /// Where the entry of a code or a name starts, and 1, by its hash. Whoever fills it meanwhile writes the same.
    static STARTS: [AtomicU16; SLOTS] = [const { AtomicU16::new(0) }; SLOTS];
    static IS_FILLED: AtomicBool = AtomicBool::new(false);
    let slots = |text: &str| {
        let hash =
            text.chars().map(lower).fold(0, |hash: usize, c| hash.wrapping_mul(31).wrapping_add(c as usize));
        (0..SLOTS).filter_map(move |step| STARTS.get((hash + step) % SLOTS))
    };
    if !IS_FILLED.load(Ordering::Acquire) {
        for (code, name) in countries() {
            let start = code.as_ptr().addr().wrapping_sub(NAMES.as_ptr().addr());
            let place = u16::try_from(start + 1).unwrap_or(0);
            for text in [code, name] {
                if let Some(slot) =
                    slots(text).find(|slot| [0, place].contains(&slot.load(Ordering::Relaxed)))
                {
                    slot.store(place, Ordering::Relaxed);
                }
            }
        }
        IS_FILLED.store(true, Ordering::Release);
    }
    for slot in slots(text) {
        let entry = NAMES.get(usize::from(slot.load(Ordering::Relaxed)).checked_sub(1)?..)?;
        let end = entry.bytes().position(|byte| byte == b'|').unwrap_or(entry.len());
        let (code, name) = (entry.get(..2)?, entry.get(3..end)?);
        if is_entry((code, name), text) {
            return Some(code);
        }
    }
    None
}

/// Which lengths the names have that begin with a letter: most texts are no country, which is told at once.
struct Lengths([u64; 32]);

static LENGTHS: Lengths = Lengths::of();

impl Lengths {
    const fn place(first: u8, length: usize) -> (usize, u64) {
        ((first & 31) as usize, 1 << (length & 63))
    }

    #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler")]
    const fn of() -> Self {
        let (mut lengths, bytes) = ([0; 32], NAMES.as_bytes());
        let (mut start, mut at) = (3, 0);
        while at <= bytes.len() {
            if at == bytes.len() || bytes[at] == b'|' {
                let (row, bit) = Self::place(bytes[start], at - start);
                lengths[row] |= bit;
                start = at + 4;
            }
            at += 1;
        }
        let mut at = 0;
        while at < ALIASES.len() {
            let name = ALIASES[at].0.as_bytes();
            let (row, bit) = Self::place(name[0], name.len());
            lengths[row] |= bit;
            at += 1;
        }
        Self(lengths)
    }

    fn has(&self, text: &str) -> bool {
        let Some(first) = text.as_bytes().first() else { return false };
        let (row, bit) = Self::place(*first, text.len());
        self.0.get(row).is_some_and(|lengths| lengths & bit != 0)
    }
}

/// The English name of the country of an ISO code.
#[must_use]
pub fn name_of(code: &str) -> Option<&'static str> {
    countries().find(|(known, _)| *known == code).map(|(_, name)| name)
}

/// Whether the country of that ISO code is a member of the European Union (27 since 2020).
#[must_use]
pub fn is_in_eu(code: &str) -> bool {
    EU.contains(&code)
}

fn countries() -> impl Iterator<Item = (&'static str, &'static str)> {
    NAMES.split('|').filter_map(|entry| entry.split_once(' '))
}

const EU: [&str; 27] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT",
    "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// Other names in daily use.
const ALIASES: [(&str, &str); 24] = [
    ("USA", "US"),
    ("U.S.A.", "US"),
    ("United States of America", "US"),
    ("UK", "GB"),
    ("Great Britain", "GB"),
    ("England", "GB"),
    ("Scotland", "GB"),
    ("Wales", "GB"),
    ("Northern Ireland", "GB"),
    ("Holland", "NL"),
    ("The Netherlands", "NL"),
    ("Czech Republic", "CZ"),
    ("Turkey", "TR"),
    ("Ivory Coast", "CI"),
    ("Macau", "MO"),
    ("Korea", "KR"),
    ("Republic of Korea", "KR"),
    ("Republic of Ireland", "IE"),
    ("UAE", "AE"),
    ("Russian Federation", "RU"),
    ("Viet Nam", "VN"),
    ("Burma", "MM"),
    ("Swaziland", "SZ"),
    ("Macedonia", "MK"),
];

/// ISO 3166-1 codes and English short names: first where most contacts are, for they are looked up one by one.
const NAMES: &str = "GB United Kingdom|US United States|AU Australia|NZ New Zealand|CA Canada|IE Ireland|DE Germany|\
     FR France|NL Netherlands|ZA South Africa|SG Singapore|ES Spain|IT Italy|BE Belgium|AD Andorra|\
     AE United Arab Emirates|AF Afghanistan|AG Antigua and Barbuda|AI Anguilla|AL Albania|AM Armenia|\
     AO Angola|AQ Antarctica|AR Argentina|AS American Samoa|AT Austria|AW Aruba|AX Åland Islands|\
     AZ Azerbaijan|BA Bosnia and Herzegovina|BB Barbados|BD Bangladesh|BF Burkina Faso|BG Bulgaria|\
     BH Bahrain|BI Burundi|BJ Benin|BL Saint Barthélemy|BM Bermuda|BN Brunei|BO Bolivia|\
     BQ Caribbean Netherlands|BR Brazil|BS Bahamas|BT Bhutan|BV Bouvet Island|BW Botswana|BY Belarus|\
     BZ Belize|CC Cocos Islands|CD Democratic Republic of the Congo|CF Central African Republic|\
     CG Republic of the Congo|CH Switzerland|CI Côte d'Ivoire|CK Cook Islands|CL Chile|CM Cameroon|\
     CN China|CO Colombia|CR Costa Rica|CU Cuba|CV Cape Verde|CW Curaçao|CX Christmas Island|CY Cyprus|\
     CZ Czechia|DJ Djibouti|DK Denmark|DM Dominica|DO Dominican Republic|DZ Algeria|EC Ecuador|\
     EE Estonia|EG Egypt|EH Western Sahara|ER Eritrea|ET Ethiopia|FI Finland|FJ Fiji|\
     FK Falkland Islands|FM Micronesia|FO Faroe Islands|GA Gabon|GD Grenada|GE Georgia|\
     GF French Guiana|GG Guernsey|GH Ghana|GI Gibraltar|GL Greenland|GM Gambia|GN Guinea|GP Guadeloupe|\
     GQ Equatorial Guinea|GR Greece|GS South Georgia and the South Sandwich Islands|GT Guatemala|\
     GU Guam|GW Guinea-Bissau|GY Guyana|HK Hong Kong|HM Heard Island and McDonald Islands|HN Honduras|\
     HR Croatia|HT Haiti|HU Hungary|ID Indonesia|IL Israel|IM Isle of Man|IN India|\
     IO British Indian Ocean Territory|IQ Iraq|IR Iran|IS Iceland|JE Jersey|JM Jamaica|JO Jordan|\
     JP Japan|KE Kenya|KG Kyrgyzstan|KH Cambodia|KI Kiribati|KM Comoros|KN Saint Kitts and Nevis|\
     KP North Korea|KR South Korea|KW Kuwait|KY Cayman Islands|KZ Kazakhstan|LA Laos|LB Lebanon|\
     LC Saint Lucia|LI Liechtenstein|LK Sri Lanka|LR Liberia|LS Lesotho|LT Lithuania|LU Luxembourg|\
     LV Latvia|LY Libya|MA Morocco|MC Monaco|MD Moldova|ME Montenegro|MF Saint Martin|MG Madagascar|\
     MH Marshall Islands|MK North Macedonia|ML Mali|MM Myanmar|MN Mongolia|MO Macao|\
     MP Northern Mariana Islands|MQ Martinique|MR Mauritania|MS Montserrat|MT Malta|MU Mauritius|\
     MV Maldives|MW Malawi|MX Mexico|MY Malaysia|MZ Mozambique|NA Namibia|NC New Caledonia|NE Niger|\
     NF Norfolk Island|NG Nigeria|NI Nicaragua|NO Norway|NP Nepal|NR Nauru|NU Niue|OM Oman|PA Panama|\
     PE Peru|PF French Polynesia|PG Papua New Guinea|PH Philippines|PK Pakistan|PL Poland|\
     PM Saint Pierre and Miquelon|PN Pitcairn|PR Puerto Rico|PS Palestine|PT Portugal|PW Palau|\
     PY Paraguay|QA Qatar|RE Réunion|RO Romania|RS Serbia|RU Russia|RW Rwanda|SA Saudi Arabia|\
     SB Solomon Islands|SC Seychelles|SD Sudan|SE Sweden|SH Saint Helena|SI Slovenia|\
     SJ Svalbard and Jan Mayen|SK Slovakia|SL Sierra Leone|SM San Marino|SN Senegal|SO Somalia|\
     SR Suriname|SS South Sudan|ST São Tomé and Príncipe|SV El Salvador|SX Sint Maarten|SY Syria|\
     SZ Eswatini|TC Turks and Caicos Islands|TD Chad|TF French Southern Territories|TG Togo|\
     TH Thailand|TJ Tajikistan|TK Tokelau|TL Timor-Leste|TM Turkmenistan|TN Tunisia|TO Tonga|\
     TR Türkiye|TT Trinidad and Tobago|TV Tuvalu|TW Taiwan|TZ Tanzania|UA Ukraine|UG Uganda|\
     UM United States Minor Outlying Islands|UY Uruguay|UZ Uzbekistan|VA Vatican City|\
     VC Saint Vincent and the Grenadines|VE Venezuela|VG British Virgin Islands|\
     VI United States Virgin Islands|VN Vietnam|VU Vanuatu|WF Wallis and Futuna|WS Samoa|YE Yemen|\
     YT Mayotte|ZM Zambia|ZW Zimbabwe";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_codes_names_and_what_people_write() {
        assert_eq!(countries().count(), 249);
        for (text, code) in [
            ("Estonia", "EE"),
            ("usa", "US"),
            ("gb", "GB"),
            ("UK", "GB"),
            ("côte d'ivoire", "CI"),
            ("Zimbabwe", "ZW"),
        ] {
            assert_eq!(code_of(text), Some(code), "{text}");
        }
        assert_eq!((code_of("Atlantis"), code_of("")), (None, None));
        assert!(countries().all(|(code, name)| code_of(code) == Some(code) && code_of(name) == Some(code)));
        assert!(ALIASES.iter().all(|(alias, code)| code_of(&alias.to_ascii_lowercase()) == Some(*code)));
        assert!(EU.iter().all(|code| name_of(code).is_some()) && !is_in_eu("GB"));
        assert!(ALIASES.iter().all(|(_, code)| name_of(code).is_some()));
    }
}
