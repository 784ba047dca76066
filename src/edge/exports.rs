//! What JavaScript sees.

use wasm_bindgen::prelude::*;

#[cfg(feature = "full")]
use super::operations::WonvoiceError;
use super::operations::{call, read_text};
use crate::read::Source;
use crate::write::to_text;

/// The version of this package.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// Runs an operation, text to text: `validate`, `mapDealToInvoice`, `mapMany`, `matchContact`,
/// `decideVerdict`, `paymentStatus`, `lookups`, `contactLookups`, `writes`, `predictTotals`, `compareTotals` or
/// `localTime`. The fast path, shared by code steps and the command line.
///
/// @throws {WonvoiceError} when there is no such operation, or the input is no JSON object
///
/// # Errors
/// When there is no such operation, or the input is no JSON object.
#[cfg(feature = "full")]
#[wasm_bindgen(js_name = callJson)]
pub fn call_json(
    #[wasm_bindgen(unchecked_param_type = "Operation")] operation: &str,
    input: String,
) -> Result<String, JsError> {
    let document = read_text(input, Source::Input).map_err(thrown)?;
    call(operation, document.root()).map(|answer| to_text(&answer)).map_err(thrown)
}

/// The same for code steps: the answer, or the error's words, which begin with its code and no answer does.
#[cfg(not(feature = "full"))]
#[wasm_bindgen(js_name = callJson)]
pub fn call_json(operation: &str, input: String) -> String {
    let answer = match read_text(input, Source::Input)
        .and_then(|document| call(operation, document.root()).map(|answer| to_text(&answer)))
    {
        Ok(answer) => answer,
        Err(error) => error.to_string(),
    };
    #[cfg(target_arch = "wasm32")]
    super::region::empty();
    answer
}

/// The loader knows ours by their message, which begins with the code.
#[cfg(feature = "full")]
fn thrown(error: WonvoiceError) -> JsError {
    JsError::new(&error.to_string())
}

#[cfg(feature = "full")]
pub use objects::{
    ContactIndex, Mapper, align_contact, batch_writes, check_config, compact_snapshot, compare_totals,
    contact_lookups, decide_verdict, diff_config, draft_config, find_duplicates, handoff_start, handoff_step,
    local_time, lookups, map_deal_to_invoice, match_contact, payment_status, predict_totals, split_batch,
    validate, writes,
};

#[cfg(feature = "full")]
mod objects {
    use serde::Serialize;
    use serde_wasm_bindgen::Serializer;
    use wasm_bindgen::prelude::*;

    use super::super::object::{read, read_parts, read_rows};
    use super::super::operations::{Answer, call, call_index_json, call_mapper_json, inputs, options};
    use super::thrown;
    use crate::contact::index::{ContactIndex as CoreIndex, IndexUpdate};
    use crate::mapper::Mapper as CoreMapper;
    use crate::plan::Options;
    use crate::read::Source;

    #[wasm_bindgen(typescript_custom_section)]
    const TYPES: &str = include_str!("types.ts");

    fn to_object<T: Serialize>(value: &T) -> Result<JsValue, JsError> {
        Ok(value.serialize(&Serializer::json_compatible())?)
    }

    fn call_object(operation: &str, input: &JsValue) -> Result<JsValue, JsError> {
        let document = read(input, Source::Input);
        to_object(&call(operation, document.root()).map_err(thrown)?)
    }

    fn asked(given: &JsValue) -> Options {
        options(Some(read(given, Source::Input).root()))
    }

    /// Finds everything that would stop or change the invoice of a deal, except the choice of its contact.
    ///
    /// # Errors
    /// When the input is no object.
    #[wasm_bindgen(unchecked_return_type = "Validation")]
    pub fn validate(
        #[wasm_bindgen(unchecked_param_type = "HandoffInput")] input: JsValue,
    ) -> Result<JsValue, JsError> {
        call_object("validate", &input)
    }

    /// Plans the documents of a won deal.
    ///
    /// # Errors
    /// When the input is no object.
    #[wasm_bindgen(js_name = mapDealToInvoice, unchecked_return_type = "Plan")]
    pub fn map_deal_to_invoice(
        #[wasm_bindgen(unchecked_param_type = "HandoffInput")] input: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "MapOptions")] options: JsValue,
    ) -> Result<JsValue, JsError> {
        let document = read(&input, Source::Input);
        // Refuses what is no object.
        if document.root().kind() != crate::read::Kind::Object || options.is_undefined() {
            return to_object(&call("mapDealToInvoice", document.root()).map_err(thrown)?);
        }
        to_object(&crate::mapper::plan_once(document.root(), asked(&options)))
    }

