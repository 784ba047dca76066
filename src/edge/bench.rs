//! The bare crossing, for `make bench`: the same objects in and out, and nothing done between. In no package.

use core::hint::black_box;

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use super::object::read;
use super::operations::options;
use crate::mapper::plan_once;
use crate::plan::Plan;
use crate::read::Source;

/// A plan made beforehand.
#[derive(Debug)]
#[wasm_bindgen]
pub struct Crossing(Plan);

#[wasm_bindgen]
impl Crossing {
    /// Plans a deal whose input holds config and snapshot.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(input: &JsValue, asked: &JsValue) -> Self {
        let asked = options(Some(read(asked, Source::Input).root()));
        Self(plan_once(read(input, Source::Input).root(), asked))
    }

    /// Reads an input and answers with the plan.
    ///
    /// # Errors
    /// When the plan cannot be converted.
    pub fn cross(&self, input: &JsValue) -> Result<JsValue, JsError> {
        black_box(read(input, Source::Input));
        Ok(self.0.serialize(&Serializer::json_compatible())?)
    }
}
