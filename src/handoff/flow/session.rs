//! One run through a handoff: what is answered is gone on with, what is not is asked for.

use super::Status;
use super::build::Peek;
use super::call::{Api, Call};
use super::clock::whole;
use super::failure::{self, Failure};
use super::state::{say, says};
use crate::finding::{Code, Finding};
use crate::read::{Kind, Node};
use crate::xero::rows;

/// The id under which the dates where the organisation is are answered.
pub(super) const DATES: &str = "local-dates";

/// How often a reading request that nobody answers is made.
const READS: i64 = 5;
/// How often a writing request is made that does no harm when it is made twice.
const WRITES: i64 = 4;
/// How often a limit is waited for.
const LIMITS: i64 = 8;
/// Seconds for which a key is counted on: Xero remembers one for six minutes.
pub(super) const WINDOW: i64 = 300;
/// Seconds after a look-up within which something is written by it.
const FRESH: i64 = 240;
/// Seconds of waiting for which nothing is kept, as long as nothing was written: the deal begins anew.
const LONG: i64 = 900;

/// Why a run goes no further.
#[derive(Debug)]
pub(super) enum Halt {
    /// Something is asked for, or waited for.
    Ask,
    /// It is over.
    End(End),
}

/// How a handoff ends that does not come to its end.
#[derive(Debug)]
pub(super) struct End {
    pub status: Status,
    pub findings: Vec<Finding>,
    /// Seconds since 1970.
    pub not_before: Option<i64>,
}

impl Halt {
    pub fn end(status: Status, findings: Vec<Finding>) -> Self {
        Self::End(End { status, findings, not_before: None })
    }
}

/// What became of a writing request.
#[derive(Debug)]
pub(super) enum Written<'a> {
    /// It was made, and this is the answer.
    Done(Node<'a>),
    /// Nobody knows: it must be looked up.
    Doubt,
    /// It was refused, and this is what is known of the answer.
    Rejected(Node<'a>),
    /// What it was decided by is too old.
    Stale,
}

/// What is known of a request.
#[derive(Debug, Clone, Copy)]
enum Reply<'a> {
    /// It was never handed out.
    New,
    /// It is out since then.
    Out(i64),
    /// It succeeded.
    Good(Node<'a>),
    /// Nothing came back, or nothing that says what became of it.
    Lost,
    /// The caller says that it did not send it.
    Unsent,
    /// There were too many.
    Limited,
    /// The credentials are refused.
    Denied,
    /// It was refused.
    Refused(i64),
}

/// What a run knows and collects.
#[derive(Debug)]
pub(super) struct Session<'a> {
    /// What the caller gave.
    pub input: Node<'a>,
    /// The company in Pipedrive, a plain label.
    pub company: &'a str,
    answers: Node<'a>,
    open: Node<'a>,
    /// Seconds since 1970.
    pub now: i64,
    /// What is asked for.
    pub asks: Vec<Call>,
    /// Whether the dates where the organisation is are asked for.
    pub asks_dates: bool,
    /// Until when there is nothing to do.
    pub wait: Option<i64>,
    /// Why it waits.
    pub why: Vec<Finding>,
    /// Whether nobody knows what became of a document that was to be written; nothing where none was come to.
    pub in_doubt: Option<bool>,
}

impl<'a> Session<'a> {
    /// Begins a run.
    pub fn new(state: Node<'a>, now: i64) -> Option<Self> {
        Some(Self {
            input: state.peek("input")?,
            company: "",
            answers: state.peek("answers")?,
            open: state.peek("open")?,
            now,
            asks: Vec::new(),
            asks_dates: false,
            wait: None,
            why: Vec::new(),
            in_doubt: None,
        })
    }

