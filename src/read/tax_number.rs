//! Tax numbers: whether a number has the form of its country's scheme.
//!
//! Form and check digits only: whether the number exists, only the tax office knows.

use crate::gather::Gather;

/// A tax number's upper case letters and digits, without blanks and punctuation, to compare numbers by.
#[must_use]
pub fn normalized(number: &str) -> String {
    number.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

/// Whether a tax number has the form of an ISO 3166-1 country's scheme; never for a country not known here.
///
/// VAT numbers of the European Union (with or without the country's prefix, `EL` for Greece), of the United
/// Kingdom, the Isle of Man and Northern Ireland (`XI`), Monaco, Switzerland and Norway; Australian ABN, New
/// Zealand's IRD number and NZBN, Canadian BN and Quebec's QST number, Singapore's UEN and GST number, South
/// African VAT number, the EIN of the United States. Blanks, dots, hyphens and case do not matter. Check digits
/// are tested in Australia, Belgium, France, Germany, Ireland, Norway, Switzerland and the United Kingdom.
///
/// ```
/// use wonvoice::read::tax_number::is_plausible;
/// assert!(is_plausible("DE 136 695 976", "DE") && is_plausible("136695976", "DE"));
/// assert!(!is_plausible("DE 136 695 977", "DE") && !is_plausible("DE 136 695 976", "FR"));
/// ```
#[must_use]
pub fn is_plausible(number: &str, country: &str) -> bool {
    let country = country.to_ascii_uppercase();
    let (scheme, prefixes): (&str, &[&str]) = match country.as_str() {
        "AU" => ("AU", &["ABN", "AU"]),
        "GR" | "EL" => ("GR", &["EL", "GR"]),
        "GB" | "XI" | "IM" => ("GB", &["GB", "XI"]),
        "FR" | "MC" => ("FR", &["FR"]),
        other => (other, &[other]),
    };
    let mut schemes = FORMS.split('|').filter_map(|row| row.split_once(' '));
    let Some((_, forms)) = schemes.find(|(known, _)| *known == scheme) else {
        return false;
    };
    let text = normalized(number);
    let fits = |text: &str| forms.split(' ').any(|form| has_form(text, form)) && has_check(text, scheme);
    number
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || c.is_whitespace() || matches!(c, '.' | '-' | '‐' | '‑' | '–'))
        && text.bytes().any(|byte| matches!(byte, b'1'..=b'9'))
        && (fits(&text) || prefixes.iter().any(|prefix| text.strip_prefix(prefix).is_some_and(fits)))
}

fn has_form(text: &str, form: &str) -> bool {
    let fits = |(byte, mark): (u8, u8)| match mark {
        b'#' => byte.is_ascii_digit(),
        b'@' => byte.is_ascii_uppercase(),
        b'?' => true,
        exact => byte == exact,
    };
    text.len() == form.len() && text.bytes().zip(form.bytes()).all(fits)
}

/// Whether the check digits are right, of a number without prefix in one of its scheme's forms.
fn has_check(text: &str, scheme: &str) -> bool {
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).gather();
    let number = digits.iter().fold(0, |number, digit| number * 10 + u64::from(*digit));
    let weights: &[u32] = match scheme {
        "AU" => &[10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19],
        "CH" => &[5, 4, 3, 2, 7, 6, 5, 4, 1],
        "GB" => &[8, 7, 6, 5, 4, 3, 2, 10, 1],
        "IE" => &[8, 7, 6, 5, 4, 3, 2],
        "NO" => &[3, 2, 7, 6, 5, 4, 3, 2, 1],
        _ => &[],
    };
    let sum: u32 = digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum();
    match scheme {
        // The first digit counts one less.
        "AU" => sum % 89 == 10,
        "BE" => (number / 100 + number % 100).is_multiple_of(97),
        "CH" | "NO" => sum.is_multiple_of(11),
        // ISO 7064, MOD 11,10.
        "DE" => digits.iter().fold(5, |check, digit| (check * 2 % 11 + digit + 9) % 10 + 1) == 1,
        // Keys with letters follow another rule, not tested.
        "FR" if digits.len() == 11 => (number % BILLION * 100 + 12) % 97 == number / BILLION,
        "GB" if digits.len() >= 9 => matches!(sum % 97, 0 | 42),
        "IE" => irish_check(text, sum),
        _ => true,
    }
}

