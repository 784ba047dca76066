//! What is wrong, where, and what to do about it.

use serde::{Serialize, Serializer};

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing is made from the input.
    Error,
    /// Something is made, and a person should look.
    Warning,
    /// Worth knowing.
    Info,
}

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// A word that never changes.
    pub code: Code,
    /// How much it weighs.
    pub severity: Severity,
    /// A JSON pointer (RFC 6901) into what the caller passed; empty for the whole of it.
    pub path: String,
    /// What is wrong, in one line.
    pub message: String,
    /// What to do.
    pub remedy: &'static str,
    /// More about it, by name, such as the name that was probably meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context: Option<Context>,
}

/// More about a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Context {
    /// The known name nearest to one that is unknown.
    pub did_you_mean: String,
}

/// A code's line of a text that has one for each. A table of texts would take eight bytes more for each.
fn line(lines: &'static str, code: Code) -> &'static str {
    lines.split('\n').nth(code as usize).unwrap_or("")
}

macro_rules! codes {
    (
        $( $variant:ident $code:literal $severity:ident $doc:literal => $remedy:literal; )*
        { $( $late:ident $late_code:literal $late_severity:ident $late_doc:literal => $late_remedy:literal; )* }
    ) => {
        /// What a finding is about: a word that never changes, its usual weight, and its remedy.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $( #[doc = $doc] $variant, )*
            $( #[doc = $late_doc] $late, )*
        }

        impl Code {
            /// All of them, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)* $(Self::$late),*];

            /// The word.
            #[must_use]
            pub fn word(self) -> &'static str {
                const OF_STEPS: &str = concat!($($code, "\n"),*);
                const ALL: &str = concat!($($code, "\n",)* $($late_code, "\n"),*);
                line(if cfg!(feature = "full") { ALL } else { OF_STEPS }, self)
            }

            /// The usual weight.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self {
                    $(Self::$variant => Severity::$severity,)*
                    $(Self::$late => Severity::$late_severity,)*
                }
            }

            /// What to do.
            #[must_use]
            pub fn remedy(self) -> &'static str {
                const OF_STEPS: &str = concat!($($remedy, "\n"),*);
                const ALL: &str = concat!($($remedy, "\n",)* $($late_remedy, "\n"),*);
                line(if cfg!(feature = "full") { ALL } else { OF_STEPS }, self)
            }

            /// What it means, for the documentation.
            #[cfg(not(target_family = "wasm"))]
            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $doc,)* $(Self::$late => $late_doc,)* }
            }
        }
    };
}