    /// What is filed under an id.
    pub fn entry(&self, id: &str) -> Option<Node<'a>> {
        self.answers.get(id)
    }

    /// Every answer, by the id of its request.
    pub fn answered(&self) -> impl Iterator<Item = (&'a str, Node<'a>)> + use<'a> {
        self.answers.members()
    }

    /// Whether a writing request ever went out.
    pub fn has_written(&self) -> bool {
        self.answers.members().chain(self.open.members()).any(|(_, one)| one.has("key"))
    }

    /// When a request was answered.
    #[inline(never)]
    pub fn answered_at(&self, id: &str) -> i64 {
        whole(self.entry(id).and_then(|entry| entry.peek("at")))
    }

    /// When a request went out first.
    pub fn first_at(&self, id: &str) -> i64 {
        let first = self.entry(id).and_then(|entry| entry.peek("first"));
        whole(first.or_else(|| self.open.get(id)?.peek("at")))
    }

    /// When an answer was taken, which a caller may have kept.
    pub fn taken_at(&self, id: &str) -> i64 {
        let taken = self.entry(id).and_then(|entry| entry.peek("taken"));
        if taken.is_some() { whole(taken) } else { self.answered_at(id) }
    }

    /// Whether something that was answered then may be acted on now.
    pub fn is_fresh(&self, at: i64) -> bool {
        (0..=FRESH).contains(&self.now.saturating_sub(at))
    }

    #[inline(never)]
    fn reply(&self, id: &str) -> Reply<'a> {
        let entry = self.answers.get(id);
        if let Some(open) = self.open.get(id) {
            let since = entry.and_then(|entry| entry.peek("first")).or_else(|| open.peek("at"));
            return Reply::Out(whole(since));
        }
        entry.map_or(Reply::New, reply_of)
    }

    /// Whether a request may have been carried out, and no answer to it says so, nor that it was not.
    pub fn is_unknown(&self, id: &str) -> bool {
        let was_lost = || self.entry(id).is_some_and(|entry| says(entry, "lost", "true"));
        match self.reply(id) {
            Reply::Lost | Reply::Out(_) => true,
            Reply::New | Reply::Good(_) | Reply::Refused(200..=299 | 400) => false,
            Reply::Unsent | Reply::Limited | Reply::Denied | Reply::Refused(_) => was_lost(),
        }
    }

    /// Whether it was answered what became of a request, and of an earlier one with the same key.
    pub fn is_settled(&self, id: &str) -> bool {
        matches!(self.reply(id), Reply::Good(_) | Reply::Refused(200..=299 | 400))
    }

    /// Whether nobody knows what became of something that was to be written.
    pub fn is_in_doubt(&self) -> bool {
        self.in_doubt.unwrap_or_else(|| {
            let all = || self.answers.members().chain(self.open.members());
            let writes = |id: &str| WRITES_OF.iter().any(|verb| id.starts_with(verb));
            let is_settled = |base: &str| all().any(|(id, _)| base_of(id) == base && self.is_settled(id));
            let mut written = all().filter(|(id, one)| one.has("key") && writes(id));
            written.any(|(id, _)| self.is_unknown(id) && !is_settled(base_of(id)))
        })
    }

    /// Whether a writing request was refused.
    pub fn is_rejected(&self, id: &str) -> bool {
        match self.reply(id) {
            Reply::Refused(_) => true,
            Reply::Good(body) => is_refused(body),
            _ => false,
        }
    }

    /// Whether an answer is one that the caller had kept.
    pub fn is_kept(&self, id: &str) -> bool {
        self.entry(id).is_some_and(|entry| says(entry, "cached", "true"))
    }

    /// Whether a document was refused because of its contact.
    pub fn refuses_contact(&self) -> bool {
        self.answered().any(|(id, entry)| {
            entry.has("key")
                && self.is_rejected(id)
                && failure::rejected(entry, id, "")
                    .iter()
                    .any(|finding| matches!(finding.code, Code::ContactArchived | Code::ContactIdInvalid))
        })
    }

    /// Whether a request was made of which nobody knows what became.
    pub fn may_be_made(&self, id: &str) -> bool {
        matches!(self.reply(id), Reply::Lost)
    }

    /// Whether a look-up of that round went out.
    pub fn has_begun(&self, suffix: &str) -> bool {
        let is_one = |name: &str| name.starts_with("invoices-by-token") && name.ends_with(suffix);
        self.answers.members().chain(self.open.members()).any(|(name, _)| is_one(name))
    }

    /// Whether a request of that name went out, in any round.
    pub fn was_asked(&self, id: &str) -> bool {
        let is_one = |name: &str| {
            name.strip_prefix(id).is_some_and(|rest| rest.is_empty() || rest.starts_with("-again-"))
        };
        self.answers.members().chain(self.open.members()).any(|(name, _)| is_one(name))
    }

    /// Whether a request went out and was not answered in a way that says it was not done.
    pub fn may_have_gone_out(&self, id: &str) -> bool {
        !matches!(self.reply(id), Reply::New | Reply::Limited | Reply::Denied | Reply::Unsent)
    }

    /// Whether a request may have gone out with others, under a key that is not its own. Those of later rounds do not.
    fn may_be_batched(&self, id: &str) -> bool {
        let is_told = self.entry(id).is_some_and(|entry| says(entry, "batch", "true"));
        is_told || (says(self.input, "batched", "true") && makes(id) && !id.contains("-again-"))
    }

    /// Whether nobody knows what became of a request that may have gone out with others.
    pub fn is_lost_in_a_batch(&self, id: &str) -> bool {
        matches!(self.reply(id), Reply::Lost | Reply::Out(_)) && self.may_be_batched(id)
    }

    /// What a writing request that succeeded answers.
    #[inline(never)]
    pub fn done(&self, id: &str) -> Option<Node<'a>> {
        match self.reply(id) {
            Reply::Good(body) if !is_refused(body) => Some(body),
            _ => None,
        }
    }

    /// What a reading request answers; refused ones end the handoff.
    #[inline(never)]
    pub fn read(&mut self, call: Call) -> Result<Node<'a>, Halt> {
        let (id, api, name) = (call.id.clone(), call.api, call.name.clone());
        let tenant = call.headers.get("xero-tenant-id").map(str::to_owned);
        match self.ask(call)? {
            Ok(body) => Ok(body),
            Err(status) => {
                let why = Failure::Refused(status);
                let finding = failure::finding(why, self.entry(&id), &id, api, &name, tenant.as_deref());
                Err(Halt::end(Status::Failed, vec![finding]))
            }
        }
    }

    /// What a reading request answers, or the status with which it was refused.
    #[inline(never)]
    pub fn ask(&mut self, call: Call) -> Result<Result<Node<'a>, i64>, Halt> {
        match self.reply(&call.id) {
            Reply::New | Reply::Out(_) | Reply::Unsent => self.send(call),
            Reply::Good(body) => Ok(Ok(body)),
            Reply::Refused(status) => Ok(Err(status)),
            Reply::Lost => {
                let tries = self.tries(&call.id);
                if tries >= READS {
                    return Err(self.fail(Failure::Lost, &call));
                }
                self.later(call, backoff(tries), Failure::Lost)
            }
            Reply::Limited => self.limited(call),
            Reply::Denied => self.denied(call),
        }
    }

    /// What became of a writing request, which goes out only by a look-up that `is_fresh`. One that makes a document
    /// goes out once: where it may have been made, no clock says how long ago, and so whether Xero still knows its key.
    #[inline(never)]
    pub fn write(&mut self, call: Call, is_fresh: bool) -> Result<Written<'a>, Halt> {
        let id = call.id.clone();
        let within = |since: i64, now: i64| (0..WINDOW).contains(&now.saturating_sub(since));
        match self.reply(&id) {
            Reply::Unsent => return Ok(Written::Stale),
            Reply::New | Reply::Limited | Reply::Denied if !is_fresh => return Ok(Written::Stale),
            Reply::New => self.send(call)?,
            Reply::Limited => self.limited(call)?,
            Reply::Out(since) if self.may_be_batched(&id) && within(since, self.now) => {
                let finding = failure::finding(Failure::Lost, None, &id, call.api, &call.name, None);
                return Err(self.until(since.saturating_add(WINDOW), finding));
            }
            Reply::Out(_) | Reply::Lost if makes(&id) => return Ok(Written::Doubt),
            Reply::Out(since) if within(since, self.now) => self.send(call)?,
            Reply::Out(_) => return Ok(Written::Doubt),
            Reply::Lost => {
                let entry = self.entry(&id);
                let (tries, first) = (self.tries(&id), whole(entry.and_then(|entry| entry.peek("first"))));
                if tries >= WRITES || !within(first, self.now) {
                    return Ok(Written::Doubt);
                }
                self.later(call, backoff(tries), Failure::Lost)?;
            }
            Reply::Denied => self.denied(call)?,
            Reply::Refused(403) => return Err(self.fail(Failure::Refused(403), &call)),
            Reply::Good(body) if !is_refused(body) => return Ok(Written::Done(body)),
            Reply::Good(_) | Reply::Refused(_) => {
                return Ok(self.entry(&id).map_or(Written::Doubt, Written::Rejected));
            }
        }
        Err(Halt::Ask)
    }

    /// Hands a request out.
    fn send<T>(&mut self, call: Call) -> Result<T, Halt> {
        if !call.is_ours(self.company) {
            let what =
                ["`", &call.name, "` would go to a host that is neither Xero's nor the company's"].concat();
            return Err(Halt::end(Status::Failed, vec![say(Code::HandoffHostInvalid, "", what)]));
        }
        if self.asks.iter().all(|known| known.id != call.id) {
            self.asks.push(call);
        }
        Err(Halt::Ask)
    }

    /// Hands a request out again, so many seconds after its last answer.
    fn later<T>(&mut self, call: Call, seconds: i64, why: Failure) -> Result<T, Halt> {
        let at = self.answered_at(&call.id);
        let until = at.saturating_add(seconds);
        // A clock that went back says nothing about how much time has passed.
        if self.now >= until || self.now < at {
            return self.send(call);
        }
        let finding = self.finding(why, &call);
        if until.saturating_sub(self.now) > LONG && !self.has_written() {
            let end = End { status: Status::Waiting, findings: vec![finding], not_before: Some(until) };
            return Err(Halt::End(end));
        }
        self.wait = Some(self.wait.map_or(until, |wait| wait.min(until)));
        self.why.push(finding);
        Err(Halt::Ask)
    }

    fn limited<T>(&mut self, call: Call) -> Result<T, Halt> {
        let entry = self.entry(&call.id);
        let header = |name: &str| entry.and_then(|entry| entry.get(name)).map(|value| whole(Some(value)));
        let seconds = match call.api {
            // A limit of concurrent calls comes without a time.
            Api::Xero => {
                header("retry-after").unwrap_or(if header("x-rate-limit-problem").is_some() { 60 } else { 5 })
            }
            Api::Pipedrive => header("retry-after").or_else(|| header("x-ratelimit-reset")).unwrap_or(2),
        };
        if self.tries(&call.id) >= LIMITS {
            return Err(self.fail(Failure::Limited, &call));
        }
        self.later(call, seconds.clamp(1, 86_400), Failure::Limited)
    }

    /// Once more: the caller may have got a new token meanwhile.
    fn denied<T>(&mut self, call: Call) -> Result<T, Halt> {
        if self.tries(&call.id) >= 2 {
            return Err(self.fail(Failure::Denied, &call));
        }
        self.send(call)
    }

    /// Waits until an instant.
    pub fn until(&mut self, until: i64, why: Finding) -> Halt {
        self.wait = Some(self.wait.map_or(until, |wait| wait.min(until)));
        self.why.push(why);
        Halt::Ask
    }

    fn tries(&self, id: &str) -> i64 {
        whole(self.entry(id).and_then(|entry| entry.peek("tries")))
    }

    fn finding(&self, why: Failure, call: &Call) -> Finding {
        let tenant = call.headers.get("xero-tenant-id");
        failure::finding(why, self.entry(&call.id), &call.id, call.api, &call.name, tenant)
    }

    fn fail(&self, why: Failure, call: &Call) -> Halt {
        Halt::end(Status::Failed, vec![self.finding(why, call)])
    }

    /// Every page of a list of Xero's, whose first page is asked for.
    #[inline(never)]
    pub fn pages(&mut self, call: &Node<'_>, prefix: &str, suffix: &str) -> Result<Vec<Node<'a>>, Halt> {
        self.pages_kept(call, (prefix, suffix), None)
    }

    /// The same of what may be kept for so many seconds.
    #[inline(never)]
    pub fn pages_kept(
        &mut self,
        call: &Node<'_>,
        (prefix, suffix): (&str, &str),
        kept: Option<u32>,
    ) -> Result<Vec<Node<'a>>, Halt> {
        let page = |number: i64| {
            let mut call = Call::of(*call);
            if let Some(seconds) = kept {
                let tenant = call.headers.get("xero-tenant-id").unwrap_or("").to_owned();
                let url = call.url.clone();
                call = call.kept(&["xero", &tenant, &url], seconds);
            }
            call.id = [prefix, &call.id, suffix].concat();
            if number > 1 {
                call.id = [&call.id, "-page-", &number.to_string()].concat();
                call.url = call.url.replace("page=1&", &["page=", &number.to_string(), "&"].concat());
            }
            call
        };
        let first = self.read(page(1))?;
        let count = whole(first.peek("pagination").and_then(|pagination| pagination.peek("pageCount")));
        let mut found = vec![first];
        let others: Vec<_> = (2..=count.min(MOST_PAGES)).map(|number| self.read(page(number))).collect();
        for other in others {
            found.push(other?);
        }
        Ok(found)
    }
}

