//! Deals and documents page by page, as JavaScript sees it.

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use super::object::read;
use crate::read::{Source, parse_or_say};
use crate::report::Books as Core;

fn to_object<T: Serialize>(value: &T) -> Result<JsValue, JsError> {
    Ok(value.serialize(&Serializer::json_compatible())?)
}

/// Rows as text, a line each.
fn to_lines<T: Serialize>(rows: &[T]) -> String {
    rows.iter().map(|row| crate::write::to_text(row) + "\n").collect()
}

/// What was won, billed and paid, of any number of deals and documents: pages in, rows out.
#[derive(Debug)]
#[wasm_bindgen]
pub struct Books(Core);

#[wasm_bindgen]
impl Books {
    /// Takes the input of `reconcile` without deals and documents.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "Omit<ReconcileInput, \"deals\" | \"documents\"> | string")]
        settings: JsValue,
    ) -> Self {
        let document = match settings.as_string() {
            Some(text) => parse_or_say(text, Source::Input),
            None => read(&settings, Source::Input),
        };
        Self(Core::new(document.root()))
    }

    /// Takes in a page of deals: a list, an answer of the API, or text, JSON or a line of JSON each.
    ///
    /// # Errors
    /// Never: whatever is wrong is a finding.
    #[wasm_bindgen(js_name = addDeals, unchecked_return_type = "BooksAdded")]
    pub fn add_deals(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "object | object[] | string")] page: JsValue,
    ) -> Result<JsValue, JsError> {
        let added = match page.as_string() {
            Some(text) => self.0.add_deals_text(text),
            None => self.0.add_deals(read(&page, Source::Input).root()),
        };
        to_object(&added)
    }

    /// Takes in a page of documents likewise, of an entity where the config has several.
    ///
    /// # Errors
    /// Never: whatever is wrong is a finding.
    #[wasm_bindgen(js_name = addDocuments, unchecked_return_type = "BooksAdded")]
    pub fn add_documents(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "object | object[] | string")] page: JsValue,
        entity: Option<String>,
    ) -> Result<JsValue, JsError> {
        let added = match page.as_string() {
            Some(text) => self.0.add_documents_text(text, entity.as_deref()),
            None => self.0.add_documents(read(&page, Source::Input).root(), entity.as_deref()),
        };
        to_object(&added)
    }

    /// Links, classes and sums; nothing can be added after.
    ///
    /// # Errors
    /// Never: whatever is wrong is a finding.
    #[wasm_bindgen(unchecked_return_type = "ReconciliationSummary")]
    pub fn close(&mut self) -> Result<JsValue, JsError> {
        to_object(&self.0.close())
    }

    /// So many rows of deals from the one at `offset` on.
    ///
    /// # Errors
    /// Never.
    #[wasm_bindgen(unchecked_return_type = "ReconciledDeal[]")]
    pub fn deals(&self, offset: u32, count: u32) -> Result<JsValue, JsError> {
        to_object(&self.0.deals(offset as usize, count as usize))
    }

    /// So many rows of documents from the one at `offset` on.
    ///
    /// # Errors
    /// Never.
    #[wasm_bindgen(unchecked_return_type = "ReconciledDocument[]")]
    pub fn documents(&self, offset: u32, count: u32) -> Result<JsValue, JsError> {
        to_object(&self.0.documents(offset as usize, count as usize))
    }

    /// The same as text, a line of JSON each.
    #[wasm_bindgen(js_name = dealsJson)]
    #[must_use]
    pub fn deals_json(&self, offset: u32, count: u32) -> String {
        to_lines(&self.0.deals(offset as usize, count as usize))
    }

    /// The same as text, a line of JSON each.
    #[wasm_bindgen(js_name = documentsJson)]
    #[must_use]
    pub fn documents_json(&self, offset: u32, count: u32) -> String {
        to_lines(&self.0.documents(offset as usize, count as usize))
    }
}
