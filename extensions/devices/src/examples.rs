//! The pages and mails in each of their states.

use std::time::Duration;

use pow_core::{
    conn::CURRENT_PASSWORD,
    extension::Registry,
    messages::{Message, keys},
    pages::{Example, FieldError, Sample},
    session::Agent,
};

use crate::{DeviceItem, DevicesConfirm, DevicesIndex};

const DAY: Duration = Duration::from_secs(24 * 3600);
const PHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile/15E148 Safari/604.1";

pub(crate) fn register(registry: &mut Registry) {
    registry.page_examples::<DevicesIndex>(|sample| Ok(index(sample))).page_examples::<DevicesConfirm>(|sample| {
        let page = |form| DevicesConfirm::new(form, Sample::PATH).back(sample.path());
        let wrong = FieldError::new(CURRENT_PASSWORD, keys::ERROR_CURRENT_PASSWORD);
        let wrong = sample.form().with_errors(vec![wrong]);
        Ok(vec![
            Example::new("all others", page(sample.form())).signed_in(),
            Example::new("one device", page(sample.form()).device(Some(item(sample, PHONE)))).signed_in(),
            Example::new("wrong password", page(wrong)).signed_in(),
        ])
    });
}

fn index(sample: &Sample) -> Vec<Example<DevicesIndex>> {
    let this = item(sample, Sample::USER_AGENT).this(true).place(Some("Lisbon, Portugal".to_owned()));
    let phone = item(sample, PHONE).action(sample.path());
    let unknown = item(sample, "").action(sample.path());
    let all = DevicesIndex::new(vec![this.clone(), phone, unknown]).delete_others(sample.path());
    vec![
        Example::new("this device", DevicesIndex::new(vec![this]).password_path(sample.path())).signed_in(),
        Example::new("several devices", all.password_path(sample.path())).signed_in(),
    ]
}

fn item(sample: &Sample, user_agent: &str) -> DeviceItem {
    DeviceItem {
        agent: Agent::read(user_agent),
        ip: (!user_agent.is_empty()).then_some(Sample::CLIENT),
        place: None,
        first_seen_at: sample.before(30 * DAY),
        last_seen: Message::new("devices-days-ago").with("count", 3),
        is_remembered: !user_agent.is_empty(),
        is_this: false,
        action: None,
    }
}