    /// Says in which time zone the organisation is, and which instants' dates there are wanted: what
    /// `withLocalDates` fills in.
    ///
    /// # Errors
    /// When the input is no object.
    #[wasm_bindgen(js_name = localTime, unchecked_return_type = "LocalTime")]
    pub fn local_time(
        #[wasm_bindgen(unchecked_param_type = "HandoffInput")] input: JsValue,
    ) -> Result<JsValue, JsError> {
        call_object("localTime", &input)
    }

    /// Decides which of Xero's contacts a party is.
    ///
    /// # Errors
    /// When the input is no object.
    #[wasm_bindgen(js_name = matchContact, unchecked_return_type = "ContactMatch")]
    pub fn match_contact(
        #[wasm_bindgen(unchecked_param_type = "ContactQuery")] input: JsValue,
    ) -> Result<JsValue, JsError> {
        call_object("matchContact", &input)
    }

    /// Groups the contacts that are probably the same.
    ///
    /// # Errors
    /// When the input is no object.
    #[wasm_bindgen(js_name = findDuplicates, unchecked_return_type = "Duplicates")]
    pub fn find_duplicates(
        #[wasm_bindgen(unchecked_param_type = "DuplicatesInput")] input: JsValue,
    ) -> Result<JsValue, JsError> {
        call_object("findDuplicates", &input)
    }

    /// Decides what to do about a plan, given what exists in Xero.
    ///
    /// # Errors
    /// When the input is no object.
    #[wasm_bindgen(js_name = decideVerdict, unchecked_return_type = "Verdict[]")]
    pub fn decide_verdict(
        #[wasm_bindgen(unchecked_param_type = "VerdictInput")] input: JsValue,
    ) -> Result<JsValue, JsError> {
        call_object("decideVerdict", &input)
    }

    /// Tells what became of a deal's documents, and what of it is to be written to the deal.
    ///
    /// # Errors
    /// When the input is no object.
    #[wasm_bindgen(js_name = paymentStatus, unchecked_return_type = "DealUpdate")]
    pub fn payment_status(
        #[wasm_bindgen(unchecked_param_type = "StatusInput")] input: JsValue,
    ) -> Result<JsValue, JsError> {
        call_object("paymentStatus", &input)
    }

    /// The queries that find every document of a deal in Xero, for a host that does its own reading.
    ///
    /// # Errors
    /// When the input is no object.
    #[wasm_bindgen(unchecked_return_type = "Lookups")]
    pub fn lookups(
        #[wasm_bindgen(unchecked_param_type = "LookupInput | Plan")] input: JsValue,
    ) -> Result<JsValue, JsError> {
        call_object("lookups", &input)
    }

    /// The queries that find the contacts a party may be, for a host that does its own reading.
    ///
    /// # Errors
    /// When the input is no object.
    #[wasm_bindgen(js_name = contactLookups, unchecked_return_type = "Lookups")]
    pub fn contact_lookups(
        #[wasm_bindgen(unchecked_param_type = "Omit<ContactQuery, \"contacts\">")] input: JsValue,
    ) -> Result<JsValue, JsError> {
        call_object("contactLookups", &input)
    }

    /// The requests that carry out verdicts, or a plan, for a host that does its own writing.
    ///
    /// # Errors
    /// When the input is no object.
    #[wasm_bindgen(unchecked_return_type = "Writes")]
    pub fn writes(
        #[wasm_bindgen(unchecked_param_type = "WritesInput | Plan")] input: JsValue,
    ) -> Result<JsValue, JsError> {
        call_object("writes", &input)
    }

    /// Begins a handoff: from a won deal to its documents in Xero and back, in requests that the caller makes.
    ///
    /// # Errors
    /// When the input is no object.
    #[wasm_bindgen(js_name = handoffStart, unchecked_return_type = "Step")]
    pub fn handoff_start(
        #[wasm_bindgen(unchecked_param_type = "HandoffStart")] input: JsValue,
    ) -> Result<JsValue, JsError> {
        call_object("handoffStart", &input)
    }

    /// Goes on with a handoff: the state of the step before, and what came of its requests. With `stop` it ends here,
    /// and the state goes on whenever it is passed again.
    ///
    /// # Errors
    /// Never: whatever is wrong is a finding.
    #[wasm_bindgen(js_name = handoffStep, unchecked_return_type = "Step")]
    pub fn handoff_step(
        #[wasm_bindgen(unchecked_param_type = "HandoffState")] state: JsValue,
        #[wasm_bindgen(unchecked_param_type = "HandoffResponse[]")] responses: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Date | string")] now: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "boolean")] stop: JsValue,
    ) -> Result<JsValue, JsError> {
        let parts =
            read_parts(&[("state", &state), ("responses", &responses), ("now", &now), ("stop", &stop)]);
        to_object(&call("handoffStep", parts.root()).map_err(thrown)?)
    }

