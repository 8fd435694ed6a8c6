//! https and wss: only a certificate that is trusted, of the right name and of our days is believed.

use lab_exchange::Certificate;

use super::*;
use crate::venues::Question::BinanceDay;

async fn secure(certificate: Certificate) -> Exchange {
    let certificate = Some(certificate);
    exchange_with("100", Options { certificate, ..Options::default() }).await
}

/// A market that trusts the certificate of this exchange.
fn trusting(exchange: &Exchange) -> Market {
    let root = exchange.certificate().unwrap().to_vec().into();
    let plan = plan(&[(BinanceDay, exchange)], Some(exchange));
    Market::open(Source::Live(plan), client::new(&[root]).unwrap())
}

#[actix_web::test]
async fn a_trusted_exchange_is_asked_over_https_and_followed_over_wss_though_it_would_rather_speak_http_2() {
    let binance = secure(Certificate::Right).await;
    let market = trusting(&binance);
    assert_eq!(market.price().await.unwrap().price.to_string(), "$100.00");
    within(binance.until(|counts| counts.messages > 0)).await;
}

#[actix_web::test]
async fn a_certificate_for_another_name_is_refused() {
    assert_eq!(class(&trusting(&secure(Certificate::WrongName).await)).await, "tls");
}

#[actix_web::test]
async fn a_certificate_that_is_out_of_date_is_refused() {
    assert_eq!(class(&trusting(&secure(Certificate::Expired).await)).await, "tls");
}

#[actix_web::test]
async fn a_certificate_that_nobody_vouches_for_is_refused() {
    let binance = secure(Certificate::Right).await;
    assert_eq!(class(&live(&[(BinanceDay, &binance)], Some(&binance))).await, "tls");
    assert_eq!(binance.requests().len(), 0);
}
