//! Deals that were won before, as they are passed.

use std::collections::BTreeMap;

use crate::order::sort_by_key;
use crate::pipedrive::among::deal_of;
use crate::read::Node;
use crate::write::to_text;

/// The places of deals that were passed before: of those of an id the one counts that was changed last, then the one
/// that says most.
pub(crate) fn repeated(inputs: &[Node<'_>]) -> Vec<usize> {
    let text = |input: Node<'_>, name: &str| deal_of(input).get(name).map_or("", Node::raw).to_owned();
    let mut by_id: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, input) in inputs.iter().enumerate() {
        let id = text(*input, "id");
        if !id.is_empty() {
            by_id.entry(id).or_default().push(place);
        }
    }
    let mut repeated = Vec::new();
    for (_, mut places) in by_id.into_iter().filter(|(_, places)| places.len() > 1) {
        sort_by_key(&mut places, |place| {
            inputs.get(*place).map(|input| {
                let whole = to_text(input);
                (text(*input, "update_time"), whole.len(), whole)
            })
        });
        places.pop();
        repeated.extend(places);
    }
    repeated
}
