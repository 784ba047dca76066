//! Currencies: the codes of ISO 4217 and their decimals, and the decimals that Xero keeps.

/// Decimals of every total in Xero, whatever the currency.
///
/// Xero has no rounding by currency: it keeps two decimals of yen too, so that 10% tax on JPY 1,005 is 100.50.
/// Its help has users of yen hide the decimals in the template of their invoices. Totals are therefore rounded
/// to two decimals throughout, until an answer of Xero proves otherwise.
pub const XERO_DECIMALS: u32 = 2;

/// Decimals of the minor unit of a currency, by its active ISO 4217 code in capitals.
///
/// `None` for every other text: withdrawn currencies (`BGN`, `HRK`), and gold, silver, test codes and units of
/// account, which have a code but no minor unit (`XAU`, `XDR`, `XXX`).
///
/// ```
/// use wonvoice::xero::currency::decimals;
/// assert_eq!(["EUR", "JPY", "KWD", "EURO"].map(decimals), [Some(2), Some(0), Some(3), None]);
/// ```
#[must_use]
pub fn decimals(code: &str) -> Option<u32> {
    let code: &[u8; 3] = code.as_bytes().try_into().ok()?;
    let has_code = |codes: &str| codes.as_bytes().chunks(4).any(|known| known.starts_with(code));
    CODES.iter().find(|(_, codes)| has_code(codes)).map(|(decimals, _)| *decimals)
}

/// The active codes that have a minor unit, by its decimals: ISO 4217 List One of 1 January 2026.
const CODES: [(u32, &str); 4] = [
    (
        2,
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE \
         CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD \
         HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK \
         MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD \
         RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH \
         USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG",
    ),
    (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
    (3, "BHD IQD JOD KWD LYD OMR TND"),
    (4, "CLF UYW"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use iso_currency::Currency;
    use std::collections::BTreeMap;

    /// Withdrawn from ISO 4217; the crate keeps them (as superseded), by their last number of decimals.
    const ONLY_IN_CRATE: [&str; 5] = ["BGN", "CUC", "HRK", "SLL", "ZWL"];

    fn every_code() -> impl Iterator<Item = String> {
        let letters = || b'A'..=b'Z';
        letters().flat_map(move |a| {
            letters().flat_map(move |b| letters().map(move |c| [a, b, c].map(char::from).iter().collect()))
        })
    }

    #[test]
    fn agrees_with_the_crate_but_for_withdrawn_codes() {
        for code in every_code() {
            let exponent = Currency::from_code(&code).and_then(Currency::exponent).map(u32::from);
            let expected = exponent.filter(|_| !ONLY_IN_CRATE.contains(&code.as_str()));
            assert_eq!(decimals(&code), expected, "{code}");
        }
        for code in ONLY_IN_CRATE {
            assert!(
                Currency::from_code(code).is_some_and(|currency| currency.is_superseded().is_some()),
                "{code}"
            );
        }
    }

    #[test]
    fn counts_as_the_list_does() {
        let counts: BTreeMap<u32, usize> =
            CODES.iter().map(|(decimals, codes)| (*decimals, codes.split(' ').count())).collect();
        assert_eq!(counts, BTreeMap::from([(0, 17), (2, 139), (3, 7), (4, 2)]));
        for text in ["", " ", "eur", "EU", "EURO", "EUR USD", "XAU", "XXX", "ANG", "DEM"] {
            assert_eq!(decimals(text), None, "{text}");
        }
    }
}