    /// Merges creates of several handoffs in one organisation into one request.
    ///
    /// # Errors
    /// When the input is no object.
    #[wasm_bindgen(js_name = batchWrites, unchecked_return_type = "Batch")]
    pub fn batch_writes(
        #[wasm_bindgen(unchecked_param_type = "{ requests: Step[\"requests\"] }")] input: JsValue,
    ) -> Result<JsValue, JsError> {
        call_object("batchWrites", &input)
    }

    /// Hands each handoff of a batch its own answer.
    ///
    /// # Errors
    /// When the input is no object.
    #[wasm_bindgen(js_name = splitBatch, unchecked_return_type = "BatchAnswer")]
    pub fn split_batch(
        #[wasm_bindgen(
            unchecked_param_type = "{ batch: Pick<Batch, \"members\">, response: Partial<HandoffResponse>, wasLost?: boolean }"
        )]
        input: JsValue,
    ) -> Result<JsValue, JsError> {
        call_object("splitBatch", &input)
    }

    /// Predicts what Xero will compute for any invoice body.
    ///
    /// # Errors
    /// Never: whatever is wrong is a finding.
    #[wasm_bindgen(js_name = predictTotals, unchecked_return_type = "Prediction")]
    pub fn predict_totals(
        #[wasm_bindgen(unchecked_param_type = "InvoiceLike")] document: JsValue,
        #[wasm_bindgen(unchecked_param_type = "SnapshotInput")] snapshot: JsValue,
        #[wasm_bindgen(js_name = unitDp, unchecked_optional_param_type = "2 | 4")] unit_dp: JsValue,
    ) -> Result<JsValue, JsError> {
        let parts = read_parts(&[("document", &document), ("snapshot", &snapshot), ("unitDp", &unit_dp)]);
        to_object(&call("predictTotals", parts.root()).map_err(thrown)?)
    }

    /// Explains each difference between predicted totals and an invoice as Xero answered it.
    ///
    /// # Errors
    /// Never: whatever is wrong is a finding.
    #[wasm_bindgen(js_name = compareTotals, unchecked_return_type = "Finding[]")]
    pub fn compare_totals(
        #[wasm_bindgen(unchecked_param_type = "Totals")] predicted: JsValue,
        #[wasm_bindgen(unchecked_param_type = "InvoiceLike")] answered: JsValue,
    ) -> Result<JsValue, JsError> {
        let parts = read_parts(&[("predicted", &predicted), ("answered", &answered)]);
        to_object(&call("compareTotals", parts.root()).map_err(thrown)?)
    }

    /// Compares a party and its contact field by field: which side is right, and what makes the other the same.
    ///
    /// # Errors
    /// When the input is no object.
    #[wasm_bindgen(js_name = alignContact, unchecked_return_type = "Alignment")]
    pub fn align_contact(
        #[wasm_bindgen(unchecked_param_type = "AlignInput")] input: JsValue,
    ) -> Result<JsValue, JsError> {
        call_object("alignContact", &input)
    }

    /// Tries a config out before any deal arrives: whether every combination that it can produce is legal.
    ///
    /// # Errors
    /// When the input is no object.
    #[wasm_bindgen(js_name = checkConfig, unchecked_return_type = "ConfigCheck")]
    pub fn check_config(
        #[wasm_bindgen(unchecked_param_type = "ConfigCheckInput")] input: JsValue,
    ) -> Result<JsValue, JsError> {
        call_object("checkConfig", &input)
    }

    /// Replays deals under a config and under another: what would be different.
    ///
    /// # Errors
    /// When the input is no object.
    #[wasm_bindgen(js_name = diffConfig, unchecked_return_type = "Difference")]
    pub fn diff_config(
        #[wasm_bindgen(unchecked_param_type = "DifferenceInput")] input: JsValue,
    ) -> Result<JsValue, JsError> {
        call_object("diffConfig", &input)
    }

    /// Drafts a config from a snapshot and deals that were won; what is guessed is marked.
    ///
    /// # Errors
    /// When the input is no object.
    #[wasm_bindgen(js_name = draftConfig, unchecked_return_type = "Draft")]
    pub fn draft_config(
        #[wasm_bindgen(unchecked_param_type = "DraftInput")] input: JsValue,
    ) -> Result<JsValue, JsError> {
        call_object("draftConfig", &input)
    }

    /// Compares what would be created of won deals with what people invoiced.
    ///
    /// # Errors
    /// When the input is no object.
    #[wasm_bindgen(js_name = shadow, unchecked_return_type = "Shadow")]
    pub fn shadow(
        #[wasm_bindgen(unchecked_param_type = "ShadowInput")] input: JsValue,
    ) -> Result<JsValue, JsError> {
        call_object("shadow", &input)
    }

    /// Tells what became of deals and documents: won, billed, paid, and what leaks between.
    ///
    /// # Errors
    /// When the input is no object.
    #[wasm_bindgen(js_name = reconcile, unchecked_return_type = "Reconciliation")]
    pub fn reconcile(
        #[wasm_bindgen(unchecked_param_type = "ReconcileInput")] input: JsValue,
    ) -> Result<JsValue, JsError> {
        call_object("reconcile", &input)
    }

    /// Looks at the data of both sides, before anything is automated.
    ///
    /// # Errors
    /// When the input is no object.
    #[wasm_bindgen(js_name = audit, unchecked_return_type = "Readiness")]
    pub fn audit(
        #[wasm_bindgen(unchecked_param_type = "AuditInput")] input: JsValue,
    ) -> Result<JsValue, JsError> {
        call_object("audit", &input)
    }

    /// Makes a snapshot small: what is read of it, in the API's own shapes, and nothing else.
    ///
    /// # Errors
    /// Never: whatever is wrong is a finding.
    #[wasm_bindgen(js_name = compactSnapshot, unchecked_return_type = "Compaction")]
    pub fn compact_snapshot(
        #[wasm_bindgen(unchecked_param_type = "SnapshotInput | string")] snapshot: JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CompactOptions")] options: JsValue,
    ) -> Result<JsValue, JsError> {
        let parts = read_parts(&[("snapshot", &snapshot), ("options", &options)]);
        to_object(&call("compactSnapshot", parts.root()).map_err(thrown)?)
    }

    /// Config and snapshots read once, for any number of deals.
    #[derive(Debug)]
    #[wasm_bindgen]
    pub struct Mapper(CoreMapper);

    #[wasm_bindgen]
    impl Mapper {
        /// Reads both; what is wrong with them is a finding of every later call.
        #[wasm_bindgen(constructor)]
        pub fn new(
            #[wasm_bindgen(unchecked_param_type = "Config | string")] config: JsValue,
            #[wasm_bindgen(
                unchecked_param_type = "SnapshotInput | SnapshotInput[] | Record<string, SnapshotInput> | string"
            )]
            snapshots: JsValue,
        ) -> Self {
            Self(CoreMapper::new(kept(&config, Source::Config), kept(&snapshots, Source::Snapshots)))
        }

        /// As the function `validate`; the input needs neither config nor snapshot.
        ///
        /// # Errors
        /// When the input is no object.
        #[wasm_bindgen(unchecked_return_type = "Validation")]
        pub fn validate(
            &self,
            #[wasm_bindgen(unchecked_param_type = "DealInput")] input: JsValue,
        ) -> Result<JsValue, JsError> {
            let document = read(&input, Source::Input);
            to_object(&self.0.validate(super::super::operations::an_object(document.root()).map_err(thrown)?))
        }

        /// As the function `mapDealToInvoice`; the input needs neither config nor snapshot.
        ///
        /// # Errors
        /// When the input is no object.
        #[wasm_bindgen(unchecked_return_type = "Plan")]
        pub fn map(
            &self,
            #[wasm_bindgen(unchecked_param_type = "DealInput")] input: JsValue,
            #[wasm_bindgen(unchecked_optional_param_type = "MapOptions")] options: JsValue,
        ) -> Result<JsValue, JsError> {
            let document = read(&input, Source::Input);
            let root = super::super::operations::an_object(document.root()).map_err(thrown)?;
            to_object(&self.0.plan(root, asked(&options)))
        }

        /// As the function `localTime`; the input needs neither config nor snapshot.
        ///
        /// # Errors
        /// When the input is no object.
        #[wasm_bindgen(js_name = localTime, unchecked_return_type = "LocalTime")]
        pub fn local_time(
            &self,
            #[wasm_bindgen(unchecked_param_type = "DealInput")] input: JsValue,
        ) -> Result<JsValue, JsError> {
            let document = read(&input, Source::Input);
            let root = super::super::operations::an_object(document.root()).map_err(thrown)?;
            to_object(&self.0.local_time(root))
        }

        /// Plans of many inputs, in their order.
        ///
        /// # Errors
        /// Never: whatever is wrong is a finding.
        #[wasm_bindgen(js_name = mapMany, unchecked_return_type = "Plan[]")]
        pub fn map_many(
            &self,
            #[wasm_bindgen(unchecked_param_type = "DealInput[]")] inputs_given: JsValue,
            #[wasm_bindgen(unchecked_optional_param_type = "MapOptions")] options: JsValue,
        ) -> Result<JsValue, JsError> {
            let document = read(&inputs_given, Source::Input);
            let options = asked(&options);
            let plans: Vec<_> =
                inputs(document.root()).map(|input| self.0.plan(input, options)).collect::<Vec<_>>();
            to_object(&Answer::Plans(plans))
        }

        /// `validate`, `mapDealToInvoice`, `mapMany` or `localTime`, text to text.
        ///
        /// # Errors
        /// When there is no such operation, or the input is no JSON object.
        #[wasm_bindgen(js_name = callJson)]
        pub fn call_json(
            &self,
            #[wasm_bindgen(
                unchecked_param_type = "\"validate\" | \"mapDealToInvoice\" | \"mapMany\" | \"localTime\""
            )]
            operation: &str,
            input: String,
        ) -> Result<String, JsError> {
            call_mapper_json(&self.0, operation, input).map_err(thrown)
        }
    }

    /// Any number of contacts, read once, for any number of parties.
    #[derive(Debug)]
    #[wasm_bindgen]
    pub struct ContactIndex(CoreIndex);

    #[wasm_bindgen]
    impl ContactIndex {
        /// Reads them: `GET /Contacts`, one page or several, or a list; what is wrong with them is a finding of every
        /// later answer.
        #[wasm_bindgen(constructor)]
        pub fn new(
            #[wasm_bindgen(unchecked_param_type = "object | object[] | string")] contacts: JsValue,
        ) -> Self {
            let mut index = CoreIndex::default();
            match contacts.as_string() {
                Some(text) => index.build_text(text),
                None => {
                    read_rows(&contacts, "Contacts", &mut |part| index.build(part.root()));
                    index.settle();
                }
            }
            Self(index)
        }

        /// As the function `matchContact`; the input needs no contacts.
        ///
        /// # Errors
        /// When the input is no object.
        #[wasm_bindgen(js_name = match, unchecked_return_type = "ContactMatch")]
        pub fn matched(
            &self,
            #[wasm_bindgen(unchecked_param_type = "Omit<ContactQuery, \"contacts\">")] input: JsValue,
        ) -> Result<JsValue, JsError> {
            let document = read(&input, Source::Input);
            to_object(&self.0.matched(super::super::operations::an_object(document.root()).map_err(thrown)?))
        }

        /// Takes in contacts as they have become: new, changed, archived, merged.
        ///
        /// # Errors
        /// Never: whatever is wrong is a finding.
        #[wasm_bindgen(unchecked_return_type = "IndexUpdate")]
        pub fn update(
            &mut self,
            #[wasm_bindgen(unchecked_param_type = "object | object[] | string")] contacts: JsValue,
        ) -> Result<JsValue, JsError> {
            let update = match contacts.as_string() {
                Some(text) => self.0.update_text(text),
                None => {
                    let mut whole = IndexUpdate::default();
                    read_rows(&contacts, "Contacts", &mut |part| whole.add(self.0.take(part.root())));
                    self.0.settle();
                    whole
                }
            };
            to_object(&update)
        }

        /// How many contacts it holds, and what they take.
        ///
        /// # Errors
        /// Never.
        #[wasm_bindgen(unchecked_return_type = "IndexMemory")]
        pub fn memory(&self) -> Result<JsValue, JsError> {
            to_object(&self.0.memory())
        }

        /// `match` or `update`, text to text.
        ///
        /// # Errors
        /// When there is no such operation, or the input of `match` is no JSON object.
        #[wasm_bindgen(js_name = callJson)]
        pub fn call_json(
            &mut self,
            #[wasm_bindgen(unchecked_param_type = "\"match\" | \"update\"")] operation: &str,
            input: String,
        ) -> Result<String, JsError> {
            call_index_json(&mut self.0, operation, input).map_err(thrown)
        }
    }

    /// A config or snapshots, as an object or as JSON text.
    fn kept(value: &JsValue, source: Source) -> crate::read::Document {
        match value.as_string() {
            Some(text) => crate::read::parse_or_say(text, source),
            None => read(value, source),
        }
    }
}