codes! {
    InputNotJson "INPUT_NOT_JSON" Error "A text is no JSON."
        => "pass the JSON text as the other side sent it, unchanged";
    InputNotAnObject "INPUT_NOT_AN_OBJECT" Error "The input of a call is no object."
        => "pass one object with the parts by name, such as `{ deal, products, config, snapshot }`";
    InputOperationUnknown "INPUT_OPERATION_UNKNOWN" Error "There is no operation of that name."
        => "call one of the operations the documentation lists";
    InputPartMissing "INPUT_PART_MISSING" Error "A part that the operation needs was not passed."
        => "pass the part, as the API answered it";
    InputPartWrong "INPUT_PART_WRONG" Error "A part has a shape that none of the APIs sends."
        => "pass the API's own answer, as an object or as JSON text";
    InputPartEmpty "INPUT_PART_EMPTY" Error "A part is a word that a host writes where it had nothing, such as `undefined`."
        => "map the field anew, to an object or JSON text; leave it empty where the part is not needed";
    InputPartLarge "INPUT_PART_LARGE" Warning "A part is larger than what hosts pass from step to step."
        => "pass only what belongs to the deal: hosts cut off or refuse what is over 5 MB";
    InputColumnsDiffer "INPUT_COLUMNS_DIFFER" Error "Rows came as columns, and the columns have different numbers of values."
        => "pass the whole answer as one JSON text: commas inside texts cannot be told from those between them";
    InputPartIncomplete "INPUT_PART_INCOMPLETE" Error "A list goes on on a page that was not passed."
        => "read every page (follow next_cursor, or start) and pass all rows in one list";
    InputRowsDiffer "INPUT_ROWS_DIFFER" Warning "The deal counts more or fewer products than were passed."
        => "read the deal and all pages of its products again: a row that is missing is not billed";
    InputOtherDeal "INPUT_OTHER_DEAL" Error "A row or a document belongs to another deal."
        => "pass only what is the deal's: rows with its deal_id, documents with its token";
    InputPartUnknown "INPUT_PART_UNKNOWN" Warning "A part has a name that is nearly that of a known one."
        => "correct the name, or remove the part";
    InputNotANumber "INPUT_NOT_A_NUMBER" Error "A value that must be a number is none."
        => "write digits with a point for decimals and nothing else, such as 1125.50";
    InputNumberTooLong "INPUT_NUMBER_TOO_LONG" Error "A number has more digits than can be computed without loss."
        => "give at most 15 significant digits; a longer number is the trace of a calculation that was not rounded";
    InputNotAWholeNumber "INPUT_NOT_A_WHOLE_NUMBER" Error "A value that must be a whole number is none."
        => "write a whole number of zero or more";
    InputNotAnId "INPUT_NOT_AN_ID" Error "A value that must be an id is none."
        => "pass the id as the API gave it, a positive whole number";
    InputNotAText "INPUT_NOT_A_TEXT" Error "A value that must be a text is none."
        => "pass a text";
    InputTextUnwritable "INPUT_TEXT_UNWRITABLE" Warning "A text has a control character that Xero cannot take, and a blank is written in its place."
        => "type the text anew where it comes from: such characters come with what is pasted from other programs";
    InputNotABoolean "INPUT_NOT_A_BOOLEAN" Error "A value that must be true or false is neither."
        => "write true or false";
    InputNotADate "INPUT_NOT_A_DATE" Error "A value that must be a date or a time is none."
        => "write dates as 2026-07-14 and times as 2026-07-14T18:16:56Z";

    DealNotWon "DEAL_NOT_WON" Error "The deal is not won."
        => "win the deal in Pipedrive, or filter the trigger to won deals";
    DealDeleted "DEAL_DELETED" Error "The deal was deleted."
        => "restore the deal in Pipedrive, or stop: nothing may be billed for it";
    DealIdMissing "DEAL_ID_MISSING" Error "The deal has no id, so its document could not be found again."
        => "pass the deal as Pipedrive sent it, id included";
    DealWonBefore "DEAL_WON_BEFORE" Info "A webhook reports a change of a deal that was won before it."
        => "nothing to do: the look-up finds the invoice that exists";
    DealValueDiffers "DEAL_VALUE_DIFFERS" Error "The deal's value is not what its products add up to."
        => "correct the value or the products in Pipedrive, or set lines.dealValue to `warn`";
    DealValueRounded "DEAL_VALUE_ROUNDED" Info "The invoice is a cent or so off the deal's value, since Xero rounds every line."
        => "nothing to do: the amount on the invoice is the one that counts";
    DealValueNotCompared "DEAL_VALUE_NOT_COMPARED" Info "The deal's value could not be compared with what is billed."
        => "nothing to do; a deal with a value of its own shows when a row is wrong or missing";
    DealValueMissing "DEAL_VALUE_MISSING" Error "The deal has no value to bill."
        => "give the deal a value in Pipedrive, or products";
    DealDiscountUnclear "DEAL_DISCOUNT_UNCLEAR" Error "A discount on the deal cannot be understood."
        => "correct the discount in Pipedrive: a positive percentage or amount";
    DealDiscountExceedsDeal "DEAL_DISCOUNT_EXCEEDS_DEAL" Error "The discounts on the deal are more than its one-time products."
        => "lower the discount in Pipedrive";
    DealReferenceTooLong "DEAL_REFERENCE_TOO_LONG" Error "The reference is longer than Xero takes."
        => "shorten the field it comes from, or the template document.reference";
    DealUrlInvalid "DEAL_URL_INVALID" Error "The link is none that Xero takes."
        => "make document.url the address of the deal in Pipedrive, such as `https://acme.pipedrive.com/deal/{deal.id}`";

    PartyMissing "PARTY_MISSING" Error "The deal has neither an organisation nor a person."
        => "link the deal to an organisation or a person in Pipedrive, and pass it";
    PartyNameMissing "PARTY_NAME_MISSING" Error "The party has no name."
        => "give the organisation or the person a name in Pipedrive";
    PartyNotTheDeals "PARTY_NOT_THE_DEALS" Error "An organisation or person was passed that is not the deal's."
        => "read the organisation and the person that the deal names";
    PartyCountryUnknown "PARTY_COUNTRY_UNKNOWN" Warning "A country is written in a way that is not known."
        => "write its ISO code or its English name in Pipedrive";
    PartyCountryMissing "PARTY_COUNTRY_MISSING" Error "The buyer's country decides the tax, and it is not known."
        => "fill in the address in Pipedrive, or set party.country to a field that has it";

    LineNone "LINE_NONE" Error "There is nothing to bill."
        => "add products to the deal and pass them, or set lines.from to `value`";
    LineDisabled "LINE_DISABLED" Info "Products that are switched off are not billed."
        => "nothing to do: Pipedrive leaves them out of the deal's value too";
    LineRecurring "LINE_RECURRING" Error "A product is billed again and again, and the config does not say how."
        => "set lines.recurring to `repeating-invoice` or `first-period`";
    LineFirstPeriod "LINE_FIRST_PERIOD" Info "Only the first period of a recurring product is billed."
        => "bill the later periods in Xero, by a repeating invoice or by hand";
    LinePeriodUnknown "LINE_PERIOD_UNKNOWN" Error "The period of a recurring product is needed and has no start."
        => "give the product a billing start date in Pipedrive";
    LinePriceMissing "LINE_PRICE_MISSING" Error "A line has no price."
        => "give the product a price on the deal";
    LineQuantityMissing "LINE_QUANTITY_MISSING" Error "A line has no quantity."
        => "give the product a quantity on the deal";
    LineQuantityNegative "LINE_QUANTITY_NEGATIVE" Error "A quantity is below zero."
        => "bill a credit with a negative price, or raise a credit note";
    LineQuantityZero "LINE_QUANTITY_ZERO" Error "A quantity is zero."
        => "remove the product from the deal, switch it off, or correct the quantity";
    LineSumDiffers "LINE_SUM_DIFFERS" Error "Pipedrive's own sum of a row is not what its price, quantity and discount give."
        => "open the product on the deal and save it again, or correct it; the old field `duration` is no longer billed";
    LineDiscountNegative "LINE_DISCOUNT_NEGATIVE" Error "A discount is below zero."
        => "raise the price instead";
    LineDiscountExceedsLine "LINE_DISCOUNT_EXCEEDS_LINE" Error "A discount is more than its line."
        => "lower the discount to 100 % or less in Pipedrive";
    LineDiscountUnclear "LINE_DISCOUNT_UNCLEAR" Error "It cannot be told what a discount is off."
        => "give the discount in percent, or pass the row with Pipedrive's `sum`";
    LineFrequencyUnknown "LINE_FREQUENCY_UNKNOWN" Error "A billing frequency is none that is known."
        => "choose one of Pipedrive's billing frequencies";
    LineProductUnread "LINE_PRODUCT_UNREAD" Error "The config needs a product's code or category, and only the deal's row was passed."
        => "pass productDetails, as GET /products answers them";
    LineEntityMissing "LINE_ENTITY_MISSING" Error "The deal is split over several entities, and none of them takes a product."
        => "add a share to `split` that takes it; the last may have no `when`, and takes what is left";
    LineItemUnread "LINE_ITEM_UNREAD" Warning "Items are wanted on lines, and a product's code was not passed."
        => "pass productDetails, as GET /products answers them, or set lines.items to `none`";
    LineItemUnknown "LINE_ITEM_UNKNOWN" Info "The organisation has no item with a product's code, so the line names none."
        => "nothing to do, or create the item in Xero and refresh the snapshot";
    LineItemFolded "LINE_ITEM_FOLDED" Warning "A line of an item with stock has another quantity than was sold, so it names no item."
        => "adjust the stock in Xero by hand, or give the product a price that needs no folding";
    LineDescriptionMissing "LINE_DESCRIPTION_MISSING" Error "A line has no text."
        => "name the product in Pipedrive, or set lines.description";
    LineDescriptionTooLong "LINE_DESCRIPTION_TOO_LONG" Error "A line's text is longer than Xero takes."
        => "shorten the fields that lines.description takes";
    LineAmountDiffers "LINE_AMOUNT_DIFFERS" Error "A line states an amount that its quantity, price and discount do not give."
        => "leave LineAmount out: Xero computes it, and refuses another";
    LineAmountTooLarge "LINE_AMOUNT_TOO_LARGE" Error "A line comes to more than Xero takes."
        => "split the product over several rows";

    MoneyTooLarge "MONEY_TOO_LARGE" Error "An amount is too large, or too fine, to be computed exactly."
        => "correct the price or the quantity";
    MoneyTooFine "MONEY_TOO_FINE" Warning "An amount has more decimals than its currency."
        => "check the amount in Pipedrive: Xero keeps two decimals of every currency";
    MoneyTotalNegative "MONEY_TOTAL_NEGATIVE" Error "The invoice would be below zero."
        => "raise a credit note in Xero instead";
    MoneyTotalZero "MONEY_TOTAL_ZERO" Error "The invoice would be 0.00."
        => "set document.zeroTotal to `skip` or `create`, or correct the deal";
    MoneySubTotalDiffers "MONEY_SUB_TOTAL_DIFFERS" Error "Xero's subtotal is not the predicted one."
        => "look at the lines that differ before the invoice goes out";
    MoneyTaxDiffers "MONEY_TAX_DIFFERS" Error "Xero's tax is not the predicted one."
        => "look at the lines that differ before the invoice goes out; refresh the snapshot if a tax rate has changed";
    MoneyTotalDiffers "MONEY_TOTAL_DIFFERS" Error "Xero's total is not the predicted one."
        => "look at the lines that differ before the invoice goes out";
    MoneyLinesDiffer "MONEY_LINES_DIFFER" Error "Xero has more or fewer lines than were sent."
        => "compare the lines in Xero with the deal; somebody may have edited the invoice";
    MoneyLineDiffers "MONEY_LINE_DIFFERS" Error "Xero's amount of a line is not the predicted one."
        => "check that the write was made with `unitdp=4`, and that nobody edited the line";
    MoneyLineTaxDiffers "MONEY_LINE_TAX_DIFFERS" Error "Xero's tax on a line is not the predicted one."
        => "check the line's tax type in Xero, and refresh the snapshot if its rate has changed";
    MoneyNotComparable "MONEY_NOT_COMPARABLE" Error "Totals that should be compared are missing."
        => "pass the whole answer of predictTotals, and that of the write or of GET /Invoices/{InvoiceID}";

    TaxMethodUnknown "TAX_METHOD_UNKNOWN" Error "It is said in an unknown word how amounts are taxed."
        => "use one of the words of the API";
    TaxMethodsMixed "TAX_METHODS_MIXED" Error "Products of one deal have different tax methods."
        => "save the deal's products again: Pipedrive keeps one tax method for all of them";
    TaxNotStated "TAX_NOT_STATED" Error "Pipedrive does not say how something is taxed, and neither does the config."
        => "set the tax on the products, or tax.whenDealHasNoTax in the config";
    TaxLeftOut "TAX_LEFT_OUT" Warning "The invoice has no tax although the organisation is registered."
        => "check that the config means it";
    TaxNotRegistered "TAX_NOT_REGISTERED" Warning "The invoice has tax although the organisation is not registered for it."
        => "set the deal's tax in Pipedrive to none, or correct the organisation's tax settings in Xero";
    TaxRateUnmapped "TAX_RATE_UNMAPPED" Error "No tax type of the organisation has the product's rate."
        => "map the rate in tax.byRate, or correct the tax of the product";
    TaxRateAmbiguous "TAX_RATE_AMBIGUOUS" Error "Several tax types of the organisation have the product's rate."
        => "choose one in tax.byRate";
    TaxRateChanged "TAX_RATE_CHANGED" Error "A mapped tax type no longer has the rate it is mapped for."
        => "correct tax.byRate, or the rate in Xero";
    TaxRateDiffers "TAX_RATE_DIFFERS" Warning "The tax type chosen has another rate than Pipedrive shows."
        => "check that the config means it: the customer may have seen another total";
    TaxRateIgnored "TAX_RATE_IGNORED" Warning "A product has a rate, and the deal's tax method says that it does not count."
        => "set the deal's tax to exclusive or inclusive in Pipedrive if the rate is meant";
    TaxAmountStated "TAX_AMOUNT_STATED" Warning "A line states another tax than its tax type gives."
        => "leave TaxAmount out, unless the tax is meant to be that";
    TaxTypeMissing "TAX_TYPE_MISSING" Error "A tax type is to be taken from where there is none."
        => "name the tax type, or refresh the snapshot";
    TaxTypeUnknown "TAX_TYPE_UNKNOWN" Error "The organisation has no such tax type."
        => "use the code (such as OUTPUT2), not the name, of one of the organisation's tax rates";
    TaxTypeInactive "TAX_TYPE_INACTIVE" Error "A tax type is no longer active."
        => "choose an active one, or activate it in Xero";
    TaxTypeNotForAccount "TAX_TYPE_NOT_FOR_ACCOUNT" Error "A tax type cannot be on an account of that class."
        => "choose a tax type for sales, or another account";
    TaxEvidenceMissing "TAX_EVIDENCE_MISSING" Warning "A treatment does not apply because its evidence is missing."
        => "ask the customer for a valid tax number if the treatment should apply";
    TaxSupplyUnknown "TAX_SUPPLY_UNKNOWN" Error "Goods and services are taxed differently, and it cannot be told which this is."
        => "set tax.supplyFrom to a field of the product that says `goods` or `services`";
    TaxTreatmentInclusive "TAX_TREATMENT_INCLUSIVE" Error "A treatment takes away a tax that the price includes."
        => "set the deal's tax method to exclusive in Pipedrive, with the net price";

    AccountUnmapped "ACCOUNT_UNMAPPED" Error "No setting gives a line its account."
        => "set account.default, or add the product to one of the tables";
    AccountUnknown "ACCOUNT_UNKNOWN" Error "The organisation has no such account."
        => "correct the code, or refresh the snapshot";
    AccountArchived "ACCOUNT_ARCHIVED" Error "An account is archived."
        => "choose another account, or restore it in Xero";
    AccountNotForSales "ACCOUNT_NOT_FOR_SALES" Error "No sale can be booked on an account."
        => "choose a revenue account, or a liability account for deferred income";

    TrackingCategoryUnknown "TRACKING_CATEGORY_UNKNOWN" Error "The organisation has no such active tracking category."
        => "correct the name, or refresh the snapshot: Xero would drop it without a word";
    TrackingOptionUnknown "TRACKING_OPTION_UNKNOWN" Error "A tracking category has no such active option."
        => "add the option in Xero, or map the value in tracking.map: Xero would drop it without a word";
    TrackingValueMissing "TRACKING_VALUE_MISSING" Error "The field that a tracking option comes from is empty."
        => "fill in the field in Pipedrive, or set tracking.default";

    CurrencyMissing "CURRENCY_MISSING" Error "The deal has no currency."
        => "pass the deal with its currency";
    CurrencyUnknown "CURRENCY_UNKNOWN" Error "A currency is no ISO 4217 code."
        => "use a three-letter code such as EUR";
    CurrencyNotEnabled "CURRENCY_NOT_ENABLED" Error "The organisation is not subscribed to the currency."
        => "add the currency in Xero and refresh the snapshot, or change the deal's";
    CurrencyMixed "CURRENCY_MIXED" Error "A product has another currency than its deal."
        => "give the product a price in the deal's currency";
    CurrencyDiffers "CURRENCY_DIFFERS" Error "Xero's document has another currency than the predicted one."
        => "void the document and create it again";

    ContactMissing "CONTACT_MISSING" Error "It is not decided which contact is billed."
        => "pass `contact`: a ContactID, or an answer of matchContact that decided `match`";
    ContactIdInvalid "CONTACT_ID_INVALID" Error "A ContactID is no UUID."
        => "pass the ContactID as Xero gave it";
    ContactArchived "CONTACT_ARCHIVED" Error "A contact is archived, and Xero takes it on no invoice."
        => "restore the contact in Xero, or choose another";
    ContactMerged "CONTACT_MERGED" Error "A contact was merged into another."
        => "use the contact it was merged into";
    ContactAmbiguous "CONTACT_AMBIGUOUS" Error "Several contacts may be the party, and none is proved to be."
        => "choose one, and give it the party's ContactNumber; merge or archive those that are the same";
    ContactConflict "CONTACT_CONFLICT" Error "A contact resembles the party, and something says that it is another."
        => "compare both sides and correct the one that is wrong, or choose the contact by hand";
    ContactUncertain "CONTACT_UNCERTAIN" Error "A contact resembles the party, and nothing proves that it is the same."
        => "choose the contact and give it the party's ContactNumber, or create another by hand";
    ContactNotCreated "CONTACT_NOT_CREATED" Error "No contact matches, and none is created: the config says so, or another has the name."
        => "create the contact in Xero by hand, with the party's ContactNumber, or set contact.create to `ask`, or contact.suffix where the name is taken";
    ContactPagesMissing "CONTACT_PAGES_MISSING" Error "A look-up found more contacts than were passed."
        => "pass all pages of the look-up, in a list";
    ContactValueUnusable "CONTACT_VALUE_UNUSABLE" Warning "A value is written in a way that Xero does not take."
        => "correct it in Pipedrive, or fill it in in Xero";

    ScheduleInstallments "SCHEDULE_INSTALLMENTS" Error "The deal is billed in installments, and the config has another schedule."
        => "set schedule.kind to `installments`, or remove the installments in Pipedrive";
    ScheduleInstallmentsMissing "SCHEDULE_INSTALLMENTS_MISSING" Error "The config bills by installments, and the deal has none that can be read."
        => "pass the deal's installments, each with amount and billing_date, or set another schedule.kind";
    ScheduleRecurringMixed "SCHEDULE_RECURRING_MIXED" Error "A deal has installments and recurring products, which Pipedrive itself excludes."
        => "remove the installments or the recurring products in Pipedrive";
    ScheduleSharesWrong "SCHEDULE_SHARES_WRONG" Error "The stages do not add up to the deal."
        => "correct the shares or amounts, or let the last stage take the `rest`";
    ScheduleSlotEmpty "SCHEDULE_SLOT_EMPTY" Error "A document of the schedule would be worth nothing."
        => "use fewer or larger stages";
    ScheduleProductUnplaced "SCHEDULE_PRODUCT_UNPLACED" Error "A product belongs to no milestone, or to several."
        => "name its code in exactly one milestone, or let one take the `rest`";
    ScheduleAmountUnreachable "SCHEDULE_AMOUNT_UNREACHABLE" Error "No lines come to an amount that the schedule names, as Xero rounds tax."
        => "name the amount without tax, change it by a cent, or allow schedule.adjustTax";
    ScheduleTaxResidue "SCHEDULE_TAX_RESIDUE" Warning "The tax of the documents is not the tax of the whole deal."
        => "accept the cents, use fewer or larger stages, or set schedule.form to `split`, which deducts stages where lines cannot be split";
    ScheduleDeducted "SCHEDULE_DEDUCTED" Info "Lines could not be split to the cent, so stages are lines of their own that the last document deducts."
        => "nothing to do: net, tax and gross are those of the whole deal";
    ScheduleDeductedForeign "SCHEDULE_DEDUCTED_FOREIGN" Warning "A deduction in a foreign currency is booked at another day's rate than the stage it deducts."
        => "set schedule.form to `split-only`, or schedule.currencyRate to `stages` and pass the stages in `existing`";
    ScheduleDepositTaxPoint "SCHEDULE_DEPOSIT_TAX_POINT" Info "On an invoice basis, tax on the whole supply may fall due with the first invoice (Australia: GST Act s 29-5, GSTR 2000/29; New Zealand: GST Act s 9(1))."
        => "ask your adviser whether the deposit is a part payment or a security, and set schedule.depositTax accordingly";
    ScheduleStockSlot "SCHEDULE_STOCK_SLOT" Error "The document that moves the stock of tracked items cannot be the one that the config names."
        => "name one of the schedule's documents in schedule.stockIn, with form `deduct` the last; with milestones by product leave it out";
    ScheduleStockTemplate "SCHEDULE_STOCK_TEMPLATE" Error "A template that makes approved invoices has an item of which Xero keeps stock."
        => "set schedule.repeating.status to `DRAFT`, or lines.items to `none`";
    ScheduleDateBeforeWin "SCHEDULE_DATE_BEFORE_WIN" Error "A document of the schedule would be issued before the deal was won."
        => "correct the date in Pipedrive or in the config";
    ScheduleSlotLate "SCHEDULE_SLOT_LATE" Info "The day of a document has passed, so it is dated today."
        => "nothing to do; document.maxBackdateDays would keep the day";
    ScheduleSlotUndated "SCHEDULE_SLOT_UNDATED" Info "The field with the day of a document is still empty, so the document waits."
        => "fill the field in Pipedrive when the day is known";
    ScheduleCyclesWrong "SCHEDULE_CYCLES_WRONG" Error "A recurring product has a number of billing cycles that makes no schedule."
        => "give it one cycle or more in Pipedrive, or none for a schedule without an end";
    ScheduleStartUnknown "SCHEDULE_START_UNKNOWN" Error "A recurring product has no billing start date."
        => "give the product a billing start date in Pipedrive";
    ScheduleStartPast "SCHEDULE_START_PAST" Error "A repeating invoice would start in the past, and Xero would at once make an invoice for every period since."
        => "if it was made already, pass what Xero has as `existing`; otherwise correct the billing start date in Pipedrive";
    ScheduleEndless "SCHEDULE_ENDLESS" Info "A recurring product has no last cycle, so its repeating invoice goes on until somebody ends it."
        => "nothing to do, or give the product a number of cycles in Pipedrive";
    ScheduleBracketsReplaced "SCHEDULE_BRACKETS_REPLACED" Info "Square brackets stand for dates in Xero's repeating invoices, so they are written as round ones."
        => "nothing to do, or take the brackets out of the text in Pipedrive";
    ScheduleTodayUnknown "SCHEDULE_TODAY_UNKNOWN" Error "It cannot be told which day it is where the organisation is."
        => "pass localDates.today, the date in the organisation's time zone";
    ScheduleDateUnknown "SCHEDULE_DATE_UNKNOWN" Error "The date that the config asks for is not known."
        => "pass it in localDates, or fill in the field it comes from";
    ScheduleDateTooOld "SCHEDULE_DATE_TOO_OLD" Error "The invoice would be dated further back than the config allows."
        => "date it by issue, or raise document.maxBackdateDays";
    ScheduleDateAhead "SCHEDULE_DATE_AHEAD" Warning "The invoice is dated ahead of today."
        => "check that the config means it";
    ScheduleDateLocked "SCHEDULE_DATE_LOCKED" Error "The invoice would be dated in a closed period."
        => "date it after the period, or have finance reopen it";
    ScheduleDueMissing "SCHEDULE_DUE_MISSING" Error "The invoice has no due date and needs one."
        => "set document.due with a term, and `from` where it should be looked for first";
    ScheduleDueBeforeIssue "SCHEDULE_DUE_BEFORE_ISSUE" Warning "The invoice is due before it is issued."
        => "check the payment terms, or the field the due date comes from";

    StatusDocumentIgnored "STATUS_DOCUMENT_IGNORED" Info "Documents were passed that are no sales of the deal."
        => "nothing to do: only sales invoices and their credits that carry the deal's token count";
    StatusUnknown "STATUS_UNKNOWN" Error "A document of the deal has a status that Xero does not document."
        => "look at the document in Xero, and pass it as GET /Invoices answers it";
    StatusAnswerIncomplete "STATUS_ANSWER_INCOMPLETE" Error "An answer of Xero's lacks something that the status needs."
        => "pass the document as GET /Invoices/{InvoiceID} answers it, unchanged";
    StatusAmountsDiffer "STATUS_AMOUNTS_DIFFER" Error "Amounts that Xero answered do not agree with each other."
        => "read the invoice and its payments again, at the same time";
    StatusCreditUnclear "STATUS_CREDIT_UNCLEAR" Error "It cannot be told whether money or a credit note settled an invoice."
        => "read the invoice by its id, so that its CreditNotes, Prepayments and Overpayments are listed";
    StatusCurrencyDiffers "STATUS_CURRENCY_DIFFERS" Error "A document has another currency than the deal."
        => "void the document in Xero, or correct the deal's currency: amounts of two currencies are not added up";
    StatusDuplicate "STATUS_DUPLICATE" Warning "Two live documents bill the same part of a deal."
        => "look at both in Xero and void or credit the one that is wrong";
    StatusPlanRefused "STATUS_PLAN_REFUSED" Warning "The plan was refused, so what is still to be invoiced is not known."
        => "mend what the plan's own findings say, or leave the plan out";
    StatusFieldUnsuited "STATUS_FIELD_UNSUITED" Error "A field cannot hold what the config wants to write into it."
        => "choose a field of another type: options or text for the status, monetary or a number for amounts, date for dates, text for the rest";
    StatusOptionMissing "STATUS_OPTION_MISSING" Error "The field that takes the status has no option for it."
        => "add the option in Pipedrive and pass the metadata of fields again, or name another in feedback.labels";

    HandoffNotLookedUp "HANDOFF_NOT_LOOKED_UP" Error "It was not looked up which documents the deal has."
        => "look them up in Xero (invoices, and credit notes and repeating invoices where the message names them) and pass the answers as `existing`";
    HandoffWrittenMissing "HANDOFF_WRITTEN_MISSING" Warning "A document that was written is not among those that were looked up."
        => "look it up by its id in the organisation that it was written to, and pass the answer in `existing`; take it out of `written` only where Xero has it no more";
    HandoffPlanRefused "HANDOFF_PLAN_REFUSED" Error "There is no plan to act on."
        => "mend what the plan's findings name, and plan again";
    HandoffDealNotWon "HANDOFF_DEAL_NOT_WON" Warning "The deal is not, or no longer, won."
        => "delete, void or credit what stands, or set changes.lost in the config; nothing to do where nothing stands";
    HandoffHeld "HANDOFF_HELD" Error "A rule holds the deal until a person approves it."
        => "have its owner decide; what is approved goes on with `approvals`: [{ rule, by, of }], rule and of as `holds` has them";
    HandoffApproved "HANDOFF_APPROVED" Info "A person approved what a rule holds."
        => "nothing to do: it is told so that it can be found again";
    HandoffApprovalUnused "HANDOFF_APPROVAL_UNUSED" Warning "An approval counts for nothing."
        => "write it as { rule, by, of }, rule and of as the plan's `holds` has them, or leave it out";
    HandoffSkipped "HANDOFF_SKIPPED" Error "A rule says that the deal is not invoiced from here."
        => "nothing to do, unless the rule should not apply: then correct its condition";
    HandoffSkippedStands "HANDOFF_SKIPPED_STANDS" Warning "A rule skips a deal of which a document stands."
        => "correct the rule's condition; or take the document back in Xero, or pass it as `accepted` in `written` if it should stay";
    HandoffWaits "HANDOFF_WAITS" Error "A rule has the deal wait for a day."
        => "run it again on that day, with the deal as it is then";
    HandoffRuleUndecided "HANDOFF_RULE_UNDECIDED" Error "It cannot be told whether a rule applies."
        => "pass what the message names, or correct the rule: a deal is not invoiced on a guess";
    HandoffSlotGone "HANDOFF_SLOT_GONE" Warning "A document is of a slot that the plan has no more."
        => "set changes.draft and changes.issued in the config; or take it back by hand, and then win the deal again or pass it as `accepted`";
    HandoffInQuestion "HANDOFF_IN_QUESTION" Warning "Nothing is written while another document of the deal needs review."
        => "settle the other document first";
    HandoffSeveralLive "HANDOFF_SEVERAL_LIVE" Warning "A slot has several live documents."
        => "keep one of them in Xero, and delete, void or credit the others";
    HandoffLookalike "HANDOFF_LOOKALIKE" Warning "A document without a token may be the deal's."
        => "if it is, put the token into its reference; else create the invoice by hand, with the token";
    HandoffRemoved "HANDOFF_REMOVED" Warning "A document of the deal was voided, deleted or credited."
        => "if the deal should be invoiced again, win it again (and pass `deal`) or pass the document as `accepted` in `written` (of a repeating invoice that had not begun this alone tells, since Xero does not say when it was deleted); otherwise invoice it by hand";
    HandoffObserved "HANDOFF_OBSERVED" Info "The config only observes, so nothing is written."
        => "nothing to do while you watch; set mode to `act` when what would be written is right";
    HandoffNotDelivered "HANDOFF_NOT_DELIVERED" Warning "An approved invoice is not sent to its contact, or it is not known."
        => "see in the invoice's history in Xero whether it was sent; where it was not, send it there";
    HandoffStopped "HANDOFF_STOPPED" Warning "A repeating invoice is gone, and invoices that it made are there."
        => "give the product the start and cycles that are left, and win the deal again or pass what is named as `accepted`; or, to bill no more, set its cycles to those billed";
    HandoffLinesMissing "HANDOFF_LINES_MISSING" Warning "A document was passed without its lines."
        => "read it by its id, or the list with `page`, and with `unitdp=4`";
    HandoffEdited "HANDOFF_EDITED" Warning "Somebody changed a document in Xero."
        => "if it should stay so, pass it in `written` as `accepted`, with `body`, what is planned now, beside it; else undo the change in Xero";
    HandoffChanged "HANDOFF_CHANGED" Warning "A deal was changed after its document was written."
        => "change the document by hand, or set changes.draft and changes.issued in the config";
    HandoffUnattributed "HANDOFF_UNATTRIBUTED" Warning "A document differs from the plan, and it is not known who changed what."
        => "pass in `written` what was sent, or correct the document or the deal";
    HandoffDiffers "HANDOFF_DIFFERS" Info "A field is not the same on both sides."
        => "compare the two";
    HandoffSubmitted "HANDOFF_SUBMITTED" Warning "A document that should change waits for approval."
        => "have whoever approves it send it back, or change it by hand";
    HandoffPaid "HANDOFF_PAID" Warning "A document that should change is paid."
        => "refund the money or keep it as a credit on account, then credit the invoice by hand";
    HandoffPartCredited "HANDOFF_PART_CREDITED" Warning "A document that should change is credited in part."
        => "credit the rest by hand, or correct the deal";
    HandoffUnclear "HANDOFF_UNCLEAR" Warning "It cannot be told whether a document stands."
        => "read the document by its id, so that its credit notes and payments are with it";
    HandoffRunning "HANDOFF_RUNNING" Warning "A repeating invoice that should change has made invoices already."
        => "edit it in Xero from its next invoice on, with the token of the slot as its reference, and give the product in Pipedrive the start and cycles that are left; or delete it there, and do as for HANDOFF_STOPPED";
    HandoffCreditDiffers "HANDOFF_CREDIT_DIFFERS" Error "A credit note cannot take an invoice back to the cent."
        => "credit it in Xero, where tax can be overwritten, or refresh the snapshot if a tax rate has changed";
    HandoffCreditPending "HANDOFF_CREDIT_PENDING" Error "The deal has a credit note that is neither approved and whole nor used up."
        => "approve it and allocate it to the invoice, or delete it";

    ConfigMissing "CONFIG_MISSING" Error "No config was passed."
        => "pass `config`, as the documentation shows it";
    ConfigVersionUnknown "CONFIG_VERSION_UNKNOWN" Error "The config's version is not the one this code reads."
        => "take the newer wonvoice (wonvoice.step.js) of a newer config, or set `version` to 1 if it has none";
    ConfigKeyUnknown "CONFIG_KEY_UNKNOWN" Error "There is no such setting."
        => "correct the name, or paste a newer wonvoice.step.js for a newer setting: one that nobody reads changes nothing";
    ConfigValueUnknown "CONFIG_VALUE_UNKNOWN" Error "A setting does not take that word."
        => "use one of the words the message lists";
    ConfigValueWrong "CONFIG_VALUE_WRONG" Error "A setting has a value it cannot take."
        => "correct the value as the message says";
    ConfigNotSupported "CONFIG_NOT_SUPPORTED" Error "A part of the config cannot be honoured by this version."
        => "remove it, or use a version that honours it";
    ConfigCompanyMissing "CONFIG_COMPANY_MISSING" Error "The config does not say which Pipedrive company its deals are from."
        => "set source.company to the first part of the company's Pipedrive address";
    ConfigEntityMissing "CONFIG_ENTITY_MISSING" Error "The config has no Xero organisation."
        => "add one under `entities`, with its tenantId";
    ConfigEntityUndecided "CONFIG_ENTITY_UNDECIDED" Error "The config has several Xero organisations, and nothing decides which one bills the deal."
        => "name one in `entity`, or have a rule choose it; what Xero has is passed in `existing` by entity";
    ConfigEntityUnknown "CONFIG_ENTITY_UNKNOWN" Error "A name is none of the config's entities."
        => "write the name as it stands under `entities`";
    ConfigRuleIncomplete "CONFIG_RULE_INCOMPLETE" Error "A rule lacks a part, or has the name of another."
        => "give each rule a name of its own, something in `then`, and a reason where it holds or skips";
    ConfigUnconfirmed "CONFIG_UNCONFIRMED" Error "A setting is a guess that nobody confirmed."
        => "look at the setting, correct it where it is wrong, and take its entry out of `unconfirmed`";
    ConfigTenantInvalid "CONFIG_TENANT_INVALID" Error "A tenant id is missing or no UUID."
        => "set tenantId to the one that GET /connections shows";
    ConfigTrackingTooMany "CONFIG_TRACKING_TOO_MANY" Error "A line takes two tracking categories at most."
        => "keep two";
    ConfigCountryUnknown "CONFIG_COUNTRY_UNKNOWN" Error "A country is no ISO 3166 code."
        => "use a two-letter code, such as GB or DE, or EU for all its members";
    ConfigBrandingUnknown "CONFIG_BRANDING_UNKNOWN" Error "The organisation has no such branding theme."
        => "correct the name or id, or refresh the snapshot";
    ConfigFieldInvalid "CONFIG_FIELD_INVALID" Error "A text names no field."
        => "write `deal.title` or `field:LABEL`, with `organization.`, `person.` or `product.` before it where meant";
    ConfigFieldUnknown "CONFIG_FIELD_UNKNOWN" Error "No field has that label."
        => "correct the label, or add the field's hash behind `#` so that it may be renamed";
    ConfigFieldAmbiguous "CONFIG_FIELD_AMBIGUOUS" Error "Several fields have that label."
        => "add the field's hash behind `#`";
    ConfigFieldRenamed "CONFIG_FIELD_RENAMED" Warning "A field has another label now; its hash still finds it."
        => "write the new label";
    ConfigFieldsMissing "CONFIG_FIELDS_MISSING" Error "A field cannot be understood without the metadata of fields."
        => "pass `fields`, as GET /dealFields (and its sisters) answer it";
    ConfigFieldNameless "CONFIG_FIELD_NAMELESS" Error "A field holds the id of a user, person or organisation whose name was not passed."
        => "use a text field, or a standard field such as `organization.name`";
    ConfigOptionUnknown "CONFIG_OPTION_UNKNOWN" Error "A field holds an option that its metadata does not know."
        => "read the metadata of fields again";
    ConfigTemplateInvalid "CONFIG_TEMPLATE_INVALID" Error "A template cannot be read."
        => "put fields that there are in single braces, as in `{deal.title}` and `{field:PO number}`";
    ConfigTemplateEmpty "CONFIG_TEMPLATE_EMPTY" Error "A template needs a field that is empty."
        => "fill in the field in Pipedrive, or add a fallback, as in `{field:PO number|none}`";
    ConfigScheduleIncomplete "CONFIG_SCHEDULE_INCOMPLETE" Error "The schedule lacks a setting, or has one that contradicts another."
        => "correct the schedule as the message says";
    ConfigSnapshotMissing "CONFIG_SNAPSHOT_MISSING" Error "There is no snapshot of the entity's organisation."
        => "pass `snapshot`, or `snapshots` with one for each entity";
    ConfigSnapshotOther "CONFIG_SNAPSHOT_OTHER" Error "The snapshot is of another organisation than the entity."
        => "take the snapshot with the entity's tenantId";
    ConfigSnapshotIncomplete "CONFIG_SNAPSHOT_INCOMPLETE" Error "The snapshot lacks something that is needed."
        => "take the snapshot again, with all its parts";
    ConfigSnapshotStale "CONFIG_SNAPSHOT_STALE" Warning "The snapshot is older than the entity allows."
        => "take it again: `npx wonvoice snapshot`, or the weekly step of your automation that reads Xero's settings";
    ConfigSnapshotUndated "CONFIG_SNAPSHOT_UNDATED" Warning "It cannot be told how old the snapshot is."
        => "put the moment of reading into takenAt, as 2026-07-14T18:16:56Z; `npx wonvoice snapshot` does";

    InternalPanic "INTERNAL_PANIC" Error "The program failed; nothing was decided."
        => "report it with the input: the next call works";
    InternalStaleHandle "INTERNAL_STALE_HANDLE" Error "A handle outlived the instance that made it."
        => "make a new one";
    InternalNotLoaded "INTERNAL_NOT_LOADED" Error "The program is not loaded yet."
        => "await init() before the first call";

    // What only the whole package finds: a code step has no texts of these.
    {
        HandoffStateUnknown "HANDOFF_STATE_UNKNOWN" Error "A state is none that this version goes on with."
            => "pass the state as the step before answered it, to the version that made it or a newer one; or begin the deal anew: what was written is found again";
        HandoffStoppedEarly "HANDOFF_STOPPED_EARLY" Warning "A handoff was stopped before its end."
            => "go on with its state, or begin the deal anew: what was written is found again";
        HandoffHostInvalid "HANDOFF_HOST_INVALID" Error "A request would go to a host that is neither Xero's nor the company's Pipedrive."
            => "set source.company to the first part of the company's Pipedrive address, such as `acme` of acme.pipedrive.com";
        HandoffNoAnswer "HANDOFF_NO_ANSWER" Error "A request came to no answer that could be read, several times."
            => "run the deal again later: nothing was written without a look-up before it; look at the status pages of Xero and Pipedrive if it lasts";
        HandoffLimited "HANDOFF_LIMITED" Error "The limit of calls is used up."
            => "run the deal again when the limit is free; where this is often so, hand over fewer deals at once, or ask the vendor for a higher limit";
        HandoffDenied "HANDOFF_DENIED" Error "The credentials are refused: they have expired, or the consent was revoked."
            => "have an administrator of that account connect the app again";
        HandoffForbidden "HANDOFF_FORBIDDEN" Error "The credentials do not reach what is asked for: a scope, the organisation or the plan lacks it."
            => "compare tenantId with the organisation that is connected, and connect that one, with the scopes accounting.invoices, accounting.contacts and accounting.settings.read; in Pipedrive, let the user see the deal";
        HandoffNotFound "HANDOFF_NOT_FOUND" Error "Something that was asked for does not exist."
            => "check source.company and tenantId, and whether what the message names was deleted";
        HandoffRejected "HANDOFF_REJECTED" Error "A request was refused for a reason of the other side's own."
            => "do what the message says and run the deal again; take a new snapshot if Xero's settings have changed";
        HandoffKeyUsed "HANDOFF_KEY_USED" Error "A request key was used for another request in the last minutes."
            => "run the deal again in ten minutes";
        HandoffNumberTaken "HANDOFF_NUMBER_TAKEN" Error "Another document has the number that the token makes."
            => "find the document with that number in Xero, voided ones too, and give it another, or set token.in to `Reference`";
        HandoffInDoubt "HANDOFF_IN_DOUBT" Error "It is not known whether something was written."
            => "look for the token in Xero; running the deal again is safe, since it looks first; pass it the outcome's `written`, without which a deal that went to another organisation is held";
        HandoffNotWrittenBack "HANDOFF_NOT_WRITTEN_BACK" Warning "The documents stand, and something beside them could not be written."
            => "do what the message says, and run the deal again: what stands is not written twice";
        HandoffHeldBack "HANDOFF_HELD_BACK" Warning "A document is not written before another is taken back."
            => "mend what Xero refused, and run the deal again; or let somebody who may take that document back in Xero (delete, void or credit it), and then win the deal again or pass the document as `accepted` in `written`";
        ConfigRuleNever "CONFIG_RULE_NEVER" Error "A rule, a treatment or a share can never apply."
            => "correct its condition, move it before the one that leaves it nothing, or remove it";
        ConfigRuleValueUnknown "CONFIG_RULE_VALUE_UNKNOWN" Error "A rule compares a field with something the field never says."
            => "write what the message proposes, or the option as it stands in Pipedrive, by label or by id";
        ConfigFieldUnfit "CONFIG_FIELD_UNFIT" Error "A field is of another kind than what a rule compares it with, or than what it is used for."
            => "compare money with amounts and their currency, as `10000 GBP`, dates by `before` and `after`, numbers by `greater` and `less`, countries by `equal` and `in`; take a date field where a day is wanted";
        ConfigValueUnlikely "CONFIG_VALUE_UNLIKELY" Warning "A setting is one that it may be, and almost surely not what is meant."
            => "correct it as the message says, or leave it if it is meant";
        ConfigNameUnresolved "CONFIG_NAME_UNRESOLVED" Warning "A pipeline, a stage or an owner is named, and deals tell its id alone."
            => "write the id; or, of pipelines, pass the metadata of the deal's fields with every deal, which has their names";
        ConfigNameUnknown "CONFIG_NAME_UNKNOWN" Warning "A table has a key that is nothing in Pipedrive, so that its setting never counts."
            => "write it as it stands in Pipedrive, or remove it";
        ConfigTreatmentOpen "CONFIG_TREATMENT_OPEN" Warning "A treatment without tax takes buyers that have shown nothing."
            => "say under `buyer` where the buyer is and what it has shown, such as `{ in: EU, with: tax number }`";
        ConfigRulesContradict "CONFIG_RULES_CONTRADICT" Warning "Two rules set the same to different values, for deals that meet both."
            => "make their conditions exclude each other, or leave the order if the later one is to have its way";
        ConfigRulesIntertwined "CONFIG_RULES_INTERTWINED" Error "Rules can come together in more ways than were looked at, so that the config is not proved."
            => "set `apply` to `first`, or have fewer rules set accounts and taxes for the same deals";
        ConfigFieldCircular "CONFIG_FIELD_CIRCULAR" Error "What is written back to a deal would change the document that it is about."
            => "use one field for what is written back and another for what documents say";
        ConfigOwnerMissing "CONFIG_OWNER_MISSING" Warning "Nobody answers for what the config has wait or told, or for an area of findings."
            => "name a role and a channel under `owners`, or under its `default` for whatever nobody is named for";
        ConfigPolicyBroken "CONFIG_POLICY_BROKEN" Error "A change of the config does what a policy forbids."
            => "correct the config, or take the policy away if the change is meant";
        ConfigEntityLeft "CONFIG_ENTITY_LEFT" Warning "What an entity has billed would be of no plan any more."
            => "keep the entity in the config, so that its documents are found; deals that it has billed are asked about, or billed anew as `changes` says, when they are handed over the next time";
        ConfigNotCompared "CONFIG_NOT_COMPARED" Warning "Deals have no documents under one of two configs, so that it is not known what would change."
            => "do what the message says, or leave these deals out";
        ConfigChangeNotShown "CONFIG_CHANGE_NOT_SHOWN" Warning "Settings of a config would be others, and none of the deals shows what that changes."
            => "replay deals that they are about as well, or see for yourself that each is meant";
        ConfigIdentityChanged "CONFIG_IDENTITY_CHANGED" Warning "What documents are found again by would be another."
            => "change it back: deals that are invoiced already would be invoiced again";
        ConfigAgreementLow "CONFIG_AGREEMENT_LOW" Error "What would be created agrees too seldom with what people invoiced."
            => "look at the differences and at what is proposed, correct the config, or ask for less with `atLeast`";
        ConfigNotCovered "CONFIG_NOT_COVERED" Warning "Deals of some kind would be refused."
            => "say in the config what is to be done with them, or leave it if there are none";
        ReportRowRepeated "REPORT_ROW_REPEATED" Info "A deal or a document was passed more than once."
            => "nothing, if pages overlap: the one that was changed last counts";
        ReportFindingsLeftOut "REPORT_FINDINGS_LEFT_OUT" Info "There are more findings of a code than are told."
            => "correct what is told and run it again; rows that could not be read are of the class `unreadable`, each with its place";
    }
}