/// What an answer says of its request.
fn reply_of(entry: Node<'_>) -> Reply<'_> {
    let status = whole(entry.peek("status"));
    let body = entry.peek("body");
    let fails = body.and_then(|body| body.peek("success")).is_some_and(|success| success.raw() == "false");
    match (status, body) {
        _ if says(entry, "unsent", "true") => Reply::Unsent,
        // Of a batch whose answer was lost once, a limit or a refused credential later tells nothing.
        _ if says(entry, "batch", "true") => Reply::Lost,
        (200..=299, Some(_)) if fails => Reply::Refused(status),
        (200..=299, Some(body)) => Reply::Good(body),
        (204, None) => Reply::Good(entry),
        (429, _) => Reply::Limited,
        (401, _) => Reply::Denied,
        (400..=499, _) if status != 408 => Reply::Refused(status),
        _ => Reply::Lost,
    }
}

/// Whether an answer leaves it open what became of its request, or of the same one before.
pub(super) fn is_lost(entry: Node<'_>) -> bool {
    says(entry, "lost", "true") || matches!(reply_of(entry), Reply::Lost)
}

/// What the ids of requests begin with that write documents or contacts.
const WRITES_OF: [&str; 6] = ["create-", "update-", "delete-", "void-", "credit-", "allocate-"];

/// A request's id in any round.
fn base_of(id: &str) -> &str {
    id.rsplit_once("-again-").map_or(id, |(base, _)| base)
}

/// Pages of a list that are read.
pub(super) const MOST_PAGES: i64 = 50;

/// Whether a request makes a document, or credits one: made twice, it would stand twice.
fn makes(id: &str) -> bool {
    let is_document = id.starts_with("create-") && !id.starts_with("create-contact");
    is_document || id.starts_with("credit-") || id.starts_with("allocate-")
}

/// Seconds before the next try.
fn backoff(tries: i64) -> i64 {
    1 << tries.clamp(0, 6)
}

/// Whether Xero answers a row that it refused, with a status of success.
fn is_refused(body: Node<'_>) -> bool {
    ["Invoices", "RepeatingInvoices", "CreditNotes", "Contacts"].iter().any(|envelope| {
        let is_list = body.get(envelope).is_some_and(|list| list.kind() == Kind::Array);
        is_list
            && rows(body, envelope).any(|row| {
                let says = |name: &str| row.get(name).is_some_and(|flag| flag.raw() == "true");
                let is_error = row.get("StatusAttributeString").is_some_and(|word| word.raw() == "ERROR");
                is_error || says("HasErrors") || says("HasValidationErrors")
            })
    })
}