const BILLION: u64 = 1_000_000_000;

/// Whether the letter after seven digits is the one of their weighted sum and of the second letter, if any.
fn irish_check(text: &str, sum: u32) -> bool {
    let value = |byte: u8| if byte == b'W' { 0 } else { u32::from(byte.saturating_sub(b'@')) };
    let mut letters = text.bytes().skip(7);
    let check = letters.next().map(value);
    let old = text.as_bytes().get(1).is_some_and(u8::is_ascii_uppercase);
    old || check == Some((sum + 9 * letters.next().map_or(0, value)) % 23)
}

/// Country and forms, without the country's prefix: `#` a digit, `@` a letter, `?` either, others themselves.
///
/// A French key of two letters counts only after `FR`: it looks like the prefix of another country's number.
///
/// European Union: the VIES page of the European Commission. Others: their tax offices.
const FORMS: &str = "\
     AT U########|AU ###########|BE 0######### 1#########|BG ######### ##########|\
     CA ######### #########RT#### ##########TQ####|\
     CH CHE######### CHE#########MWST CHE#########TVA CHE#########IVA|CY ########@|\
     CZ ######## ######### ##########|DE #########|DK ########|EE #########|ES @######## ########@ @#######@|\
     FI ########|FR ########### #@######### @########## FR@@#########|\
     GB ######### ############ GD0## GD1## GD2## GD3## GD4## HA5## HA6## HA7## HA8## HA9##|GR #########|\
     HR ###########|HU ########|IE #######@ #######@@ #@#####@|IT ###########|LT ######### ############|\
     LU ########|LV ###########|MT ########|NL #########B##|NO ######### #########MVA|\
     NZ ######## ######### 9429#########|PL ##########|PT #########|\
     RO ## ### #### ##### ###### ####### ######## ######### ##########|SE ############|\
     SG ########@ #########@ R##@@####@ S##@@####@ T##@@####@ M########? MR########|SI ########|\
     SK ##########|US #########|ZA 4#########";

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that companies and offices print on their own papers and pages, and others of the same forms.
    const RIGHT: &str = "\
        AT ATU33864707|AU 51824753556|AU 53 004 085 616|AU ABN 33 051 775 556|AU 49-004-028-077|\
        BE BE0403170701|BE 0202.239.951|BG BG831902088|CA 119218832RT0001|CA 119218832|CA 1234567890 TQ 0001|\
        CH CHE-107.787.577 MWST|CH CHE-105.909.036|CH CHE-109.740.078 TVA|CH che107787577iva|CY CY10259033P|\
        CZ CZ45274649|DE DE136695976|DE 129273398|DE DE 143 454 214|DE DE814584193|DK DK 22 75 62 14|\
        EE EE100931558|EL EL094019245|ES ESA28015865|ES A-15075062|ES X1234567L|FI FI01120389|\
        FI FI 0112038-9|FR FR40303265045|FR FR 23 334 175 221|FR FRK7399859412|FR FRAB399859412|\
        FR K7399859412|FR 83404833048|GB GB220430231|GB 727 2558 21|GB 340804329|GB GB 220 4302 31 001|\
        GB GBGD001|GB GBHA599|GB XI220430231|GR EL094019245|GR GR094019245|GR 094019245|HR HR81793146560|\
        HU HU10625790|IE IE6388047V|IE IE9825613N|IE IE3668997OH|IE 4749148U|IE IE8D79739I|IM GB220430231|\
        IT IT00905811006|LT LT212154314|LU LU20260743|LV LV40003245752|MT MT11679112|NL NL852071589B01|\
        NL 8057.34.958.B01|NO NO923609016MVA|NO 995 525 828 MVA|NO 982463718|NZ 49-091-850|NZ 136410132|\
        NZ 9429000000000|PL PL7740001454|PL 774-000-14-54|PT PT500697256|RO RO14399840|RO 18|\
        SE SE556703748501|SG 00192200M|SG 197401143C|SG T01FC6132D|SG M90312345A|SG M2-1234567-8|\
        SG MR-8500000-0|SI SI82646716|SK SK2020372640|US 91-1144442|US 77-0493581|XI XI220430231|\
        ZA 4123456789|gb gb220430231|DE DE\u{a0}136\u{2011}695\u{2011}976";

    /// The wrong check digits, length, letters, prefix, punctuation or country.
    const WRONG: &str = "\
        AT AT33864707|AT U3386470|AU 51824753557|AU 5182475355|AU 00000000000|BE BE0403170702|BE 403170701|\
        BE BE9403170701|BR 12345678000195|CA 119218832RT|CA 119218832RT001|CH 107787577|CH CHE107787578|\
        CH CHE107787577VAT|CY 102590331|DE DE136695977|DE FR136695976|DE 13669597|DE DE000000000|\
        DE DEDE136695976|DE 136/695/976|DE 13669ß5976|DE|DE DE|DK DK1234567|ES 123456789|ES ESA2801586|\
        FR FR41303265045|FR 303265045|FR DE136695976|GB GB220430232|GB GBGD500|GB GBHA499|GB GB22043023|\
        GB IE6388047V|GB n/a|GB 000000000|IE IE6388047W|IE IE6388047|IT IT0090581100|NL NL852071589B1|\
        NL 852071589C01|NO NO923609017MVA|NO 923609016VAT|NZ 9421000000000|NZ 1234567|RO 1|RO 12345678901|\
        SE 5567037485|SG 12345678|SG A01FC6132D|US 12-345678|US 12-34567890|XI FR40303265045|ZA 5123456789|\
        ZZ 123456789|-- 123456789|DE-CH 123456789";

    fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
        table.split('|').map(|row| row.split_once(' ').unwrap_or((row, "")))
    }

    #[test]
    fn tells_plausible_numbers_from_others() {
        for (country, number) in rows(RIGHT) {
            assert!(is_plausible(number, country), "{country} {number}");
        }
        for (country, number) in rows(WRONG) {
            assert!(!is_plausible(number, country), "{country} {number}");
        }
    }

    #[test]
    fn knows_every_member_of_the_european_union() {
        let known = |code: &str| FORMS.split('|').any(|row| row.starts_with(&format!("{code} ")));
        let members = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK";
        for code in members.split(' ') {
            assert!(known(code) && rows(RIGHT).any(|row| row.0 == code), "{code}");
        }
        assert_eq!(FORMS.split('|').count(), 27 + 9);
    }

    /// The United Kingdom is not among them: its two series of check digits are a wrong digit apart.
    #[test]
    fn finds_every_wrong_digit() {
        for (country, right) in [
            ("AU", "51824753556"),
            ("BE", "0403170701"),
            ("CH", "CHE107787577"),
            ("DE", "136695976"),
            ("FR", "40303265045"),
            ("IE", "6388047V"),
            ("NO", "923609016"),
        ] {
            for (at, old) in right.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
                for new in ('0'..='9').filter(|new| *new != old) {
                    let mut wrong = String::from(right);
                    wrong.replace_range(at..=at, &new.to_string());
                    assert!(!is_plausible(&wrong, country), "{country} {wrong}");
                }
            }
        }
    }

    #[test]
    fn keeps_letters_and_digits_only() {
        assert_eq!(normalized(" che-107.787.577 mwst "), "CHE107787577MWST");
        assert_eq!(normalized("n/a – ½"), "NA");
    }
}