/// What somebody answers for: `hold`, what rules hold, `alert`, what they tell, and the areas of findings; `default`
/// is for every area that nobody is named for. Each with the end of a line behind it.
pub const AREAS: &str =
    "default\nhold\nalert\ndata\ncontact\ntax\naccounts\nmoney\ncurrency\nschedule\ndocuments\nconfig\n";

impl Code {
    /// Who answers for it: the area, by which the config names owners.
    #[must_use]
    pub fn area(self) -> &'static str {
        match self {
            Self::HandoffHeld
            | Self::HandoffApproved
            | Self::HandoffApprovalUnused
            | Self::HandoffSkipped
            | Self::HandoffWaits => {
                return "hold";
            }
            Self::HandoffRuleUndecided | Self::HandoffNotLookedUp | Self::HandoffObserved => return "config",
            _ => {}
        }
        // Its prefix; the first four letters tell them apart.
        match self.word().get(..4).unwrap_or("") {
            "DEAL" | "PART" | "LINE" => "data",
            "CONT" => "contact",
            "TAX_" => "tax",
            "ACCO" | "TRAC" => "accounts",
            "MONE" => "money",
            "CURR" => "currency",
            "SCHE" => "schedule",
            "STAT" | "HAND" => "documents",
            _ => "config",
        }
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

#[cfg(feature = "ts")]
impl ts_rs::TS for Code {
    type WithoutGenerics = Self;
    type OptionInnerType = Self;

