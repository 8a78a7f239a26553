//! The circumstances of an event that a notice reports.

use std::net::IpAddr;

use super::MailView;
use crate::{DateTime, messages::keys, pages::Sample, session::Agent};

/// The circumstances of an event: which account, when, on which device and from which address. A notice shows them as
/// [facts](super::MailBody::facts), so that the reader can see whether the action was their own.
///
/// [`CxMails::circumstances`](crate::cx::CxMails::circumstances) returns the circumstances of the current request.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Circumstances {
    /// The name of the account: the user id.
    pub account: Option<String>,
    /// The time of the event.
    pub at: DateTime,
    /// The browser and its system. `None` if no request caused the event.
    pub agent: Option<Agent>,
    /// The client's IP address.
    pub client: Option<IpAddr>,
}

impl Circumstances {
    /// Creates circumstances of which only the time is known.
    pub fn new(at: DateTime) -> Self {
        Self { account: None, at, agent: None, client: None }
    }

    /// Returns invented circumstances at the present time, for examples.
    pub fn sample(sample: &Sample) -> Self {
        Self {
            account: Some(sample.user_id().to_owned()),
            at: sample.now,
            agent: Some(Agent::read(Sample::USER_AGENT)),
            client: Some(Sample::CLIENT),
        }
    }

    /// Returns each known circumstance with its label, in the reader's language.
    pub fn facts(&self, view: &MailView<'_>) -> Vec<(String, String)> {
        let account = self.account.clone().map(|account| (keys::MAIL_FACT_ACCOUNT, account));
        let time = Some((keys::MAIL_FACT_TIME, view.date_time(self.at)));
        let device = self.agent.map(|agent| (keys::MAIL_FACT_DEVICE, view.text(&agent.message())));
        let client = self.client.map(|client| (keys::MAIL_FACT_CLIENT, client.to_canonical().to_string()));
        let facts = [account, time, device, client].into_iter().flatten();
        facts.map(|(label, value)| (view.t(label), value)).collect()
    }
}