    fn name(_: &ts_rs::Config) -> String {
        "Code".to_owned()
    }
    fn inline(_: &ts_rs::Config) -> String {
        Self::ALL.iter().map(|code| format!("\"{}\"", code.word())).collect::<Vec<_>>().join(" | ")
    }
    fn decl(config: &ts_rs::Config) -> String {
        format!("type Code = {};", Self::inline(config))
    }
    fn decl_concrete(config: &ts_rs::Config) -> String {
        Self::decl(config)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_words_with_a_known_prefix_and_advice() {
        const AREAS: [&str; 16] = [
            "DEAL", "PARTY", "LINE", "MONEY", "TAX", "ACCOUNT", "TRACKING", "CURRENCY", "CONTACT",
            "SCHEDULE", "CONFIG", "HANDOFF", "STATUS", "REPORT", "INPUT", "INTERNAL",
        ];
        let mut words: Vec<_> = Code::ALL.iter().map(|code| code.word()).collect();
        for code in Code::ALL {
            let (area, rest) = code.word().split_once('_').unwrap();
            assert!(AREAS.contains(&area) && rest.len() > 2, "{}", code.word());
            assert!(super::AREAS.lines().any(|area| area == code.area()), "{}", code.word());
            assert!(code.meaning().ends_with('.') && !code.remedy().ends_with('.'), "{}", code.word());
        }
        for (code, area) in [
            (Code::LinePriceMissing, "data"),
            (Code::PartyMissing, "data"),
            (Code::ContactMissing, "contact"),
            (Code::ConfigMissing, "config"),
            (Code::TrackingOptionUnknown, "accounts"),
            (Code::HandoffHeld, "hold"),
            (Code::HandoffEdited, "documents"),
            (Code::InputNotJson, "config"),
        ] {
            assert_eq!(code.area(), area, "{}", code.word());
        }
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), Code::ALL.len());
    }
}
